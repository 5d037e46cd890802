// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.page;

/**
 * What the disk has of a leaf, in one word so that location and cleanness cannot disagree: 63
 * frozen | 62 base clean | 61-54 tail entries durable | 53-49 pieces in the chain | 43-0 location
 * of the newest piece, 0 = none. Invariant: the block's content is the chain's content overlaid
 * with the dirty base records (unless the base is clean) and the tail entries from the durable
 * count on.
 */
public final class DurableWord {
  public static final long FROZEN = 1L << 63;
  public static final long BASE_CLEAN = 1L << 62;

  /** Most pieces a chain may have. */
  public static final int MAX_PIECES = 30;

  /** More than one piece, but how many only the disk knows. */
  public static final int UNKNOWN_PIECES = 31;

  private static final long LOCATION = (1L << 44) - 1;

  private DurableWord() {}

  public static long of(boolean baseClean, int tailEntries, int pieces, long location) {
    return (baseClean ? BASE_CLEAN : 0) | (long) tailEntries << 54 | (long) pieces << 49 | location;
  }

  /** The word with another count of durable entries. */
  static long withTailEntries(long d, int n) {
    return d & ~(0xFFL << 54) | (long) n << 54;
  }

  public static boolean isFrozen(long d) {
    return d < 0;
  }

  public static boolean isBaseClean(long d) {
    return (d & BASE_CLEAN) != 0;
  }

  public static int tailEntries(long d) {
    return (int) (d >>> 54) & 0xFF;
  }

  public static int pieces(long d) {
    return (int) (d >>> 49) & 0x1F;
  }

  public static long location(long d) {
    return d & LOCATION;
  }
}
