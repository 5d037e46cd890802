// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.page;

import io.oxbow.memory.Mem;

/**
 * A straight line through the heads of an inner node, drawn when the node is built and kept in its
 * header: it guesses where a head lies, and a few steps from there find the place. Hashed and
 * evenly spread keys lie close to it, so that a search reads two or three cache lines where a
 * binary search reads seven; where keys do not lie evenly the error kept beside the line says so,
 * and the search is binary. (Interpolation search, Peterson 1957; from a guess outwards by doubling
 * steps, Bentley and Yao 1976.)
 *
 * <pre>
 *   8 head of separator 1 | 16 places per 2^32 steps of (head - that) >> shift
 *  24 shift u8 | 26 largest error of the guess at a separator, u16
 * </pre>
 */
final class HeadLine {
  private static final int FIRST = 8;
  private static final int SLOPE = 16;
  private static final int SHIFT = 24;
  private static final int ERROR = 26;

  /** Guesses farther off than this cost more than they save. */
  private static final int FAR = 64;

  private static final int LINE = 8; // heads to a cache line

  private static final HeadSearch HEADS = HeadSearches.near();

  private HeadLine() {}

  /** Draws the line through the heads of separators 1 to n - 1 of the node at {@code a}. */
  static void draw(long a) {
    int n = Inner.count(a);
    long first = n < 2 ? 0 : Inner.head(a, 1);
    long range = n < 2 ? 0 : Inner.head(a, n - 1) - first;
    int shift = Math.max(0, 33 - Long.numberOfLeadingZeros(range)); // what is left has 31 bits
    long slope = ((long) n - 2 << 32) / ((range >>> shift) + 1);
    Mem.putLong(a + FIRST, first);
    Mem.putLong(a + SLOPE, Math.max(0, slope));
    Mem.putLong(a + SHIFT, shift);
    int error = 0;
    for (int i = 1; i < n; i++) {
      error = Math.max(error, Math.abs(guess(a, n, Inner.head(a, i)) - i));
    }
    Mem.putShort(a + ERROR, error);
  }

  /** A place in {@code [1, n)} near the head's; n is the node's count and at least 2. */
  static int guess(long a, int n, long head) {
    long first = Mem.getLong(a + FIRST);
    if (Long.compareUnsigned(head, first) <= 0) {
      return 1;
    }
    long steps = head - first >>> Mem.getUnsignedByte(a + SHIFT);
    long slope = Mem.getLong(a + SLOPE);
    long places = steps > Integer.MAX_VALUE ? n : steps * slope >>> 32;
    return 1 + (int) Math.min(places, n - 2);
  }

  /** The largest error of a guess at a separator's head. */
  static int error(long a) {
    return Mem.getUnsignedShort(a + ERROR);
  }

  /** Index, from 1, of the node's first separator whose head is not below {@code head}. */
  static int firstNotBelow(long a, int n, long head) {
    long heads = a + Leaf.HEADER;
    if (n < 2 * LINE || error(a) > FAR) {
      return 1 + HEADS.firstNotBelow(heads + 8, n - 1, head);
    }
    int lo = guess(a, n, head);
    int hi;
    int step = LINE;
    if (isBelow(heads, lo, head)) {
      lo++;
      for (hi = lo + step; hi <= n && isBelow(heads, hi - 1, head); hi += step) {
        lo = hi;
        step <<= 1;
      }
      hi = Math.min(hi, n);
    } else {
      hi = lo;
      for (lo = hi - step; lo > 1 && !isBelow(heads, lo, head); lo -= step) {
        hi = lo;
        step <<= 1;
      }
      lo = Math.max(lo, 1);
    }
    return lo + countBelow(heads, lo, hi, head);
  }

  private static boolean isBelow(long heads, int i, long head) {
    return Long.compareUnsigned(Mem.getLong(heads + 8L * i), head) < 0;
  }

  /** How many of the heads {@code [lo, hi)} are below; their loads do not wait for each other. */
  private static int countBelow(long heads, int lo, int hi, long head) {
    if (hi - lo > 2 * LINE) {
      return HEADS.firstNotBelow(heads + 8L * lo, hi - lo, head);
    }
    long count = 0;
    for (int i = lo; i < hi; i++) {
      count += BranchlessSearch.below(Mem.getLong(heads + 8L * i), head);
    }
    return (int) -count;
  }
}
