// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.memory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Vectors are there only with all that they need; what is missing is said with what to do. */
class LongLanesTest {
  @Test
  void nothingIsMissingWhereAllIsThere() {
    assertThat(LongLanes.missing(22, true, true, "foreign")).isNull();
    assertThat(LongLanes.missing(25, true, true, "checked")).isNull();
  }

  @Test
  void anOlderJdkSaysWhichItNeeds() {
    assertThat(LongLanes.missing(21, true, true, "unsafe"))
        .isEqualTo("it needs JDK 22 or newer, and this is 21");
  }

  @Test
  void aJvmWithoutTheModuleSaysHowToAddIt() {
    assertThat(LongLanes.missing(25, false, true, "foreign"))
        .isEqualTo("start the JVM with --add-modules jdk.incubator.vector");
  }

  @Test
  void aBuildWithoutThePartSaysHowToGetIt() {
    assertThat(LongLanes.missing(25, true, false, "unsafe")).contains("build it on JDK 22");
  }

  @Test
  void rawAddressesSayThatVectorsCannotReadThem() {
    assertThat(LongLanes.missing(25, true, true, "unsafe")).contains("oxbow.mem=unsafe");
  }
}
