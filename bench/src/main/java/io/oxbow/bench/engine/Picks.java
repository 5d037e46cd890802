// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

/**
 * A sequence of ids, uniform in {@code [from, from + count)}; the same again from the same seed.
 */
final class Picks {
  private final long seed;
  private final long from;
  private final long count;
  private long state;

  Picks(long seed, long from, long count) {
    this.seed = seed;
    this.from = from;
    this.count = count;
    this.state = seed;
  }

  /** The next id. */
  long next() {
    long word = Records.mix(state++);
    return from + Math.multiplyHigh(word >>> 1, count << 1);
  }

  /** How many were taken. */
  long taken() {
    return state - seed;
  }

  /** The same sequence from its start. */
  Picks again() {
    return new Picks(seed, from, count);
  }
}
