// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.page;

import io.oxbow.memory.Mem;

/**
 * Where in a leaf a lookup will first compare a key, told by its tag alone: for reads that go side
 * by side, each of which asks for the lines of its record before any of them waits for its own. A
 * guess is {@code ~i} for slot {@code i} of the tail, {@code i} for base record {@code i}, or the
 * number of base records where there is no such tag. One in six is another key's record: then the
 * lookup goes on from there.
 *
 * <p>A lookup from a guess does not see what the tail got since, so it says what was newest at some
 * time between guess and lookup: what it finds was newest at the guess, and a newest record alone
 * is changed where it is.
 */
public final class LeafGuess {
  private LeafGuess() {}

  /**
   * The newest slot of the tail whose tag this is or is not known yet, else the first base record
   * with it.
   *
   * @param tail the block's tail word, read by the caller with acquire
   */
  public static int of(long a, long tail, int tag) {
    long tags = Leaf.tailTagAddress(a, 0);
    for (int hi = TailWord.count(tail); hi > 0; hi -= 8) {
      int lo = Math.max(0, hi - 8);
      long match = LeafLookup.tailMatches(Mem.getLong(tags + lo), hi - lo, tag);
      if (match != 0) {
        return ~(lo + (63 - Long.numberOfLeadingZeros(match) >>> 3));
      }
    }
    int n = Leaf.baseCount(a);
    int i = Leaf.has(a, Leaf.TAIL_ONLY) ? -1 : LeafLookup.nextByTag(a, n, tag, 0);
    return i < 0 ? n : i;
  }

  /** Reads from the lines of the head and the record, or the slot, that the guess is. */
  public static long touch(long a, int guess) {
    if (guess < 0) {
      return Leaf.tailHead(a, ~guess) + Leaf.slot(a, ~guess);
    }
    return guess < Leaf.baseCount(a)
        ? Leaf.baseHead(a, guess) + BaseRecords.touchRecord(a, guess)
        : 0;
  }
}
