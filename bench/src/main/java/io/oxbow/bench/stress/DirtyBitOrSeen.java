// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.stress;

import io.oxbow.cache.MappingTable;
import io.oxbow.memory.Budget;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Publish, then mark, against clear, then read: a change is seen, or its page is marked. */
@JCStressTest
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "not seen, and marked")
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "seen")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "seen, and marked for nothing")
@Outcome(id = "0, 0", expect = Expect.FORBIDDEN, desc = "a change no checkpoint will have")
@State
public class DirtyBitOrSeen extends LeafBlock {
  private static final Budget BUDGET = new Budget(1L << 40);

  private final MappingTable table = new MappingTable(BUDGET);

  public DirtyBitOrSeen() {
    table.startAt(1);
    table.dirty().set(1);
    reserve();
  }

  @Actor
  public void writer() {
    publish(1);
    table.dirty().mark(1);
  }

  @Actor
  public void flusher(II_Result r) {
    table.dirty().clear(1);
    r.r1 = readOnce();
  }

  @Arbiter
  public void end(II_Result r) {
    r.r2 = table.dirty().isSet(1) ? 1 : 0;
    table.close();
    free();
  }
}
