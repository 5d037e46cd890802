// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.stress;

import io.oxbow.page.Leaf;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** Whoever has sealed reads what stays: an overwriter is through by then, or is refused. */
@JCStressTest
@Outcome(id = "1, 2, 2", expect = Expect.ACCEPTABLE, desc = "overwritten, then sealed")
@Outcome(id = "0, 1, 1", expect = Expect.ACCEPTABLE, desc = "sealed, the overwriter refused")
@Outcome(expect = Expect.FORBIDDEN, desc = "the builder copies what is not there to stay")
@State
public class SealedBlockStandsStill extends LeafBlock {
  public SealedBlockStandsStill() {
    reserve();
    publish(1);
  }

  @Actor
  public void writer(III_Result r) {
    r.r1 = overwrite(2) ? 1 : 0;
  }

  @Actor
  public void sealer(III_Result r) {
    Leaf.seal(a);
    r.r2 = readOnce();
  }

  @Arbiter
  public void end(III_Result r) {
    r.r3 = readOnce();
    free();
  }
}
