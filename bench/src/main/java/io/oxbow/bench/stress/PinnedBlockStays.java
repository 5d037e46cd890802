// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.stress;

import io.oxbow.memory.Epochs;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** Store buffering: a reader's pin against unlink, retire and scan. */
@JCStressTest
@Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "unlinked before the reader looked")
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "linked, and there while pinned")
@Outcome(id = "2", expect = Expect.FORBIDDEN, desc = "reclaimed under a pin")
@State
public class PinnedBlockStays {
  private final AtomicInteger word = new AtomicInteger(1);
  private volatile int reclaimed;
  private final Epochs epochs = new Epochs(ref -> reclaimed = 1);

  @Actor
  public void reader(I_Result r) {
    int slot = epochs.pin();
    try {
      r.r1 = word.getAcquire() == 0 ? 0 : 1 + reclaimed;
    } finally {
      epochs.unpin(slot);
    }
  }

  @Actor
  public void replacer() {
    int slot = epochs.pinAlways();
    try {
      word.compareAndSet(1, 0);
      epochs.retire(slot, 64);
    } finally {
      epochs.unpin(slot);
    }
    epochs.reclaimAll();
  }
}
