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

/** An appender that is acknowledged was seen by the sealer; one that was not seen starts again. */
@JCStressTest
@Outcome(id = "1, 1, 1", expect = Expect.ACCEPTABLE, desc = "published, then sealed")
@Outcome(id = "0, 0, 0", expect = Expect.ACCEPTABLE, desc = "refused or killed")
@Outcome(expect = Expect.FORBIDDEN, desc = "an acknowledged write is lost, or a lost one appears")
@State
public class SealedBlockTakesNoEntry extends LeafBlock {
  @Actor
  public void writer(III_Result r) {
    r.r1 = reserve() && publish(1) ? 1 : 0;
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
