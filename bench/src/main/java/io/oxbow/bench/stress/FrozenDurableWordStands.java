// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.stress;

import io.oxbow.memory.Mem;
import io.oxbow.page.DurableWord;
import io.oxbow.page.Leaf;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** A flush completes before the freeze, and the builder knows; or it does not complete. */
@JCStressTest
@Outcome(id = "1, 7, 7", expect = Expect.ACCEPTABLE, desc = "flushed, then frozen")
@Outcome(id = "0, 0, 0", expect = Expect.ACCEPTABLE, desc = "frozen, the flush is dropped")
@Outcome(expect = Expect.FORBIDDEN, desc = "the builder copies another location than what stays")
@State
public class FrozenDurableWordStands extends LeafBlock {
  @Actor
  public void flusher(III_Result r) {
    long d = Leaf.durableWord(a);
    boolean done =
        !DurableWord.isFrozen(d) && Mem.casLong(a + Leaf.DURABLE, d, DurableWord.of(true, 0, 1, 7));
    r.r1 = done ? 1 : 0;
  }

  @Actor
  public void builder(III_Result r) {
    Leaf.seal(a);
    r.r2 = (int) DurableWord.location(Leaf.durableWord(a));
  }

  @Arbiter
  public void end(III_Result r) {
    r.r3 = (int) DurableWord.location(Leaf.durableWord(a));
    free();
  }
}
