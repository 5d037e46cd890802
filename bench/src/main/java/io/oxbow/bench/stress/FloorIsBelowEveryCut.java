// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.stress;

import io.oxbow.cache.Versions;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** The base version given to a page from disk is good for a cut made meanwhile. */
@JCStressTest
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "the version that was cut")
@Outcome(id = "2", expect = Expect.FORBIDDEN, desc = "above a version that is needed")
@State
public class FloorIsBelowEveryCut {
  private final Versions versions = new Versions(1);

  @Actor
  public void cut() {
    versions.cut();
  }

  @Actor
  public void loader(I_Result r) {
    r.r1 = (int) versions.floor();
  }
}
