// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.page;

import io.oxbow.memory.LongLanes;
import io.oxbow.memory.Mem;

/**
 * Counts the heads that are below, some at a time: of a whole node when it has no more than 256,
 * since reading on is cheaper than choosing where; binary steps bring larger ones down to that.
 */
final class VectorSearch implements HeadSearch {
  private static final int WINDOW = 256;

  private final LongLanes lanes = LongLanes.open();

  @Override
  public int firstNotBelow(long at, int n, long head) {
    int lo = 0;
    int left = n;
    while (left > WINDOW) {
      int half = left >>> 1;
      lo += half & (int) BranchlessSearch.below(Mem.getLong(at + 8L * (lo + half - 1)), head);
      left -= half;
    }
    return lo + lanes.countBelow(at + 8L * lo, left, head);
  }
}
