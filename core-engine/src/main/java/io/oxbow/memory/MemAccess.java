// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.memory;

/**
 * One way to reach block memory. An address is an opaque long below 2^48, a multiple of 64 at the
 * start of a block, that only its own backend resolves.
 */
abstract class MemAccess {
  /** The value of {@code oxbow.mem} that selects this backend. */
  abstract String name();

  abstract long reserve(long bytes);

  abstract void release(long address, long bytes);

  /** Whether memory that was reserved is the system's until it is written to. */
  boolean isTakenWhenWritten() {
    return false;
  }

  /** Makes the system provide the page at an address of memory that holds nothing yet. */
  void provide(long a) {
    putByte(a, (byte) 0);
  }

  /** A block was handed out: its bytes may be touched from now on. */
  abstract void allocated(long address, long bytes);

  /** A block was taken back: touching it is an error (the checked backend says so). */
  abstract void freed(long address, long bytes);

  abstract byte getByte(long a);

  abstract void putByte(long a, byte v);

  abstract short getShort(long a);

  abstract void putShort(long a, short v);

  abstract int getInt(long a);

  abstract void putInt(long a, int v);

  abstract long getLong(long a);

  abstract void putLong(long a, long v);

  abstract long getLongVolatile(long a);

  abstract void putLongRelease(long a, long v);

  abstract boolean casLong(long a, long expected, long v);

  /** The free list's link inside a free block, exempt from use-after-free checks. */
  abstract long getLink(long a);

  /** A read at an address that may be of a freed block. */
  long touch(long a) {
    return getLong(a);
  }

  abstract void putLink(long a, long v);

  abstract void copy(long from, long to, long bytes);

  abstract void copyOut(long from, byte[] to, int offset, int bytes);

  abstract void copyIn(byte[] from, int offset, long to, int bytes);

  abstract void zero(long a, long bytes);
}
