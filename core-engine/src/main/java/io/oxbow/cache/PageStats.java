// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.cache;

import java.util.concurrent.atomic.LongAdder;

/** Counters of what happened to pages since open. */
public final class PageStats {
  public final LongAdder consolidations = new LongAdder();
  public final LongAdder splits = new LongAdder();
  public final LongAdder innerSplits = new LongAdder();
  public final LongAdder rootGrowths = new LongAdder();
  public final LongAdder merges = new LongAdder();
  public final LongAdder mergesGivenUp = new LongAdder();
  public final LongAdder loads = new LongAdder();
  public final LongAdder blindWrites = new LongAdder();
  public final LongAdder preImages = new LongAdder();
  public final SlotCounter overwrites = new SlotCounter();
  public final LongAdder bulkLoaded = new LongAdder();
  public final LongAdder recordsWritten = new LongAdder();
  public final LongAdder piecesWritten = new LongAdder();
}
