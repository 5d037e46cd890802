// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * Whose overwrite was eliminated sees what hides it, whole; never what was before. The outcomes are
 * those of two overwriters of which none is.
 */
@JCStressTest
@JCStressMeta(TwoOverwriters.class)
@State
public class EliminatedOverwrite extends LeafBlock {
  public EliminatedOverwrite() {
    reserve();
    publish(1);
  }

  @Actor
  public void first(III_Result r) {
    overwriteOrBeEliminated(2);
    r.r1 = read();
  }

  @Actor
  public void second(III_Result r) {
    overwriteOrBeEliminated(3);
    r.r2 = read();
  }

  @Arbiter
  public void end(III_Result r) {
    r.r3 = read();
    free();
  }
}
