// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.page;

import io.oxbow.memory.Mem;

/**
 * Binary search whose steps are a load and arithmetic: nothing to guess, but each load waits for
 * the one before. The compiler turns a conditional expression into a jump where its profile says
 * so; arithmetic it leaves alone.
 */
final class BranchlessSearch implements HeadSearch {
  @Override
  public int firstNotBelow(long at, int n, long head) {
    if (n == 0) {
      return 0;
    }
    int lo = 0;
    for (int left = n; left > 1; ) {
      int half = left >>> 1;
      lo += half & (int) below(Mem.getLong(at + 8L * (lo + half - 1)), head);
      left -= half;
    }
    return lo - (int) below(Mem.getLong(at + 8L * lo), head);
  }

  /** -1 when {@code x} is below {@code y} as an unsigned number, else 0: the borrow of x - y. */
  static long below(long x, long y) {
    return (~x & y | ~(x ^ y) & x - y) >> 63;
  }
}
