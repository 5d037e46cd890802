// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.page;

import io.oxbow.memory.Mem;

/**
 * A bent line through the heads of an inner node, drawn when the node is built and kept in its
 * header: it says how many heads lie below one, give or take a few, so that a search reads one or
 * two cache lines where a binary search reads seven. Between the first head and the last there are
 * {@link #BENDS} stretches of equal width; where each ends, the line has its true height. Where
 * keys lie so unevenly that one stretch holds many of them, the search is binary. (Interpolation
 * search, Peterson 1957; from a guess outwards by doubling steps, Bentley and Yao 1976; a line in
 * pieces, as in learned indexes, Kraska et al. 2018.)
 *
 * <pre>
 *   8 head of separator 1 | 16 share of the node per step of (head - that) >> shift, 62 bits
 *  24 shift u8 | 26 1 if keys lie too unevenly u8
 * 127 i8 0, 128 i8 x 64: by how much the line is bent at the ends of its stretches
 * </pre>
 */
final class HeadLine {
  /** Bytes behind the header that leaves have, too. */
  static final int BYTES = 64;

  private static final int FIRST = 8;
  private static final int SHARE = 16;
  private static final int SHIFT = 24;
  private static final int UNEVEN = 26;
  private static final int BEND = Leaf.HEADER - 1;

  private static final int BENDS = 64;
  private static final int STEP_BITS = 30;
  private static final int WIDTH_BITS = 26; // of a stretch; the whole has 32

  /** More heads than this in one stretch cost more than a guess saves. */
  private static final int MANY = 32;

  private static final int WINDOW = 8; // a cache line of heads

  private static final HeadSearch HEADS = HeadSearches.near();

  private HeadLine() {}

  /** Draws the line through the heads of separators 1 to n - 1 of the node at {@code a}. */
  static void draw(long a) {
    int n = Inner.count(a);
    long first = n < 2 ? 0 : Inner.head(a, 1);
    long range = n < 2 ? 0 : Inner.head(a, n - 1) - first;
    int shift = Math.max(0, Long.SIZE - STEP_BITS - Long.numberOfLeadingZeros(range));
    Mem.putLong(a + FIRST, first);
    Mem.putLong(a + SHARE, (1L << 62) / ((range >>> shift) + 1));
    Mem.putByte(a + SHIFT, shift);
    boolean uneven = false;
    int i = 1;
    for (int k = 1; k <= BENDS; k++) {
      int start = i;
      for (; i < n && share(a, Inner.head(a, i)) < (long) k << WIDTH_BITS; i++) {}
      int bend = i - height(n, (long) k << WIDTH_BITS);
      uneven |= i - start > MANY || bend != (byte) bend;
      Mem.putByte(a + BEND + k, bend);
    }
    Mem.putByte(a + UNEVEN, uneven ? 1 : 0);
  }

  /** Which part of the way from the first head to the last this one has gone, of 2^32. */
  private static long share(long a, long head) {
    long steps = head - Mem.getLong(a + FIRST) >>> Mem.getUnsignedByte(a + SHIFT);
    return Math.min(steps, (1L << STEP_BITS) - 1) * Mem.getLong(a + SHARE) >>> STEP_BITS;
  }

  /** The straight line: how many separators, from 1, lie below, plus one. */
  private static int height(int n, long share) {
    return 2 + (int) (share * (n - 2) >>> 32);
  }

  /** A place in {@code [1, n]} near the first separator that is not below the head; n from 2. */
  static int guess(long a, int n, long head) {
    if (Long.compareUnsigned(head, Mem.getLong(a + FIRST)) <= 0) {
      return 1;
    }
    long share = Math.min(share(a, head), (1L << 32) - 1);
    long bends = a + BEND + (share >>> WIDTH_BITS);
    int from = (byte) Mem.getUnsignedByte(bends);
    int to = (byte) Mem.getUnsignedByte(bends + 1);
    int within = (int) (share >>> WIDTH_BITS - 8) & 255;
    return Math.max(1, Math.min(n, height(n, share) + from + ((to - from) * within >> 8)));
  }

  /** Index, from 1, of the node's first separator whose head is not below {@code head}. */
  static int firstNotBelow(long a, int n, long head) {
    return isBinary(a, n) ? binary(a, n, head) : near(a, n, head, guess(a, n, head));
  }

  /** The same, given what {@link #guess} said of the head. */
  static int firstNotBelow(long a, int n, long head, int guess) {
    return isBinary(a, n) ? binary(a, n, head) : near(a, n, head, guess);
  }

  private static boolean isBinary(long a, int n) {
    return n < 2 * WINDOW || Mem.getUnsignedByte(a + UNEVEN) != 0;
  }

  private static int binary(long a, int n, long head) {
    return 1 + HEADS.firstNotBelow(a + Inner.HEADER + 8, n - 1, head);
  }

  private static int near(long a, int n, long head, int guess) {
    long heads = a + Inner.HEADER;
    int lo = windowFrom(n, guess);
    int below = countBelow(heads, lo, head);
    if (below == 0 && lo > 1) {
      return before(heads, lo, head);
    }
    return below == WINDOW && lo + WINDOW < n ? behind(heads, lo + WINDOW, n, head) : lo + below;
  }

  /** The first of the heads that are looked at around a guess. */
  private static int windowFrom(int n, int guess) {
    return Math.max(1, Math.min(n - WINDOW, guess - WINDOW / 2));
  }

  /** Reads the first and the last of the heads that are looked at around a guess. */
  static long touch(long a, int guess) {
    int n = Inner.count(a);
    int lo = windowFrom(n, guess);
    return Inner.head(a, lo) + Inner.head(a, Math.min(lo + WINDOW, n) - 1);
  }

  /** Goes on to the left of {@code hi}, which is not below the head. */
  private static int before(long heads, int hi, long head) {
    int end = hi;
    int step = WINDOW;
    int lo = end - step;
    for (; lo > 1 && !isBelow(heads, lo, head); lo -= step) {
      end = lo;
      step <<= 1;
    }
    lo = Math.max(lo, 1);
    return lo + HEADS.firstNotBelow(heads + 8L * lo, end - lo, head);
  }

  /** Goes on to the right, from {@code from}; all before it are below the head. */
  private static int behind(long heads, int from, int n, long head) {
    int lo = from;
    int step = WINDOW;
    int end = lo + step;
    for (; end <= n && isBelow(heads, end - 1, head); end += step) {
      lo = end;
      step <<= 1;
    }
    end = Math.min(end, n);
    return lo + HEADS.firstNotBelow(heads + 8L * lo, end - lo, head);
  }

  private static boolean isBelow(long heads, int i, long head) {
    return Long.compareUnsigned(Mem.getLong(heads + 8L * i), head) < 0;
  }

  /** How many of the heads from {@code lo} on, a window, are below; loads do not wait for loads. */
  private static int countBelow(long heads, int lo, long head) {
    long count = 0;
    for (int i = 0; i < WINDOW; i++) {
      count += BranchlessSearch.below(Mem.getLong(heads + 8L * (lo + i)), head);
    }
    return (int) -count;
  }
}
