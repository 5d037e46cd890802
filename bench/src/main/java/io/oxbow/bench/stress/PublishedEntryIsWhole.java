// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** Reserve, fill, publish against a reader: a slot that is seen shows its whole entry. */
@JCStressTest
@Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "not published yet")
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "published, the entry whole")
@Outcome(id = "-1", expect = Expect.FORBIDDEN, desc = "published, its tag or bytes missing")
@State
public class PublishedEntryIsWhole extends LeafBlock {
  @Actor
  public void writer() {
    reserve();
    publish(1);
  }

  @Actor
  public void reader(I_Result r) {
    r.r1 = readOnce();
  }

  @Arbiter
  public void end() {
    free();
  }
}
