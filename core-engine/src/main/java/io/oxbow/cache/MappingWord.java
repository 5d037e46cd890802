// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.cache;

import io.oxbow.memory.Arena;

/**
 * One word per PID says where the page is. Bits 63-62: 00 free, 01 hot, 10 cold, 11 redirect.
 *
 * <pre>
 * hot       61-56 size class | 43-0 address / 16
 * cold      61-52 stored length / 256 | 51 more than one piece | 43-0 location in the log
 * redirect  61-40 attempt: low bits of the absorbing block's birth | 39-0 PID of the absorber
 * </pre>
 */
public final class MappingWord {
  public static final long FREE = 0;

  private static final long HOT = 1L << 62;
  private static final long COLD = 2L << 62;
  private static final long REDIRECT = 3L << 62;
  private static final long STATE = 3L << 62;
  private static final long LOW_44 = (1L << 44) - 1;
  private static final long LOW_40 = (1L << 40) - 1;
  private static final long ATTEMPT = (1L << 22) - 1;
  private static final long MULTIPLE = 1L << 51;

  private MappingWord() {}

  public static boolean isHot(long w) {
    return (w & STATE) == HOT;
  }

  public static boolean isCold(long w) {
    return (w & STATE) == COLD;
  }

  public static boolean isRedirect(long w) {
    return (w & STATE) == REDIRECT;
  }

  public static long hot(long ref) {
    return HOT | (long) Arena.sizeClass(ref) << 56 | Arena.address(ref) >>> 4;
  }

  /** Reference of a hot page's block. */
  public static long ref(long w) {
    return (w & LOW_44) << 4 | w >>> 56 & 63;
  }

  /** Address of a hot page's block. */
  public static long address(long w) {
    return (w & LOW_44) << 4;
  }

  /** A cold page whose newest piece is at {@code location}. */
  public static long cold(long location, int storedBytes, boolean multiple) {
    long length = Math.min(1023, (storedBytes + 255) >>> 8);
    return COLD | length << 52 | (multiple ? MULTIPLE : 0) | location;
  }

  public static long location(long w) {
    return w & LOW_44;
  }

  public static boolean isMultiple(long w) {
    return (w & MULTIPLE) != 0;
  }

  /** A page that the block born {@code birth} at {@code pid} has absorbed. */
  public static long redirect(long pid, long birth) {
    return REDIRECT | (birth & ATTEMPT) << 40 | pid;
  }

  public static long target(long w) {
    return w & LOW_40;
  }
}
