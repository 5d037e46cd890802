// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.stress;

import io.oxbow.cache.Versions;
import io.oxbow.memory.Epochs;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Cut, then drain: what a writer did with the old version is there, or it had the new one. */
@JCStressTest
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "old version, seen by the snapshot")
@Outcome(id = "2, 0", expect = Expect.ACCEPTABLE, desc = "new version, not there yet")
@Outcome(id = "2, 2", expect = Expect.ACCEPTABLE, desc = "new version, there already")
@Outcome(expect = Expect.FORBIDDEN, desc = "an old version appears after the drain")
@State
public class DrainWaitsForPins {
  private final Epochs epochs = new Epochs(ref -> {});
  private final Versions versions = new Versions(1);
  private final AtomicInteger written = new AtomicInteger();

  @Actor
  public void writer(II_Result r) {
    int slot = epochs.pin();
    try {
      r.r1 = (int) versions.current();
      written.setRelease(r.r1);
    } finally {
      epochs.unpin(slot);
    }
  }

  @Actor
  public void snapshot(II_Result r) {
    versions.cut();
    epochs.drain();
    r.r2 = written.getAcquire();
  }
}
