// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Block memory in {@code java.lang.foreign} segments: the backend of JDK 22 and later. No method in
 * use is restricted, so the JVM has nothing to warn of.
 *
 * <p>Address: slot of the segment table (16 bits) above a 23-bit offset, so resolving it is one
 * shift and one array load. What lies outside a segment throws {@link IndexOutOfBoundsException},
 * what was released throws {@link NullPointerException}.
 */
final class ForeignAccess extends MemAccess {
  private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
  private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
  private static final VarHandle BYTES = exact(BYTE);
  private static final VarHandle SHORTS = exact(ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ORDER));
  private static final VarHandle INTS = exact(ValueLayout.JAVA_INT_UNALIGNED.withOrder(ORDER));
  private static final VarHandle LONGS = exact(ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ORDER));
  // shared words: volatile, release and compare-and-set take aligned addresses only
  private static final VarHandle WORDS = exact(ValueLayout.JAVA_LONG.withOrder(ORDER));

  private static final VarHandle HEAP_LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ORDER).withInvokeExactBehavior();

  /** Bytes up to which words are copied out: fewer than a call to copy costs. */
  private static final int SHORT_COPY = 48;

  /** By {@link Backends}, through reflection: the class is there on 22 and later only. */
  ForeignAccess() {}

  private static VarHandle exact(ValueLayout layout) {
    return layout.varHandle().withInvokeExactBehavior();
  }

  private static MemorySegment at(long a) {
    return ForeignSegments.segment(a);
  }

  private static long offset(long a) {
    return a & ForeignSegments.OFFSET;
  }

  @Override
  String name() {
    return "foreign";
  }

  @Override
  long reserve(long bytes) {
    return ForeignSegments.TABLE.reserve(bytes);
  }

  @Override
  void release(long address, long bytes) {
    ForeignSegments.TABLE.release(address);
  }

  @Override
  void allocated(long address, long bytes) {}

  @Override
  void freed(long address, long bytes) {}

  @Override
  byte getByte(long a) {
    return (byte) BYTES.get(at(a), offset(a));
  }

  @Override
  void putByte(long a, byte v) {
    BYTES.set(at(a), offset(a), v);
  }

  @Override
  short getShort(long a) {
    return (short) SHORTS.get(at(a), offset(a));
  }

  @Override
  void putShort(long a, short v) {
    SHORTS.set(at(a), offset(a), v);
  }

  @Override
  int getInt(long a) {
    return (int) INTS.get(at(a), offset(a));
  }

  @Override
  void putInt(long a, int v) {
    INTS.set(at(a), offset(a), v);
  }

  @Override
  long getLong(long a) {
    return (long) LONGS.get(at(a), offset(a));
  }

  @Override
  void putLong(long a, long v) {
    LONGS.set(at(a), offset(a), v);
  }

  @Override
  long getLongVolatile(long a) {
    return (long) WORDS.getVolatile(at(a), offset(a));
  }

  @Override
  void putLongRelease(long a, long v) {
    WORDS.setRelease(at(a), offset(a), v);
  }

  @Override
  boolean casLong(long a, long expected, long v) {
    return WORDS.compareAndSet(at(a), offset(a), expected, v);
  }

  @Override
  long getLink(long a) {
    return getLongVolatile(a);
  }

  @Override
  void putLink(long a, long v) {
    putLongRelease(a, v);
  }

  @Override
  void copy(long from, long to, long bytes) {
    if (bytes > 0) {
      MemorySegment.copy(at(from), offset(from), at(to), offset(to), bytes);
    }
  }

  @Override
  void copyOut(long from, byte[] to, int offset, int bytes) {
    if (bytes > SHORT_COPY) {
      MemorySegment.copy(at(from), BYTE, offset(from), to, offset, bytes);
    } else if (bytes >= 8) {
      for (int i = 0; i + 8 < bytes; i += 8) {
        HEAP_LONGS.set(to, offset + i, getLong(from + i));
      }
      HEAP_LONGS.set(to, offset + bytes - 8, getLong(from + bytes - 8)); // overlaps
    } else {
      for (int i = 0; i < bytes; i++) {
        to[offset + i] = getByte(from + i);
      }
    }
  }

  @Override
  void copyIn(byte[] from, int offset, long to, int bytes) {
    if (bytes > 0) {
      MemorySegment.copy(from, offset, at(to), BYTE, offset(to), bytes);
    }
  }

  @Override
  void zero(long a, long bytes) {
    if (bytes > 0) {
      at(a).asSlice(offset(a), bytes).fill((byte) 0);
    }
  }
}
