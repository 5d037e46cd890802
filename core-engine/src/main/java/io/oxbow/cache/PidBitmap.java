// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.cache;

import io.oxbow.memory.Budget;

/** One bit per PID. Set and clear are full fences, so a load that follows sees what came before. */
public final class PidBitmap {
  private final ChunkedWords words;

  PidBitmap(Budget budget) {
    words = new ChunkedWords(budget);
  }

  boolean ensure(long pid) {
    return words.ensure(pid >>> 6);
  }

  public boolean isSet(long pid) {
    return (words.getVolatile(pid >>> 6) >>> (pid & 63) & 1) != 0;
  }

  public void set(long pid) {
    words.getAndOr(pid >>> 6, 1L << (pid & 63));
  }

  /** Sets the bit, without a write when it is set already. */
  public void mark(long pid) {
    if (!isSet(pid)) {
      set(pid);
    }
  }

  public void clear(long pid) {
    words.getAndAnd(pid >>> 6, ~(1L << (pid & 63)));
  }

  /** The first set PID in {@code [from, to)}, or -1. */
  public long next(long from, long to) {
    for (long p = from; p < to; p = (p | 63) + 1) {
      long w = words.getVolatile(p >>> 6) >>> (p & 63);
      if (w != 0) {
        long pid = p + Long.numberOfTrailingZeros(w);
        return pid < to ? pid : -1;
      }
    }
    return -1;
  }

  void close() {
    words.close();
  }
}
