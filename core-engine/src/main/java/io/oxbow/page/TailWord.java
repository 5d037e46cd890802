// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.page;

/**
 * The word of a leaf that writers and sealers meet on: 63 sealed | 62 busy | 61-32 sequence of
 * overwrites | 31-23 number of the record that was overwritten last, 0 is none | 22-15 slots
 * reserved | 14-0 words of 8 bytes used from the end of the block. Final once sealed.
 */
public final class TailWord {
  public static final long SEALED = 1L << 63;
  public static final long BUSY = 1L << 62;

  /** Most slots a tail may have. */
  public static final int MAX_SLOTS = 255;

  /** Most bytes a tail may use. */
  public static final int MAX_BYTES = (1 << 18) - 8;

  private static final long SEQUENCE = ((1L << 30) - 1) << 32;
  private static final long RECORD = ((1L << 9) - 1) << 23;

  private TailWord() {}

  /** The word of a new block with so many slots, which use so many bytes. */
  static long of(int count, int bytes) {
    return (long) count << 15 | bytes >>> 3;
  }

  public static boolean isSealed(long t) {
    return t < 0;
  }

  public static boolean isBusy(long t) {
    return (t & BUSY) != 0;
  }

  public static int count(long t) {
    return (int) (t >>> 15) & 0xFF;
  }

  public static int used(long t) {
    return ((int) t & 0x7FFF) << 3;
  }

  /** The word after one more slot of {@code bytes} bytes, a multiple of 8. */
  public static long reserve(long t, int bytes) {
    return t + of(1, bytes);
  }

  /** The number of a record of the base; 0, so none, of those that 9 bits do not count. */
  static int numberInBase(int index) {
    return index < MAX_SLOTS ? index + 1 : 0;
  }

  /** The number of an entry of the tail. */
  static int numberInTail(int index) {
    return 1 + MAX_SLOTS + index;
  }

  /**
   * The word that ends what busy was taken for: not busy, next sequence.
   *
   * @param record number of the record that was overwritten, 0 if none was or it has none
   */
  public static long release(long t, int record) {
    return (t & ~(BUSY | SEQUENCE | RECORD)) | ((t + (1L << 32)) & SEQUENCE) | (long) record << 23;
  }

  /** Whether the record of this number, if it has one, was the last to be overwritten. */
  public static boolean isOfRecord(long t, int record) {
    return record != 0 && ((int) (t >>> 23) & 0x1FF) == record;
  }

  /** Whether one word comes from the other by overwrites in place alone; neither sealed or busy. */
  public static boolean isOverwritten(long before, long after) {
    return ((before ^ after) & ~(SEQUENCE | RECORD)) == 0 && (after & (SEALED | BUSY)) == 0;
  }

  /** Whether the record of this number was overwritten between the words, the later not busy. */
  public static boolean isOverwritten(long before, long after, int record) {
    return isOfRecord(after, record) && changed(before, after);
  }

  /** Whether two words differ in sequence or the later is busy: a read between them may be torn. */
  public static boolean changed(long before, long after) {
    return ((before ^ after) & SEQUENCE) != 0 || isBusy(after);
  }
}
