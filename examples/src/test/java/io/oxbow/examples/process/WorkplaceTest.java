// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.examples.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** No process and no file outlives a demo; and what a process ended with is told. */
@Timeout(60)
class WorkplaceTest {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @Test
  void closingKillsWhatRunsAndDeletesEverything() throws Exception {
    Path folder;
    ChildJvm child;
    try (Workplace workplace = Workplace.create()) {
      folder = workplace.path("");
      child = workplace.start("child", Child.class, List.of("wait"));
      assertThat(child.nextLine(PATIENCE)).isEqualTo("here");
      assertThat(child.isAlive()).isTrue();
      assertThat(workplace.path("child.log")).exists();
    }
    assertThat(child.isAlive()).isFalse();
    assertThat(Files.exists(folder)).isFalse();
  }

  @Test
  void aKilledProcessEndsItsOutput() throws Exception {
    try (Workplace workplace = Workplace.create()) {
      ChildJvm child = workplace.start("child", Child.class, List.of("wait"));
      assertThat(child.nextLine(PATIENCE)).isEqualTo("here");
      child.kill();
      assertThat(child.nextLine(PATIENCE)).isNull();
      assertThat(child.newLines()).isEmpty();
      assertThatThrownBy(child::kill)
          .isInstanceOf(DemoFailedException.class)
          .hasMessageContaining("ended by itself");
    }
  }

  @Test
  void aProcessEndsWithItsInput() throws Exception {
    try (Workplace workplace = Workplace.create()) {
      ChildJvm child = workplace.start("child", Child.class, List.of("wait"));
      child.endInput();
      child.expectGoodEnd(PATIENCE);
    }
  }

  @Test
  void aFailedProcessIsReportedWithTheEndOfItsLog() throws Exception {
    try (Workplace workplace = Workplace.create()) {
      ChildJvm child = workplace.start("child", Child.class, List.of("fail"));
      assertThatThrownBy(() -> child.expectGoodEnd(PATIENCE))
          .isInstanceOf(DemoFailedException.class)
          .hasMessageContaining("the JVM of child ended with code 1")
          .hasMessageContaining("failing, as told");
    }
  }

  /** Does as told. */
  static final class Child {
    public static void main(String[] args) throws Exception {
      System.out.println("here");
      if (args[0].equals("fail")) {
        throw new IllegalStateException("failing, as told");
      }
      InputWatch.awaitEnd();
    }
  }
}
