// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.page;

import io.oxbow.memory.Mem;

/**
 * The visible entries of a leaf's tail in key order, those of one key newest first. Reused, one
 * thread at a time.
 */
final class TailOrder {
  private final int[] order = new int[TailWord.MAX_SLOTS];
  private int size;
  private long a;
  private int prefix;

  /** Begins with a block; no entries yet. */
  void begin(long block) {
    a = block;
    prefix = Leaf.prefixLength(block);
    size = 0;
  }

  int size() {
    return size;
  }

  /** Tail index of the {@code j}-th entry. */
  int index(int j) {
    return order[j];
  }

  /** Slot word of the {@code j}-th entry. */
  long slot(int j) {
    return Leaf.slot(a, order[j]);
  }

  /** Adds tail entry {@code i}, older than all that were added before. By binary insertion. */
  void add(int i, long s) {
    int lo = 0;
    int hi = size;
    while (lo < hi) {
      int mid = (lo + hi) >>> 1;
      if (compare(order[mid], Leaf.slot(a, order[mid]), i, s) <= 0) {
        lo = mid + 1;
      } else {
        hi = mid;
      }
    }
    System.arraycopy(order, lo, order, lo + 1, size - lo);
    order[lo] = i;
    size++;
  }

  /** The place behind all entries of the key of the {@code j}-th, which is its newest. */
  int endOfKey(int j) {
    long newest = slot(j);
    int end = j + 1;
    while (end < size && compare(order[j], newest, order[end], slot(end)) == 0) {
      end++;
    }
    return end;
  }

  private int compare(int i, long s, int j, long t) {
    long head = Leaf.tailHead(a, i);
    return compare(head, a + SlotWord.offset(s) + Leaf.ENTRY_HEADER, SlotWord.keyLength(s), j, t);
  }

  /** Sign of (key of base record {@code i} - key of the {@code j}-th entry). */
  int compareBase(int i, int j) {
    long head = Leaf.baseHead(a, i);
    long other = Leaf.tailHead(a, order[j]);
    if (head != other) {
      return Long.compareUnsigned(head, other);
    }
    long s = Leaf.baseSlot(a, i);
    return compare(head, a + SlotWord.offset(s), SlotWord.keyLength(s), order[j], slot(j));
  }

  /** Index of the first of the base records {@code [from, n)} that is not below the entry. */
  int placeInBase(int from, int n, int j) {
    int same = sameInBase(j);
    if (same >= from) {
      return Math.min(same, n);
    }
    int lo = from;
    int hi = n;
    while (lo < hi) {
      int mid = (lo + hi) >>> 1;
      if (compareBase(mid, j) < 0) {
        lo = mid + 1;
      } else {
        hi = mid;
      }
    }
    return lo;
  }

  /**
   * Index of the base record with the entry's key, found by its tag, or -1. A binary search among
   * keys that start alike reads a record at each step, this one reads one.
   */
  private int sameInBase(int j) {
    int tag = Mem.getUnsignedByte(Leaf.tailTagAddress(a, order[j]));
    int n = tag == 0 ? 0 : Leaf.baseCount(a);
    int i = LeafLookup.nextByTag(a, n, tag, 0);
    while (i >= 0 && compareBase(i, j) != 0) {
      i = LeafLookup.nextByTag(a, n, tag, i + 1);
    }
    return i;
  }

  private int compare(long head, long rest, int length, int j, long t) {
    long other = Leaf.tailHead(a, j);
    if (head != other) {
      return Long.compareUnsigned(head, other);
    }
    int otherLength = SlotWord.keyLength(t);
    int common = Math.min(Leaf.restLength(length, prefix), Leaf.restLength(otherLength, prefix));
    long otherRest = a + SlotWord.offset(t) + Leaf.ENTRY_HEADER;
    int c = common == 0 ? 0 : Mem.compare(rest, common, otherRest, common);
    return c != 0 ? c : length - otherLength;
  }
}
