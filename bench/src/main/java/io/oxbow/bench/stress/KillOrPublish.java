// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.stress;

import io.oxbow.page.Leaf;
import io.oxbow.page.SlotWord;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** A reserved slot is published or killed, and writer, killer and everybody after them agree. */
@JCStressTest
@Outcome(id = "1, 1, 1", expect = Expect.ACCEPTABLE, desc = "published, the killer copies it")
@Outcome(id = "0, 0, 0", expect = Expect.ACCEPTABLE, desc = "killed, the writer tries again")
@Outcome(expect = Expect.FORBIDDEN, desc = "an acknowledged write is lost, or a lost one appears")
@State
public class KillOrPublish extends LeafBlock {
  public KillOrPublish() {
    reserve();
  }

  @Actor
  public void writer(III_Result r) {
    r.r1 = publish(1) ? 1 : 0;
  }

  @Actor
  public void killer(III_Result r) {
    Leaf.kill(a, 0);
    r.r2 = readOnce();
  }

  @Arbiter
  public void end(III_Result r) {
    r.r3 = SlotWord.isPublished(Leaf.slot(a, 0)) ? 1 : 0;
    free();
  }
}
