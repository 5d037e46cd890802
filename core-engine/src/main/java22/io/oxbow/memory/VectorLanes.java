// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.memory;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link LongLanes} over segments of {@code java.lang.foreign}. Vectors compare signed here, so
 * both sides have their sign bit flipped; names of unsigned comparisons differ between JDKs.
 */
final class VectorLanes extends LongLanes {
  private static final VectorSpecies<Long> LANES = LongVector.SPECIES_PREFERRED;
  private static final int WIDTH = LANES.length();
  private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
  private static final long SIGN = Long.MIN_VALUE;
  private static final boolean FOREIGN = Mem.backend().equals("foreign");

  /** By {@link LongLanes}, through reflection: the class is there on 22 and later only. */
  VectorLanes() {}

  @Override
  public int countBelow(long a, int n, long bound) {
    MemorySegment words = FOREIGN ? ForeignSegments.segment(a) : copy(a, n);
    long at = FOREIGN ? a & ForeignSegments.OFFSET : 0;
    long limit = bound ^ SIGN;
    int count = 0;
    int i = 0;
    for (; i <= n - WIDTH; i += WIDTH) {
      LongVector v = LongVector.fromMemorySegment(LANES, words, at + 8L * i, ORDER);
      count += below(v, limit).trueCount();
    }
    if (i < n) {
      VectorMask<Long> rest = LANES.indexInRange(0, n - i);
      LongVector v = LongVector.fromMemorySegment(LANES, words, at + 8L * i, ORDER, rest);
      count += below(v, limit).and(rest).trueCount();
    }
    return count;
  }

  private static VectorMask<Long> below(LongVector v, long limit) {
    return v.lanewise(VectorOperators.XOR, SIGN).compare(VectorOperators.LT, limit);
  }

  /** For the checked backend, whose words are on the heap in its own way. */
  private static MemorySegment copy(long a, int n) {
    byte[] bytes = new byte[8 * n];
    Mem.copyOut(a, bytes, 0, bytes.length);
    return MemorySegment.ofArray(bytes);
  }
}
