// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.page;

import io.oxbow.memory.Mem;

/**
 * A leaf's base records: where all have the same lengths, said by the header, they are found
 * without their slot words; and which of them were overwritten or deleted where they are.
 */
public final class BaseRecords {
  private static final int HOLES = 41;
  private static final int MOST_HOLES = 255;
  private static final int KEY_LENGTH = 42;
  private static final int VALUE_LENGTH = 62;

  private BaseRecords() {}

  /** Says in the header of a block just built whether its records have the same lengths. */
  static void noteUniform(long a) {
    int n = Leaf.baseCount(a);
    long slots = a + Leaf.baseSlots(n, Leaf.tailSlots(a));
    long first = n == 0 ? 0 : Mem.getLong(slots);
    long others = 0;
    for (int i = 0; i < n; i++) {
      others |= Mem.getLong(slots + 8L * i) ^ first;
    }
    noteUniform(a, n, first, others);
  }

  /**
   * The same for {@code n} records whose slot words were seen.
   *
   * @param first one of them
   * @param others the bits in which some differ from it
   */
  static void noteUniform(long a, int n, long first, long others) {
    if (n > 0
        && SlotWord.isSameShape(others)
        && SlotWord.kind(first) == SlotWord.PUT
        && !SlotWord.isRef(first)) {
      Mem.putShort(a + KEY_LENGTH, SlotWord.keyLength(first));
      Mem.putShort(a + VALUE_LENGTH, SlotWord.valueLength(first));
    }
  }

  /** Length of all base records' keys when they have the same lengths, else 0. */
  static int uniformKey(long a) {
    return Mem.getUnsignedShort(a + KEY_LENGTH);
  }

  /** The same, but 0 as well where some are holes. */
  static int uniformPuts(long a) {
    return holes(a) == 0 ? uniformKey(a) : 0;
  }

  /** Length of all base records' values, beside {@link #uniformKey}. */
  static int uniformValue(long a) {
    return Mem.getUnsignedShort(a + VALUE_LENGTH);
  }

  /** Bytes from one record to the next, beside {@link #uniformKey}. */
  static int stride(long a) {
    return Leaf.restLength(uniformKey(a), Leaf.prefixLength(a)) + uniformValue(a) + 7 & -8;
  }

  /** Offset of base record {@code i}, beside {@link #uniformKey}. */
  static int uniformOffset(long a, int i) {
    return Leaf.heapEnd(a) - (Leaf.baseCount(a) - i) * stride(a);
  }

  /**
   * The slot word of base record {@code i}; made up from the header, without flags, where all
   * records have the same lengths: that saves a lookup one cache miss.
   */
  public static long baseWord(long a, int i) {
    int keyLength = uniformKey(a);
    if (keyLength == 0) {
      return Leaf.baseSlot(a, i);
    }
    int kind = isHole(a, i) ? SlotWord.DELETE : SlotWord.PUT;
    return SlotWord.of(kind, 0, keyLength, uniformValue(a), uniformOffset(a, i));
  }

  /** Reads from the line where each base record begins: whoever compares some finds them near. */
  static long touchKeys(long a) {
    int n = Leaf.baseCount(a);
    long sum = 0;
    if (uniformKey(a) != 0) {
      int stride = stride(a);
      long at = a + uniformOffset(a, 0);
      for (int i = 0; i < n; i++, at += stride) {
        sum += Mem.touch(at);
      }
      return sum;
    }
    for (int i = 0; i < n; i++) {
      sum += Mem.touch(a + SlotWord.offset(Leaf.baseSlot(a, i)));
    }
    return sum;
  }

  /** Reads from the first lines of base record {@code i} and its last: they come meanwhile. */
  static long touchRecord(long a, int i) {
    long at;
    int bytes;
    if (uniformKey(a) != 0) {
      at = a + uniformOffset(a, i);
      bytes = stride(a);
    } else {
      long s = Leaf.baseSlot(a, i);
      at = a + SlotWord.offset(s);
      bytes =
          Leaf.restLength(SlotWord.keyLength(s), Leaf.prefixLength(a)) + SlotWord.valueLength(s);
    }
    return bytes == 0
        ? 0
        : Mem.getUnsignedByte(at)
            + Mem.getUnsignedByte(at + Math.min(64, bytes - 1))
            + Mem.getUnsignedByte(at + bytes - 1);
  }

  /** Reads what {@link #touch}, {@link #delete} and {@link #putBack} change. */
  static long touchBits(long a, int i) {
    return Mem.getLong(bits(a, i));
  }

  /** How many base records were deleted where they are and not put back. */
  public static int holes(long a) {
    return Mem.getUnsignedByte(a + HOLES);
  }

  /**
   * Whether one more may be. A quarter of them at most: further deletions are appended, so that the
   * page is rebuilt, gives memory back and is merged when it has become small.
   */
  public static boolean mayHaveHole(long a) {
    int n = holes(a);
    return n < MOST_HOLES && 4 * n < Leaf.baseCount(a);
  }

  /** Whether base record {@code i} was deleted where it is. */
  public static boolean isHole(long a, int i) {
    return holes(a) != 0 && (Mem.getLong(bits(a, i) + 8) >>> (i & 63) & 1) != 0;
  }

  /** Deletes base record {@code i}, a put, where it is; only under busy. */
  static void delete(long a, int i) {
    Mem.putByte(a + HOLES, holes(a) + 1);
    long at = bits(a, i) + 8;
    Mem.putLong(at, Mem.getLong(at) | 1L << (i & 63));
  }

  /** Makes a hole a put again, its value written before; only under busy. */
  static void putBack(long a, int i) {
    long at = bits(a, i) + 8;
    Mem.putLong(at, Mem.getLong(at) & ~(1L << (i & 63)));
    Mem.putByte(a + HOLES, holes(a) - 1);
  }

  /**
   * Whether base record {@code i} was overwritten in place since the block was built, or since
   * {@link DirtyRecords#takeBack} began anew.
   */
  public static boolean isTouched(long a, int i) {
    return (Mem.getLong(bits(a, i)) >>> (i & 63) & 1) != 0;
  }

  /** Marks base record {@code i} as overwritten; only under busy. */
  static void touch(long a, int i) {
    long at = bits(a, i);
    long w = Mem.getLong(at);
    long bit = 1L << (i & 63);
    if ((w & bit) == 0) {
      Mem.putLong(at, w | bit); // else the line stays shared
    }
  }

  /** Forgets which base records were overwritten; only under busy. */
  static void clearTouched(long a) {
    for (int i = 0; i < Leaf.baseCount(a); i += 64) {
      Mem.putLong(bits(a, i), 0);
    }
  }

  /** Address of the words with the bits of base record {@code i}: touched, then holes. */
  private static long bits(long a, int i) {
    return a + Leaf.touched(Leaf.baseCount(a), Leaf.tailSlots(a)) + 16L * (i >>> 6);
  }
}
