// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow;

import io.oxbow.tree.BwTree;
import java.util.Arrays;

/**
 * A reusable, growing byte buffer into which a read copies one key or value. Not thread-safe. The
 * bytes are valid until the next read into the same buffer.
 */
public final class RecordBuffer {
  private BwTree.Target target;
  private byte[] array;
  private int length;

  /** A buffer that starts at 128 bytes. */
  public RecordBuffer() {
    this(128);
  }

  /** A buffer that starts at {@code capacity} bytes. */
  public RecordBuffer(int capacity) {
    array = new byte[capacity];
  }

  /** The backing array; content is in {@code [0, length())}. Changes when the buffer grows. */
  public byte[] array() {
    return array;
  }

  /** Bytes of content. */
  public int length() {
    return length;
  }

  /** A copy of the content. */
  public byte[] toBytes() {
    return Arrays.copyOf(array, length);
  }

  /** Sets the content's length, growing the array (its old content is then lost) if needed. */
  public byte[] resize(int newLength) {
    if (newLength > array.length) {
      long grown = Math.max(newLength, array.length * 2L);
      array = new byte[(int) Math.min(Integer.MAX_VALUE - 8, grown)];
    }
    length = newLength;
    return array;
  }

  BwTree.Target target() {
    if (target == null) {
      target = this::resize;
    }
    return target;
  }

  /** Replaces the content by a copy of {@code source[offset, offset + count)}. */
  public void set(byte[] source, int offset, int count) {
    System.arraycopy(source, offset, resize(count), 0, count);
  }
}
