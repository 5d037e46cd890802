// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import org.junit.jupiter.api.Test;

/** Whoever names a backend gets that one, or is told what is wrong and what to do. */
class BackendsTest {
  private static final int JDK = Runtime.version().feature();

  @Test
  void anUnknownNameIsRefusedWithTheNamesThereAre() {
    assertThatThrownBy(() -> Backends.choose("native", JDK))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("system property oxbow.mem is 'native'; use 'unsafe', 'foreign' or 'checked'");
  }

  @Test
  void foreignOnAnOlderJdkSaysWhichItNeeds() {
    assertThatThrownBy(() -> Backends.choose("foreign", 21))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("needs JDK 22 or newer; this is 21")
        .hasMessageContaining("use 'unsafe'");
  }

  @Test
  void foreignThatWasNotBuiltInSaysHowToGetIt() {
    assumeThat(BackendsOfThisBuild.hasForeign()).as("the build has the foreign part").isFalse();
    assertThatThrownBy(() -> Backends.choose("foreign", 22))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("build it on JDK 22 or newer");
  }

  @Test
  void eachNameIsThatBackend() {
    for (MemAccess access : BackendsOfThisBuild.all()) {
      assertThat(Backends.choose(access.name(), JDK).name()).isEqualTo(access.name());
    }
  }

  @Test
  void withoutANameTheBestOfThisJvmIsTaken() {
    assumeThat(JDK < Backends.FOREIGN_SINCE || BackendsOfThisBuild.hasForeign())
        .as("the default makes this JVM print a warning, which a test of its own looks at")
        .isTrue();
    assertThat(Backends.choose(null, JDK).name())
        .isEqualTo(BackendsOfThisBuild.hasForeign() ? "foreign" : "unsafe");
  }
}
