// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
  private static final long ID = 19_999_999;

  @ParameterizedTest
  @ValueSource(ints = {8, 24, 100, 1000})
  void aValueIsOfItsIdAndOfNoOther(int bytes) {
    Values values = new Values(bytes);
    byte[] value = new byte[bytes];
    values.write(ID, 77, value);
    assertThat(values.id(value, 0)).isEqualTo(ID);
    assertThatCode(() -> values.check(ID, value, 0, bytes)).doesNotThrowAnyException();
    wrong(() -> values.check(ID - 1, value, 0, bytes));
    wrong(() -> values.check(ID, value, 0, bytes - 1));
    wrong(() -> values.check(ID, value, 0, -1));
  }

  private static void wrong(Runnable check) {
    assertThatExceptionOfType(WrongAnswerException.class).isThrownBy(check::run);
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 24, 100, 1000})
  void incrementsAreCountedAndChangeNothingElse(int bytes) {
    Values values = new Values(bytes);
    byte[] value = new byte[bytes];
    byte[] expected = new byte[bytes];
    values.write(ID, 5, value);
    values.increment(value);
    values.increment(value);
    values.write(ID, 5, 2, expected);
    assertThat(value).isEqualTo(expected);
    values.write(ID, 5, 1, expected);
    assertThat(values.same(value, expected)).isFalse();
    values.write(ID, 6, 2, expected);
    assertThat(values.same(value, expected)).isFalse();
  }

  @Test
  void aValueOfTwoPutsIsFoundOut() {
    Values values = new Values(100);
    byte[] torn = new byte[100];
    byte[] other = new byte[100];
    values.write(ID, 1, torn);
    values.write(ID, 2, other);
    System.arraycopy(other, 50, torn, 50, 50);
    wrong(() -> values.check(ID, torn, 0, 100));
  }

  @Test
  void sizesThatHoldNoIdAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Values(23))
        .withMessageContaining("23");
  }
}
