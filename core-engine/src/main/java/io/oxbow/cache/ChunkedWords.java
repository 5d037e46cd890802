// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.cache;

import io.oxbow.memory.Budget;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A growing array of shared 64-bit words on the heap. The first chunk has 256 words, each next
 * doubles up to 65,536; chunks never move, the top array is replaced by a longer copy. Lock-free.
 */
final class ChunkedWords {
  private static final int FIRST = 256;
  private static final int LARGEST = 65_536;
  private static final int DOUBLING = FIRST * 512; // index + FIRST below this: doubling chunks
  private static final VarHandle WORDS = MethodHandles.arrayElementVarHandle(long[].class);
  private static final VarHandle TOP;

  static {
    try {
      TOP = MethodHandles.lookup().findVarHandle(ChunkedWords.class, "top", long[][].class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Budget budget;

  @SuppressWarnings("FieldMayBeFinal") // by TOP
  private volatile long[][] top = new long[0][];

  ChunkedWords(Budget budget) {
    this.budget = budget;
  }

  private static int chunk(long index) {
    long i = index + FIRST;
    return i < DOUBLING
        ? 55 - Long.numberOfLeadingZeros(i) // 256 -> 0, 512 -> 1, ...
        : 9 + (int) ((i - DOUBLING) >>> 16);
  }

  private static int within(long index, int chunk) {
    long i = index + FIRST;
    return (int) (chunk < 9 ? i - ((long) FIRST << chunk) : (i - DOUBLING) & (LARGEST - 1));
  }

  private static int size(int chunk) {
    return chunk < 9 ? FIRST << chunk : LARGEST;
  }

  private long[] find(long index) {
    int c = chunk(index);
    return ((long[][]) TOP.getAcquire(this))[c];
  }

  long getVolatile(long index) {
    return (long) WORDS.getVolatile(find(index), within(index, chunk(index)));
  }

  long getAcquire(long index) {
    return (long) WORDS.getAcquire(find(index), within(index, chunk(index)));
  }

  boolean compareAndSet(long index, long expected, long value) {
    return WORDS.compareAndSet(find(index), within(index, chunk(index)), expected, value);
  }

  long getAndOr(long index, long bits) {
    return (long) WORDS.getAndBitwiseOr(find(index), within(index, chunk(index)), bits);
  }

  long getAndAnd(long index, long bits) {
    return (long) WORDS.getAndBitwiseAnd(find(index), within(index, chunk(index)), bits);
  }

  /** Words there is room for. */
  long capacity() {
    long n = 0;
    for (long[] c : top) {
      n += c.length;
    }
    return n;
  }

  /** Makes {@code index} usable; false when the budget has no room. */
  boolean ensure(long index) {
    int wanted = chunk(index);
    while (true) {
      long[][] old = (long[][]) TOP.getAcquire(this);
      if (wanted < old.length) {
        return true;
      }
      int c = old.length;
      long bytes = 8L * size(c) + 16;
      if (!budget.tryCharge(bytes)) {
        return false;
      }
      long[][] longer = java.util.Arrays.copyOf(old, c + 1);
      longer[c] = new long[size(c)];
      if (!TOP.compareAndSet(this, old, longer)) {
        budget.release(bytes);
      }
    }
  }

  /** Gives the charge back; the words must not be used again. */
  void close() {
    long[][] old = top;
    top = new long[0][];
    for (long[] c : old) {
      budget.release(8L * c.length + 16);
    }
  }
}
