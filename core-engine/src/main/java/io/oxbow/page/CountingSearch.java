// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.page;

import io.oxbow.memory.Mem;

/**
 * Branchless steps down to a cache line's worth of heads, then a count of those below: the loads of
 * the count do not wait for each other.
 */
final class CountingSearch implements HeadSearch {
  private static final int WINDOW = 8;

  @Override
  public int firstNotBelow(long at, int n, long head) {
    int lo = BranchlessSearch.narrow(at, n, head, WINDOW);
    long from = at + 8L * lo;
    long count = 0;
    if (n < WINDOW) {
      for (int i = 0; i < n; i++) {
        count += BranchlessSearch.below(Mem.getLong(from + 8L * i), head);
      }
    } else {
      for (int i = 0; i < WINDOW; i++) {
        count += BranchlessSearch.below(Mem.getLong(from + 8L * i), head);
      }
    }
    return lo - (int) count;
  }
}
