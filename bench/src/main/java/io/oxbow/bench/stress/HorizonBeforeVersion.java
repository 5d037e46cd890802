// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.stress;

import io.oxbow.cache.Versions;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A builder that has met version s + 1 finds s in the horizon. */
@JCStressTest
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "before the cut")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "registered, V not moved yet")
@Outcome(id = "2, 1", expect = Expect.ACCEPTABLE, desc = "behind the cut")
@Outcome(id = "2, 0", expect = Expect.FORBIDDEN, desc = "V has passed a version unregistered")
@State
public class HorizonBeforeVersion {
  private final Versions versions = new Versions(1);

  @Actor
  public void cut() {
    versions.cut();
  }

  @Actor
  public void builder(II_Result r) {
    r.r1 = (int) versions.current();
    r.r2 = versions.horizon().length;
  }
}
