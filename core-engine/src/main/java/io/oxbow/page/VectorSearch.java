// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.page;

import io.oxbow.memory.LongLanes;

/** Branchless steps down to what a few vectors hold, then a count of those below, by vectors. */
final class VectorSearch implements HeadSearch {
  private static final int WINDOW = 32;

  private final LongLanes lanes = LongLanes.open();

  @Override
  public int firstNotBelow(long at, int n, long head) {
    int lo = BranchlessSearch.narrow(at, n, head, WINDOW);
    return lo + lanes.countBelow(at + 8L * lo, Math.min(n, WINDOW), head);
  }
}
