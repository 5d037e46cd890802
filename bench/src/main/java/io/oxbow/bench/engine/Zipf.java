// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

import java.util.SplittableRandom;

/**
 * Ids drawn as YCSB's scrambled Zipf distribution draws them, exponent 0.99: rank r, from 1, with a
 * share of about 1 / r^0.99; ranks are spread over all ids. Drawn in advance, so that a timed loop
 * pays for a read of an array in place of two powers. Immutable.
 */
final class Zipf {
  static final double SKEW = 0.99;
  private static final int DRAWS = 1 << 22;
  private static final int EXACT = 10_000;

  private final int count;
  private final double zeta;
  private final double alpha = 1 / (1 - SKEW);
  private final double eta;
  private final int[] draws = new int[DRAWS];

  /** Draws among {@code count} ids. */
  Zipf(int count) {
    this.count = count;
    zeta = zeta(count);
    eta = (1 - Math.pow(2.0 / count, 1 - SKEW)) / (1 - zeta(2) / zeta);
    SplittableRandom random = new SplittableRandom(count);
    for (int i = 0; i < DRAWS; i++) {
      draws[i] = (int) (rank(random.nextDouble()) * Picks.STEP % count);
    }
  }

  /** The sum of 1 / r^0.99 for r from 1 to {@code n}; the far part as an integral. */
  static double zeta(int n) {
    double sum = 0;
    int exact = Math.min(n, EXACT);
    for (int r = exact; r >= 1; r--) {
      sum += Math.pow(r, -SKEW);
    }
    double power = 1 - SKEW;
    return sum + (Math.pow(n + 0.5, power) - Math.pow(exact + 0.5, power)) / power;
  }

  /** The rank, from 0, at this point of the cumulated shares, 0 to 1. */
  long rank(double u) {
    double share = u * zeta;
    if (share < 1) {
      return 0;
    }
    if (share < 1 + Math.pow(0.5, SKEW)) {
      return 1;
    }
    return Math.min(count - 1L, (long) (count * Math.pow(eta * u - eta + 1, alpha)));
  }

  /** The n-th id; repeats after some 4 million. */
  long id(long n) {
    return draws[(int) n & DRAWS - 1];
  }
}
