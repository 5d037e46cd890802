// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.cache;

import io.oxbow.tree.LincheckRuns;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/** Version and horizon: nobody sees a version that was passed and is not registered. */
class VersionsLincheckTest {
  private static final String[] SCENARIOS = {
    "| cut | floor, unregistered | floor, unregistered | floor",
    "| cut, cut | cut | unregistered, floor | unregistered",
  };

  @Test
  void interleavedCutsAreAboveEveryFloor() {
    LincheckRuns.modelChecking(Cuts.class, Sequential.class, SCENARIOS);
  }

  @Test
  void parallelCutsAreAboveEveryFloor() {
    LincheckRuns.stress(Cuts.class, Sequential.class, SCENARIOS);
  }

  /** Cuts that nobody releases: the first is the floor for ever. */
  public static class Cuts {
    private final Versions versions = new Versions(1);

    /** The version cut. */
    @Operation
    public long cut() {
      return versions.cut().version();
    }

    /** The base version a page from disk would be given. */
    @Operation
    public long floor() {
      return versions.floor();
    }

    /** Versions that V has passed and a builder would not find in the horizon. */
    @Operation
    public long unregistered() {
      long v = versions.current();
      Versions.Hold[] holds = versions.horizon();
      long missing = 0;
      for (long s = 1; s < v; s++) {
        missing += Versions.needed(holds, 1, s, s + 1) ? 0 : 1;
      }
      return missing;
    }
  }

  public static class Sequential {
    private long next = 1;

    public long cut() {
      return next++;
    }

    public long floor() {
      return 1;
    }

    public long unregistered() {
      return 0;
    }
  }
}
