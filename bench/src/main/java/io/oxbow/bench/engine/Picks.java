// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

import java.util.function.LongUnaryOperator;

/** A sequence of ids, in which the n-th follows from n alone, so that it can be run again. */
final class Picks {
  /** A prime above every number of keys: multiples of it, modulo that number, meet each id once. */
  static final long STEP = 2_654_435_761L;

  private final LongUnaryOperator nth;
  private long taken;

  private Picks(LongUnaryOperator nth) {
    this.nth = nth;
  }

  private static long below(long word, long count) {
    return Math.multiplyHigh(word >>> 1, count << 1);
  }

  /** Uniform in {@code [from, from + count)}. */
  static Picks uniform(long seed, long from, long count) {
    return new Picks(n -> from + below(Records.mix(seed + n), count));
  }

  /** Uniform among ids below {@code count} whose key is in the lower (0) or upper (1) half. */
  static Picks half(long seed, long count, int half) {
    return new Picks(
        n -> {
          long word = Records.mix(seed + n);
          long id = below(word, count);
          while (Records.keyGroup(id) * 2 / Records.KEY_GROUPS != half) {
            word = Records.mix(word);
            id = below(word, count);
          }
          return id;
        });
  }

  /** As a Zipf distribution has them. */
  static Picks zipf(Zipf zipf, long seed) {
    return new Picks(n -> zipf.id(seed + n));
  }

  /** Each id below {@code count} once, then again, with wide steps between. */
  static Picks steps(long start, long count) {
    return new Picks(n -> (start + n * STEP) % count);
  }

  /** The next id. */
  long next() {
    return nth.applyAsLong(taken++);
  }

  /** The id that was, or will be, taken after {@code n} others. */
  long at(long n) {
    return nth.applyAsLong(n);
  }

  /** How many were taken. */
  long taken() {
    return taken;
  }
}
