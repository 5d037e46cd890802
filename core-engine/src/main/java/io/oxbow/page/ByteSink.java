// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.page;

import java.util.Arrays;

/** A growing little-endian byte array. */
public final class ByteSink {
  private static final int MAX_KEPT = 1 << 18;

  private byte[] bytes;
  private int size;

  public ByteSink(int capacity) {
    bytes = new byte[capacity];
  }

  private int room(int n) {
    if (n > bytes.length - size) {
      bytes = Arrays.copyOf(bytes, (int) Math.min(1 << 30, Math.max(bytes.length * 2L, size + n)));
    }
    int at = size;
    size += n;
    return at;
  }

  void putByte(int v) {
    int at = room(1);
    bytes[at] = (byte) v;
  }

  void putInt(int v) {
    setInt(room(4), v);
  }

  void setInt(int at, int v) {
    for (int i = 0; i < 4; i++) {
      bytes[at + i] = (byte) (v >>> 8 * i);
    }
  }

  void putLong(long v) {
    putInt((int) v);
    putInt((int) (v >>> 32));
  }

  void putVarint(int v) {
    int rest = v;
    for (; rest > 0x7F; rest >>>= 7) {
      putByte(rest | 0x80);
    }
    putByte(rest);
  }

  void put(byte[] from, int offset, int length) {
    int at = room(length);
    System.arraycopy(from, offset, bytes, at, length);
  }

  /** An array with room for {@code n} bytes in all, whoever fills it says {@link #filled}. */
  byte[] fill(int n) {
    clear();
    room(n);
    return bytes;
  }

  /** What {@link #fill} gave holds {@code n} bytes. */
  void filled(int n) {
    size = n;
  }

  /** Empties it; an array that has grown large is let go of. */
  void clear() {
    size = 0;
    if (bytes.length > MAX_KEPT) {
      bytes = new byte[MAX_KEPT];
    }
  }

  /** What was put, in {@code [0, size())}. */
  public byte[] array() {
    return bytes;
  }

  public int size() {
    return size;
  }
}
