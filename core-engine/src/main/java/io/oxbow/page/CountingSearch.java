// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.page;

import io.oxbow.memory.Mem;

/**
 * Counts heads that are below, without a branch: of three pivots first, which cut what is left to a
 * quarter, then of all that is left. The loads of a count do not wait for each other. Fast where
 * the node is in a near cache; in a far one guessed branches load ahead further.
 */
final class CountingSearch implements HeadSearch {
  private static final int WINDOW = 8; // a cache line of heads

  @Override
  public int firstNotBelow(long at, int n, long head) {
    int lo = 0;
    int left = n;
    while (left > WINDOW) {
      int quarter = left >>> 2;
      long pivot = at + 8L * (lo + quarter - 1);
      long step = 8L * quarter;
      long below =
          BranchlessSearch.below(Mem.getLong(pivot), head)
              + BranchlessSearch.below(Mem.getLong(pivot + step), head)
              + BranchlessSearch.below(Mem.getLong(pivot + 2 * step), head);
      lo -= (int) below * quarter;
      left -= 3 * quarter;
    }
    if (n < WINDOW) {
      return -(int) below(at, n, head);
    }
    lo = Math.min(lo, n - WINDOW); // back from the end: a full window, whose loop unrolls
    return lo - (int) below(at + 8L * lo, WINDOW, head);
  }

  private static long below(long at, int n, long head) {
    long count = 0;
    for (int i = 0; i < n; i++) {
      count += BranchlessSearch.below(Mem.getLong(at + 8L * i), head);
    }
    return count;
  }
}
