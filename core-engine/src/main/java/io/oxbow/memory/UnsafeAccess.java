// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.memory;

import java.lang.reflect.Field;
import sun.misc.Unsafe;

/** Raw addresses through {@code sun.misc.Unsafe}: the fast backend of JDK 17 to 21. */
final class UnsafeAccess extends MemAccess {
  private static final Unsafe U = unsafe();
  private static final long BYTES = Unsafe.ARRAY_BYTE_BASE_OFFSET;
  private static final int ALIGN = 64;

  /** Bytes up to which words are zeroed: the JVM's own way leaves compiled code. */
  private static final int SHORT_ZERO = 512;

  /**
   * Bytes up to which words are copied out: with AVX-512 the JVM's own way ends in a masked load of
   * 32 bytes, which waits for a line behind the record that nobody asked for.
   */
  private static final int SHORT_COPY = 256;

  private static Unsafe unsafe() {
    try {
      Field f = Unsafe.class.getDeclaredField("theUnsafe");
      f.setAccessible(true);
      return (Unsafe) f.get(null);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  @Override
  String name() {
    return "unsafe";
  }

  @Override
  boolean isTakenWhenWritten() {
    return true;
  }

  @Override
  long reserve(long bytes) {
    long raw = U.allocateMemory(bytes + ALIGN);
    long address = (raw + ALIGN) & -ALIGN; // at least 8 bytes behind raw: malloc aligns to 16
    U.putLong(address - 8, raw);
    return address;
  }

  @Override
  void release(long address, long bytes) {
    U.freeMemory(U.getLong(address - 8));
  }

  @Override
  void allocated(long address, long bytes) {}

  @Override
  void freed(long address, long bytes) {}

  @Override
  byte getByte(long a) {
    return U.getByte(a);
  }

  @Override
  void putByte(long a, byte v) {
    U.putByte(a, v);
  }

  @Override
  short getShort(long a) {
    return U.getShort(a);
  }

  @Override
  void putShort(long a, short v) {
    U.putShort(a, v);
  }

  @Override
  int getInt(long a) {
    return U.getInt(a);
  }

  @Override
  void putInt(long a, int v) {
    U.putInt(a, v);
  }

  @Override
  long getLong(long a) {
    return U.getLong(a);
  }

  @Override
  void putLong(long a, long v) {
    U.putLong(a, v);
  }

  @Override
  long getLongVolatile(long a) {
    return U.getLongVolatile(null, a);
  }

  @Override
  void putLongRelease(long a, long v) {
    U.putOrderedLong(null, a, v);
  }

  @Override
  boolean casLong(long a, long expected, long v) {
    return U.compareAndSwapLong(null, a, expected, v);
  }

  @Override
  long getLink(long a) {
    return U.getLongVolatile(null, a);
  }

  @Override
  void putLink(long a, long v) {
    U.putOrderedLong(null, a, v);
  }

  @Override
  void copy(long from, long to, long bytes) {
    U.copyMemory(from, to, bytes);
  }

  @Override
  void copyOut(long from, byte[] to, int offset, int bytes) {
    long into = BYTES + offset;
    if (bytes > SHORT_COPY) {
      U.copyMemory(null, from, to, into, bytes);
    } else if (bytes >= 8) {
      for (int i = 0; i + 8 < bytes; i += 8) {
        U.putLong(to, into + i, U.getLong(from + i));
      }
      U.putLong(to, into + bytes - 8, U.getLong(from + bytes - 8)); // overlaps the word before
    } else {
      for (int i = 0; i < bytes; i++) {
        U.putByte(to, into + i, U.getByte(from + i));
      }
    }
  }

  @Override
  void copyIn(byte[] from, int offset, long to, int bytes) {
    U.copyMemory(from, BYTES + offset, null, to, bytes);
  }

  @Override
  void zero(long a, long bytes) {
    if (bytes > SHORT_ZERO || bytes < 8) {
      U.setMemory(a, bytes, (byte) 0);
      return;
    }
    for (long i = 0; i + 8 < bytes; i += 8) {
      U.putLong(a + i, 0);
    }
    U.putLong(a + bytes - 8, 0); // overlaps the word before
  }
}
