// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.concurrent;

import java.nio.ByteBuffer;

/**
 * A value that says who wrote it, as what number, under which key, and proves that it is whole: its
 * filling and its last eight bytes are a hash of the rest.
 */
record Stamp(int writer, long sequence, long key) {
  static final int BYTES = 28;

  private static long mix(long x) {
    long h = (x ^ x >>> 31) * 0x9E3779B97F4A7C15L;
    return (h ^ h >>> 29) * 0xBF58476D1CE4E5B9L;
  }

  private long hash() {
    return mix(writer + mix(sequence + mix(key)));
  }

  /** The value, {@code filling} bytes longer than need be. */
  byte[] bytes(int filling) {
    ByteBuffer to = ByteBuffer.allocate(BYTES + filling);
    to.putInt(writer).putLong(sequence).putLong(key);
    for (int i = 0; i < filling; i++) {
      to.put((byte) (hash() >>> (i & 7) * 8));
    }
    return to.putLong(hash()).array();
  }

  /** Reads a value; fails when it is torn or belongs to another key. */
  static Stamp of(byte[] bytes, int length, long key) {
    ByteBuffer from = ByteBuffer.wrap(bytes, 0, length);
    if (length < BYTES) {
      throw new AssertionError("key " + key + ": a value of " + length + " bytes");
    }
    Stamp stamp = new Stamp(from.getInt(), from.getLong(), from.getLong());
    if (stamp.key != key) {
      throw new AssertionError("key " + key + " has a value of key " + stamp.key);
    }
    long hash = stamp.hash();
    for (int i = 0; i < length - BYTES; i++) {
      if (from.get() != (byte) (hash >>> (i & 7) * 8)) {
        throw new AssertionError("torn value of key " + key + " at its byte " + i + ": " + stamp);
      }
    }
    if (from.getLong() != hash) {
      throw new AssertionError("torn value of key " + key + ": " + stamp);
    }
    return stamp;
  }
}
