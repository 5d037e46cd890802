// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.memory;

import io.oxbow.tree.LincheckRuns;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/** A block that was reachable when a pin began is not reclaimed while the pin lasts. */
class EpochsLincheckTest {
  private static final String[] SCENARIOS = {
    "replace | read | replace, reclaim | read",
    "replace | read, read | replace, replace | reclaim, reclaim | read",
    "replace | read | replaceAndDrain, reclaim | read",
  };

  @Test
  void interleavedReadersNeverMeetAReclaimedBlock() {
    LincheckRuns.modelChecking(Blocks.class, Sequential.class, SCENARIOS);
  }

  @Test
  void parallelReadersNeverMeetAReclaimedBlock() {
    LincheckRuns.stress(Blocks.class, Sequential.class, SCENARIOS);
  }

  /** A cell that names a block; replaced blocks are retired, and reclaimed when they may be. */
  public static class Blocks {
    private final AtomicLong cell = new AtomicLong(1);
    private final AtomicLong next = new AtomicLong(1);
    private final AtomicLongArray reclaimed = new AtomicLongArray(64);
    private final Epochs epochs = new Epochs(ref -> reclaimed.incrementAndGet((int) ref));

    /** Whether the block named was there from the first look to the last. */
    @Operation
    public boolean read() {
      int slot = epochs.pin();
      try {
        int block = (int) cell.get();
        boolean there = reclaimed.get(block) == 0;
        return there & reclaimed.get(block) == 0;
      } finally {
        epochs.unpin(slot);
      }
    }

    /** Takes a block out of reach and reclaims it itself: behind a drain nobody is in it. */
    @Operation
    public void replaceAndDrain() {
      int block = (int) cell.getAndSet(next.incrementAndGet());
      epochs.drain();
      reclaimed.incrementAndGet(block);
    }

    @Operation
    public void replace() {
      int slot = epochs.pin();
      try {
        epochs.retire(slot, cell.getAndSet(next.incrementAndGet()));
      } finally {
        epochs.unpin(slot);
      }
    }

    /** Whether no block was reclaimed twice. */
    @Operation
    public boolean reclaim() {
      epochs.reclaimAll();
      for (int i = 0; i < reclaimed.length(); i++) {
        if (reclaimed.get(i) > 1) {
          return false;
        }
      }
      return true;
    }
  }

  public static class Sequential {
    public boolean read() {
      return true;
    }

    public void replaceAndDrain() {}

    public void replace() {}

    public boolean reclaim() {
      return true;
    }
  }
}
