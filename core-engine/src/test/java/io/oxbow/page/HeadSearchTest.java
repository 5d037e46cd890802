// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.oxbow.memory.LongLanes;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every variant gives the plain loop's answers; a name gives its variant or a reason. */
class HeadSearchTest {
  static List<String> variants() {
    return HeadSearchCheck.variants();
  }

  @ParameterizedTest
  @MethodSource("variants")
  void everyVariantFindsWhatAPlainLoopFinds(String name) {
    assertThat(HeadSearchCheck.check(name)).as("answers compared").isGreaterThan(10_000);
  }

  @Test
  void anUnknownNameIsRefusedWithTheNamesThereAre() {
    assertThatThrownBy(() -> HeadSearches.named("fast"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "system property oxbow.search is 'fast';"
                + " use 'scalar', 'branchless', 'counting' or 'vector'");
  }

  @Test
  void vectorsThatAreMissingSayWhatToDo() {
    assumeThat(LongLanes.missing()).as("why this JVM has no vectors").isNotNull();
    assertThatThrownBy(() -> HeadSearches.named("vector"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("search variant 'vector' is not there: " + LongLanes.missing())
        .hasMessageEndingWith("or use another oxbow.search");
  }
}
