// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow;

import io.oxbow.memory.Budget;

/**
 * A hard limit in bytes for everything that stores keep in memory: pages, tails, tables, buffers.
 * Shared by any number of stores; never exceeded; 0 used when they are all closed. Thread-safe.
 */
public final class MemoryBudget {
  /** Least budget that holds one store's root, first page and buffers. */
  public static final long MIN_BYTES = 256 << 10;

  private final Budget budget;

  private MemoryBudget(Budget budget) {
    this.budget = budget;
  }

  /**
   * A budget of {@code bytes}.
   *
   * @throws IllegalArgumentException below {@link #MIN_BYTES}
   */
  public static MemoryBudget ofBytes(long bytes) {
    if (bytes < MIN_BYTES) {
      throw new IllegalArgumentException(
          "a memory budget of "
              + bytes
              + " bytes is too small: a store needs at least "
              + MIN_BYTES
              + "; give it more memory");
    }
    return new MemoryBudget(new Budget(bytes));
  }

  /** The limit in bytes. */
  public long limitBytes() {
    return budget.limit();
  }

  /** Bytes in use now. */
  public long usedBytes() {
    return budget.used();
  }

  Budget budget() {
    return budget;
  }
}
