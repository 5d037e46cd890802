// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.cache;

import io.oxbow.memory.Epochs;

/**
 * A counter for hot paths: one plain cell per epoch slot, written only by the holder of its pin.
 * The sum is exact when no operation runs, else about right.
 */
public final class SlotCounter {
  private static final int STRIDE = 16; // longs: two cache lines

  private final long[] cells = new long[(Epochs.slots() + 1) * STRIDE];

  /** Adds one; the caller holds the pin of {@code slot}. */
  public void increment(int slot) {
    cells[(slot + 1) * STRIDE]++;
  }

  /** The count. */
  public long sum() {
    long sum = 0;
    for (int i = STRIDE; i < cells.length; i += STRIDE) {
      sum += cells[i];
    }
    return sum;
  }
}
