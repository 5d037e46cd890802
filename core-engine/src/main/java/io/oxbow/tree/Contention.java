// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.tree;

/**
 * The record whose overwriters this scratch met last. Who meets others on one record again and
 * again gives them a moment in which to eliminate its write: else each write would fetch the lines
 * of the record from another core, which takes longer than all the rest of it.
 */
final class Contention {
  /** Some ten writes by others, 0.5 to 2 us. */
  private static final int PAUSES = 32;

  private long block;
  private int record;
  private long own;

  /** A write to this record was eliminated. */
  void met(long a, int number) {
    block = a;
    record = number;
  }

  /** A write of this scratch has left this tail word. */
  void wrote(long tail) {
    own = tail;
  }

  /**
   * Leaves the lines of the record to others for a while, if they overwrite it and one of them was
   * the last to write to the leaf; once, unless they do come.
   *
   * @return whether it did
   */
  boolean givesWay(long a, int number, long tail) {
    if (block != a || record != number || own == tail) {
      return false;
    }
    block = 0;
    for (int i = 0; i < PAUSES; i++) {
      Thread.onSpinWait();
    }
    return true;
  }
}
