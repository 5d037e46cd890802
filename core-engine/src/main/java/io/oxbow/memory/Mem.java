// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The one door to block memory. The backend is chosen once: {@code foreign} where the JDK and the
 * jar have it, else {@code unsafe}; or the one the system property {@code oxbow.mem} names, which
 * may also be {@code checked}. Being a static final of one class, every call inlines. All values
 * are little-endian but key heads, which are stored as numbers whose order is the keys' order.
 *
 * <p>Ordering: the plain forms are plain; {@code Volatile} loads are at least acquire; {@code
 * Release} stores are ordered after everything before them; a CAS is a volatile read and write, and
 * no fence for plain stores behind it.
 */
public final class Mem {
  private static final MemAccess ACCESS =
      Backends.choose(System.getProperty("oxbow.mem"), Runtime.version().feature());
  private static final VarHandle BIG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LITTLE =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LITTLE_INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private Mem() {}

  /** What block memory is reached through: unsafe, foreign or checked. */
  public static String backend() {
    return ACCESS.name();
  }

  static long reserve(long bytes) {
    return ACCESS.reserve(bytes);
  }

  static void release(long address, long bytes) {
    ACCESS.release(address, bytes);
  }

  /** Whether memory that was reserved is the system's until it is written to. */
  static boolean isTakenWhenWritten() {
    return ACCESS.isTakenWhenWritten();
  }

  /** Writes to memory just reserved that holds nothing yet: the system then has to provide it. */
  static void provide(long address) {
    ACCESS.provide(address);
  }

  static void allocated(long address, long bytes) {
    ACCESS.allocated(address, bytes);
  }

  static void freed(long address, long bytes) {
    ACCESS.freed(address, bytes);
  }

  static long getLink(long a) {
    return ACCESS.getLink(a);
  }

  static void putLink(long a, long v) {
    ACCESS.putLink(a, v);
  }

  /**
   * Reads a word whose value means nothing, so that its line is on its way. The block there may
   * have been freed: an arena keeps its memory until it is closed, and 64 bytes behind it.
   *
   * @return the word, to be stored somewhere: else the compiler leaves the read out
   */
  public static long touch(long a) {
    return ACCESS.touch(a);
  }

  public static int getUnsignedByte(long a) {
    return ACCESS.getByte(a) & 0xFF;
  }

  public static void putByte(long a, int v) {
    ACCESS.putByte(a, (byte) v);
  }

  public static int getUnsignedShort(long a) {
    return ACCESS.getShort(a) & 0xFFFF;
  }

  public static void putShort(long a, int v) {
    ACCESS.putShort(a, (short) v);
  }

  public static int getInt(long a) {
    return ACCESS.getInt(a);
  }

  public static void putInt(long a, int v) {
    ACCESS.putInt(a, v);
  }

  public static long getLong(long a) {
    return ACCESS.getLong(a);
  }

  public static void putLong(long a, long v) {
    ACCESS.putLong(a, v);
  }

  public static long getLongVolatile(long a) {
    return ACCESS.getLongVolatile(a);
  }

  public static void putLongRelease(long a, long v) {
    ACCESS.putLongRelease(a, v);
  }

  public static boolean casLong(long a, long expected, long v) {
    return ACCESS.casLong(a, expected, v);
  }

  public static void copy(long from, long to, long bytes) {
    ACCESS.copy(from, to, bytes);
  }

  public static void copyOut(long from, byte[] to, int offset, int bytes) {
    ACCESS.copyOut(from, to, offset, bytes);
  }

  public static void copyIn(byte[] from, int offset, long to, int bytes) {
    ACCESS.copyIn(from, offset, to, bytes);
  }

  public static void zero(long a, long bytes) {
    ACCESS.zero(a, bytes);
  }

  /** Unsigned lexicographic comparison of block memory with an array. */
  public static int compare(long a, int aLength, byte[] b, int bOffset, int bLength) {
    int common = Math.min(aLength, bLength);
    int i = 0;
    for (; i + 8 <= common; i += 8) {
      long x = getLong(a + i);
      long y = (long) LITTLE.get(b, bOffset + i);
      if (x != y) {
        return Long.compareUnsigned(Long.reverseBytes(x), Long.reverseBytes(y));
      }
    }
    if (i + 4 <= common) {
      int x = getInt(a + i);
      int y = (int) LITTLE_INT.get(b, bOffset + i);
      if (x != y) {
        return Integer.compareUnsigned(Integer.reverseBytes(x), Integer.reverseBytes(y));
      }
      i += 4;
    }
    for (; i < common; i++) {
      int d = getUnsignedByte(a + i) - (b[bOffset + i] & 0xFF);
      if (d != 0) {
        return d;
      }
    }
    return aLength - bLength;
  }

  /** Unsigned lexicographic comparison of two stretches of block memory. */
  public static int compare(long a, int aLength, long b, int bLength) {
    int common = Math.min(aLength, bLength);
    int i = 0;
    for (; i + 8 <= common; i += 8) {
      long x = getLong(a + i);
      long y = getLong(b + i);
      if (x != y) {
        return Long.compareUnsigned(Long.reverseBytes(x), Long.reverseBytes(y));
      }
    }
    if (i + 4 <= common) {
      int x = getInt(a + i);
      int y = getInt(b + i);
      if (x != y) {
        return Integer.compareUnsigned(Integer.reverseBytes(x), Integer.reverseBytes(y));
      }
      i += 4;
    }
    for (; i < common; i++) {
      int d = getUnsignedByte(a + i) - getUnsignedByte(b + i);
      if (d != 0) {
        return d;
      }
    }
    return aLength - bLength;
  }

  /** Eight bytes of {@code b} as a big-endian number; the caller has checked the bounds. */
  public static long bigEndian(byte[] b, int offset) {
    return (long) BIG.get(b, offset);
  }

  /** Eight bytes of {@code b} as a little-endian number; the caller has checked the bounds. */
  public static long littleEndian(byte[] b, int offset) {
    return (long) LITTLE.get(b, offset);
  }
}
