// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A value is overwritten under busy: a reader that validates sees one or the other, in order. */
@JCStressTest
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "both reads before")
@Outcome(id = "1, 2", expect = Expect.ACCEPTABLE, desc = "one before, one behind")
@Outcome(id = "2, 2", expect = Expect.ACCEPTABLE, desc = "both behind")
@Outcome(expect = Expect.FORBIDDEN, desc = "torn, lost, or gone back")
@State
public class OverwriteIsNeverTorn extends LeafBlock {
  public OverwriteIsNeverTorn() {
    reserve();
    publish(1);
  }

  @Actor
  public void writer() {
    overwrite(2);
  }

  @Actor
  public void reader(II_Result r) {
    r.r1 = read();
    r.r2 = read();
  }

  @Arbiter
  public void end() {
    free();
  }
}
