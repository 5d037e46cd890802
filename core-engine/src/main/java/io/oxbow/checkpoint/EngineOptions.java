// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.checkpoint;

import io.oxbow.memory.Budget;
import io.oxbow.tree.BwTree;

/**
 * What an engine is opened with; the public options and the tests make one.
 *
 * @param name for messages
 * @param budget shared by any number of engines
 * @param segmentBytes size of a segment file
 * @param strictlyLatchFree no overwriting in place
 * @param sizes of pages
 * @param flushBatch pages flushed per step of maintenance
 * @param threads who runs maintenance
 */
public record EngineOptions(
    String name,
    Budget budget,
    int segmentBytes,
    boolean strictlyLatchFree,
    BwTree.Sizes sizes,
    int flushBatch,
    MaintenanceThreads threads) {

  /** Pages per hold of the maintenance lock. */
  public static final int FLUSH_BATCH = 64;

  /** Default sizes and threads. */
  public static EngineOptions of(
      String name, Budget budget, int segmentBytes, boolean strictlyLatchFree) {
    return new EngineOptions(
        name,
        budget,
        segmentBytes,
        strictlyLatchFree,
        BwTree.Sizes.DEFAULT,
        FLUSH_BATCH,
        SharedThreads.INSTANCE);
  }
}
