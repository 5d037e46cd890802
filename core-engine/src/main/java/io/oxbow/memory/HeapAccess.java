// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Block memory in arrays of longs, with every access checked against the blocks that are allocated
 * now: use after free, access past a block and double frees throw at once. Serves the tests and,
 * since all shared words are array elements behind VarHandles, the model checkers. (Not arrays of
 * bytes: from JDK 22 on they have no atomic access to words.)
 *
 * <p>Address: region index (16 bits) above a 32-bit offset. One shadow byte covers 64 bytes: 0
 * free, 1 first granule of a block, 2 a further granule.
 */
final class HeapAccess extends MemAccess {
  private static final int GRANULE_SHIFT = 6;
  private static final int MAX_REGIONS = 1 << 16;
  private static final long GARBAGE = 0xA7A7A7A7A7A7A7A7L;
  private static final VarHandle WORDS = MethodHandles.arrayElementVarHandle(long[].class);
  private static final VarHandle LITTLE =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final long[][] regions = new long[MAX_REGIONS][];
  private final byte[][] shadows = new byte[MAX_REGIONS][];
  private int next = 1;

  @Override
  String name() {
    return "checked";
  }

  @Override
  synchronized long reserve(long bytes) {
    int r = next;
    for (int tries = 0; regions[r] != null; tries++) {
      if (tries == MAX_REGIONS) {
        throw new IllegalStateException("all " + MAX_REGIONS + " regions are in use");
      }
      r = r + 1 == MAX_REGIONS ? 1 : r + 1;
    }
    next = r + 1 == MAX_REGIONS ? 1 : r + 1;
    regions[r] = new long[Math.toIntExact(bytes + 7 >>> 3)];
    shadows[r] = new byte[(int) ((bytes + 63) >>> GRANULE_SHIFT)];
    return (long) r << 32;
  }

  @Override
  synchronized void release(long address, long bytes) {
    int r = (int) (address >>> 32);
    if (regions[r] == null || (int) address != 0) {
      throw new IllegalStateException("release of an unknown region " + Long.toHexString(address));
    }
    regions[r] = null;
    shadows[r] = null;
  }

  @Override
  void allocated(long address, long bytes) {
    byte[] shadow = shadows[(int) (address >>> 32)];
    int first = (int) address >>> GRANULE_SHIFT;
    int end = (int) ((address & 0xFFFFFFFFL) + bytes + 63 >>> GRANULE_SHIFT);
    for (int i = first; i < end; i++) {
      if (shadow[i] != 0) {
        throw new IllegalStateException("block handed out twice: " + Long.toHexString(address));
      }
      shadow[i] = (byte) (i == first ? 1 : 2);
    }
    // garbage, so that a reader of bytes nobody wrote is found out
    int word = (int) address >>> 3;
    Arrays.fill(regions[(int) (address >>> 32)], word, word + (int) (bytes >>> 3), GARBAGE);
  }

  @Override
  void freed(long address, long bytes) {
    byte[] shadow = shadows[(int) (address >>> 32)];
    int first = (int) address >>> GRANULE_SHIFT;
    int end = (int) ((address & 0xFFFFFFFFL) + bytes + 63 >>> GRANULE_SHIFT);
    if (shadow[first] != 1) {
      throw new IllegalStateException("free of a block that is not live: " + at(address));
    }
    Arrays.fill(shadow, first, end, (byte) 0);
  }

  private static String at(long a) {
    return "region " + (a >>> 32) + " offset " + (a & 0xFFFFFFFFL);
  }

  private long[] check(long a, long bytes) {
    int r = (int) (a >>> 32);
    byte[] shadow = r < MAX_REGIONS && r > 0 ? shadows[r] : null;
    long[] region = shadow == null ? null : regions[r];
    if (region == null) {
      throw new IllegalStateException("access to memory that was never reserved: " + at(a));
    }
    int first = (int) ((a & 0xFFFFFFFFL) >>> GRANULE_SHIFT);
    int last = (int) ((a & 0xFFFFFFFFL) + Math.max(bytes, 1) - 1 >>> GRANULE_SHIFT);
    if (last >= shadow.length || shadow[first] == 0) {
      throw new IllegalStateException("access to freed memory or past a region: " + at(a));
    }
    for (int i = first + 1; i <= last; i++) {
      if (shadow[i] != 2) {
        throw new IllegalStateException("access past the end of a block: " + at(a));
      }
    }
    return region;
  }

  /** Up to eight bytes from any offset on, in the low bits; what is above them is undefined. */
  private static long bits(long[] region, int at, int bytes) {
    int shift = (at & 7) << 3;
    long low = (long) WORDS.get(region, at >>> 3) >>> shift;
    return (at & 7) + bytes <= 8
        ? low
        : low | (long) WORDS.get(region, (at >>> 3) + 1) << 64 - shift;
  }

  /** Stores the low bytes of {@code v}; whoever stores to other bytes of the word loses nothing. */
  private static void store(long[] region, int at, int bytes, long v) {
    int inWord = at & 7;
    int first = Math.min(bytes, 8 - inWord);
    merge(region, at >>> 3, mask(first) << (inWord << 3), v << (inWord << 3));
    if (first < bytes) {
      merge(region, (at >>> 3) + 1, mask(bytes - first), v >>> (first << 3));
    }
  }

  private static long mask(int bytes) {
    return -1L >>> 64 - (bytes << 3);
  }

  private static void merge(long[] region, int i, long mask, long v) {
    if (mask == -1) {
      WORDS.set(region, i, v);
      return;
    }
    long old;
    do {
      old = (long) WORDS.getVolatile(region, i);
    } while (!WORDS.compareAndSet(region, i, old, old & ~mask | v & mask));
  }

  /** Eight bytes of a caller's array; apart, since the model checkers do not know such a handle. */
  private static long bytes(byte[] from, int offset) {
    return (long) LITTLE.get(from, offset);
  }

  private static void putBytes(byte[] to, int offset, long v) {
    LITTLE.set(to, offset, v);
  }

  private static int word(long a) {
    if ((a & 7) != 0) {
      throw new IllegalStateException("shared word at an odd address: " + at(a));
    }
    return (int) a >>> 3;
  }

  @Override
  byte getByte(long a) {
    return (byte) bits(check(a, 1), (int) a, 1);
  }

  @Override
  void putByte(long a, byte v) {
    store(check(a, 1), (int) a, 1, v);
  }

  @Override
  short getShort(long a) {
    return (short) bits(check(a, 2), (int) a, 2);
  }

  @Override
  void putShort(long a, short v) {
    store(check(a, 2), (int) a, 2, v);
  }

  @Override
  int getInt(long a) {
    return (int) bits(check(a, 4), (int) a, 4);
  }

  @Override
  void putInt(long a, int v) {
    store(check(a, 4), (int) a, 4, v);
  }

  @Override
  long getLong(long a) {
    return bits(check(a, 8), (int) a, 8);
  }

  @Override
  void putLong(long a, long v) {
    store(check(a, 8), (int) a, 8, v);
  }

  @Override
  long getLongVolatile(long a) {
    return (long) WORDS.getVolatile(check(a, 8), word(a));
  }

  @Override
  void putLongRelease(long a, long v) {
    WORDS.setRelease(check(a, 8), word(a), v);
  }

  @Override
  boolean casLong(long a, long expected, long v) {
    return WORDS.compareAndSet(check(a, 8), word(a), expected, v);
  }

  @Override
  long getLink(long a) {
    return (long) WORDS.getVolatile(regions[(int) (a >>> 32)], word(a));
  }

  @Override
  void provide(long a) {
    // the heap's already
  }

  @Override
  long touch(long a) {
    return getLink(a); // not checked
  }

  @Override
  void putLink(long a, long v) {
    WORDS.setRelease(regions[(int) (a >>> 32)], word(a), v);
  }

  @Override
  void copy(long from, long to, long bytes) {
    byte[] between = new byte[Math.toIntExact(bytes)]; // the two may overlap
    copyOut(from, between, 0, between.length);
    copyIn(between, 0, to, between.length);
  }

  @Override
  void copyOut(long from, byte[] to, int offset, int bytes) {
    if (bytes <= 0) {
      return;
    }
    long[] region = check(from, bytes);
    int at = (int) from;
    int i = 0;
    for (; i + 8 <= bytes; i += 8) {
      putBytes(to, offset + i, bits(region, at + i, 8));
    }
    for (; i < bytes; i++) {
      to[offset + i] = (byte) bits(region, at + i, 1);
    }
  }

  @Override
  void copyIn(byte[] from, int offset, long to, int bytes) {
    if (bytes <= 0) {
      return;
    }
    long[] region = check(to, bytes);
    int at = (int) to;
    int i = 0;
    for (; i + 8 <= bytes; i += 8) {
      store(region, at + i, 8, bytes(from, offset + i));
    }
    for (; i < bytes; i++) {
      store(region, at + i, 1, from[offset + i]);
    }
  }

  @Override
  void zero(long a, long bytes) {
    if (bytes <= 0) {
      return;
    }
    long[] region = check(a, bytes);
    int at = (int) a;
    int end = at + (int) bytes;
    for (; at < end && (at & 7) != 0; at++) {
      store(region, at, 1, 0);
    }
    if (at < end) {
      Arrays.fill(region, at >>> 3, end >>> 3, 0);
      for (at = end & -8; at < end; at++) {
        store(region, at, 1, 0);
      }
    }
  }
}
