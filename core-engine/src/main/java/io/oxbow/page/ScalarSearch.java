// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.page;

import io.oxbow.memory.Mem;

/**
 * Binary search that branches on each comparison. Every second branch is guessed wrong, but a guess
 * also starts the next load before this one has arrived.
 */
final class ScalarSearch implements HeadSearch {
  @Override
  public int firstNotBelow(long at, int n, long head) {
    int lo = 0;
    int hi = n;
    while (lo < hi) {
      int mid = (lo + hi) >>> 1;
      if (Long.compareUnsigned(Mem.getLong(at + 8L * mid), head) < 0) {
        lo = mid + 1;
      } else {
        hi = mid;
      }
    }
    return lo;
  }
}
