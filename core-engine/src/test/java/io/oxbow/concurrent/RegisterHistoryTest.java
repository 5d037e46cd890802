// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.concurrent;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The judge of the histories must itself be right. */
class RegisterHistoryTest {
  private final RegisterHistory history = new RegisterHistory();

  private void write(long value, long begin, long end) {
    history.add(value, true, begin, end);
  }

  private void read(long value, long begin, long end) {
    history.add(value, false, begin, end);
  }

  private void check() {
    RegisterHistory.check("k", List.of(history));
  }

  @Test
  void readsOfOverlappingWritesInOneOrderAreAccepted() {
    write(1, 0, 10);
    write(2, 1, 11);
    read(1, 2, 3);
    read(2, 4, 5);
    read(2, 12, 13);
    assertThatCode(this::check).doesNotThrowAnyException();
  }

  @Test
  void goingBackIsRefused() {
    write(1, 0, 10);
    write(2, 1, 11);
    read(2, 2, 3);
    read(1, 4, 5);
    read(2, 12, 13);
    assertThatThrownBy(this::check).hasMessageContaining("newest throughout");
  }

  @Test
  void staleReadIsRefused() {
    write(1, 0, 1);
    write(2, 2, 3);
    read(2, 4, 5);
    read(1, 6, 7);
    assertThatThrownBy(this::check).isInstanceOf(AssertionError.class);
  }

  @Test
  void readFromTheFutureIsRefused() {
    read(1, 0, 1);
    write(1, 2, 3);
    assertThatThrownBy(this::check).hasMessageContaining("before it was written");
  }

  @Test
  void lostWriteIsRefused() {
    write(1, 0, 1);
    write(2, 2, 3);
    read(1, 4, 5);
    assertThatThrownBy(this::check).hasMessageContaining("newest throughout");
  }
}
