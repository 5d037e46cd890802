// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class SettingsTest {
  @Test
  void whatIsNotSaidIsTheDefaultAndSmokeIsSmall() {
    assertThat(Settings.parse().keys()).containsExactly(1_000_000, 5_000_000);
    assertThat(Settings.parse().columns()).containsExactly(Column.values());
    assertThat(Settings.parse("--smoke", "--rounds", "2").keys()).containsExactly(50_000);
    assertThat(Settings.parse("--rounds", "2", "--smoke").rounds()).isEqualTo(2);
  }

  @Test
  void wordsThatAreNotUnderstoodAreNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Settings.parse("--keyz", "10"))
        .withMessageContaining("--keyz");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Settings.parse("--keys", "15"))
        .withMessageContaining("15");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Settings.parse("--rounds"))
        .withMessageContaining("--rounds");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Settings.parse("--rounds", "few"))
        .withMessageContaining("few");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Settings.parse("--columns", "mysql"))
        .withMessageContaining("mysql")
        .withMessageContaining("rocksdb-flink");
  }
}
