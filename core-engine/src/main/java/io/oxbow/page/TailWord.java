// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.page;

/**
 * The word of a leaf that writers and sealers meet on: 63 sealed | 62 busy | 61-32 sequence of
 * overwrites | 31-18 slots reserved | 17-0 bytes used from the end of the block. Final once sealed.
 */
public final class TailWord {
  public static final long SEALED = 1L << 63;
  public static final long BUSY = 1L << 62;

  /** Most slots a tail may have. */
  public static final int MAX_SLOTS = 255;

  /** Most bytes a tail may use. */
  public static final int MAX_BYTES = (1 << 18) - 8;

  private static final long SEQUENCE = ((1L << 30) - 1) << 32;

  private TailWord() {}

  public static boolean isSealed(long t) {
    return t < 0;
  }

  public static boolean isBusy(long t) {
    return (t & BUSY) != 0;
  }

  public static int count(long t) {
    return (int) (t >>> 18) & 0x3FFF;
  }

  public static int used(long t) {
    return (int) t & 0x3FFFF;
  }

  /** The word after one more slot of {@code bytes} bytes. */
  public static long reserve(long t, int bytes) {
    return t + (1L << 18) + bytes;
  }

  /** The word that ends an overwrite: not busy, next sequence. */
  public static long release(long t) {
    return (t & ~(BUSY | SEQUENCE)) | ((t + (1L << 32)) & SEQUENCE);
  }

  /** Whether one word comes from the other by overwrites in place alone; neither sealed or busy. */
  public static boolean isOverwritten(long before, long after) {
    return ((before ^ after) & ~SEQUENCE) == 0 && (after & (SEALED | BUSY)) == 0;
  }

  /** Whether two words differ in sequence or the later is busy: a read between them may be torn. */
  public static boolean changed(long before, long after) {
    return ((before ^ after) & SEQUENCE) != 0 || isBusy(after);
  }
}
