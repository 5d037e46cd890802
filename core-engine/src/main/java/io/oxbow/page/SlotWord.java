// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.page;

/**
 * Where a record is and what it is: 63-60 kind | 59-56 flags | 55-40 key length | 39-24 value
 * length | 23-8 offset / 8 | 7-0 tag. Kind 0 is no record: the word is then {@link #RESERVED} or
 * {@link #DEAD}.
 */
public final class SlotWord {
  /** A tail slot whose writer has not published. */
  public static final long RESERVED = 0;

  /** A tail slot that will never be published. */
  public static final long DEAD = 1;

  public static final int PUT = 1;
  public static final int DELETE = 2;
  public static final int APPEND = 3;

  /** The chain on disk does not say so yet (base records). */
  public static final int DIRTY = 1;

  /** The chain on disk holds nothing of this key (base records). */
  public static final int BORN = 2;

  /** The value is a descriptor of separated value nodes, see {@link ValueNodes}. */
  public static final int REF = 4;

  private SlotWord() {}

  public static long of(int kind, int flags, int keyLength, int valueLength, int offset) {
    return (long) kind << 60
        | (long) flags << 56
        | (long) keyLength << 40
        | (long) valueLength << 24
        | (long) (offset >>> 3) << 8;
  }

  /** The word of a record of the same shape that lies {@code bytes} behind, a multiple of 8. */
  static long movedBy(long w, int bytes) {
    return w + ((long) bytes << 5);
  }

  public static boolean isPublished(long w) {
    return w >>> 60 != 0;
  }

  public static int kind(long w) {
    return (int) (w >>> 60);
  }

  static long withKind(long w, int kind) {
    return w & -1L >>> 4 | (long) kind << 60;
  }

  public static int flags(long w) {
    return (int) (w >>> 56) & 15;
  }

  public static boolean isRef(long w) {
    return (w & (long) REF << 56) != 0;
  }

  public static int keyLength(long w) {
    return (int) (w >>> 40) & 0xFFFF;
  }

  public static int valueLength(long w) {
    return (int) (w >>> 24) & 0xFFFF;
  }

  /** Whether words that differ by these bits have the same kind, lengths and {@link #REF}. */
  static boolean isSameShape(long difference) {
    return (difference & (0xF0L << 56 | (long) REF << 56 | 0xFFFF_FFFFL << 24)) == 0;
  }

  public static int offset(long w) {
    return ((int) (w >>> 8) & 0xFFFF) << 3;
  }
}
