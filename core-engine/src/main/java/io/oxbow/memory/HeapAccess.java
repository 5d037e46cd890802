// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Block memory in byte arrays, with every access checked against the blocks that are allocated now:
 * use after free, access past a block and double frees throw at once. Serves the tests and, since
 * all shared words are array elements behind VarHandles, the model checkers.
 *
 * <p>Address: region index (16 bits) above a 32-bit offset. One shadow byte covers 64 bytes: 0
 * free, 1 first granule of a block, 2 a further granule.
 */
final class HeapAccess extends MemAccess {
  private static final int GRANULE_SHIFT = 6;
  private static final int MAX_REGIONS = 1 << 16;
  private static final VarHandle SHORTS = view(short[].class);
  private static final VarHandle INTS = view(int[].class);
  private static final VarHandle LONGS = view(long[].class);

  private final byte[][] regions = new byte[MAX_REGIONS][];
  private final byte[][] shadows = new byte[MAX_REGIONS][];
  private int next = 1;

  private static VarHandle view(Class<?> type) {
    return MethodHandles.byteArrayViewVarHandle(type, ByteOrder.LITTLE_ENDIAN);
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
    regions[r] = new byte[Math.toIntExact(bytes)];
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
    Arrays.fill(
        regions[(int) (address >>> 32)], (int) address, (int) (address + bytes), (byte) 0xA7);
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

  private byte[] check(long a, long bytes) {
    int r = (int) (a >>> 32);
    byte[] shadow = r < MAX_REGIONS && r > 0 ? shadows[r] : null;
    byte[] region = shadow == null ? null : regions[r];
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

  @Override
  byte getByte(long a) {
    return check(a, 1)[(int) a];
  }

  @Override
  void putByte(long a, byte v) {
    check(a, 1)[(int) a] = v;
  }

  @Override
  short getShort(long a) {
    return (short) SHORTS.get(check(a, 2), (int) a);
  }

  @Override
  void putShort(long a, short v) {
    SHORTS.set(check(a, 2), (int) a, v);
  }

  @Override
  int getInt(long a) {
    return (int) INTS.get(check(a, 4), (int) a);
  }

  @Override
  void putInt(long a, int v) {
    INTS.set(check(a, 4), (int) a, v);
  }

  @Override
  long getLong(long a) {
    return (long) LONGS.get(check(a, 8), (int) a);
  }

  @Override
  void putLong(long a, long v) {
    LONGS.set(check(a, 8), (int) a, v);
  }

  @Override
  long getLongVolatile(long a) {
    return (long) LONGS.getVolatile(check(a, 8), (int) a);
  }

  @Override
  void putLongRelease(long a, long v) {
    LONGS.setRelease(check(a, 8), (int) a, v);
  }

  @Override
  boolean casLong(long a, long expected, long v) {
    return LONGS.compareAndSet(check(a, 8), (int) a, expected, v);
  }

  @Override
  long getLink(long a) {
    return (long) LONGS.getVolatile(regions[(int) (a >>> 32)], (int) a);
  }

  @Override
  void putLink(long a, long v) {
    LONGS.setRelease(regions[(int) (a >>> 32)], (int) a, v);
  }

  @Override
  void copy(long from, long to, long bytes) {
    if (bytes > 0) {
      System.arraycopy(check(from, bytes), (int) from, check(to, bytes), (int) to, (int) bytes);
    }
  }

  @Override
  void copyOut(long from, byte[] to, int offset, int bytes) {
    if (bytes > 0) {
      System.arraycopy(check(from, bytes), (int) from, to, offset, bytes);
    }
  }

  @Override
  void copyIn(byte[] from, int offset, long to, int bytes) {
    if (bytes > 0) {
      System.arraycopy(from, offset, check(to, bytes), (int) to, bytes);
    }
  }

  @Override
  void zero(long a, long bytes) {
    if (bytes > 0) {
      Arrays.fill(check(a, bytes), (int) a, (int) (a + bytes), (byte) 0);
    }
  }
}
