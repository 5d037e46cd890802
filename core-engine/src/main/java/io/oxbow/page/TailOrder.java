// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.page;

import io.oxbow.memory.Mem;

/**
 * The visible entries of a leaf's tail in key order, those of one key newest first, and where they
 * belong among the base records. Reused, one thread at a time.
 */
final class TailOrder {
  private static final HeadSearch HEADS = HeadSearches.near();

  private final int[] order = new int[TailWord.MAX_SLOTS];
  private final long[] heads = new long[TailWord.MAX_SLOTS]; // by tail index
  private final long[] slots = new long[TailWord.MAX_SLOTS];
  private int size;
  private long a;
  private int prefix;
  private long tailHeads;
  private long baseHeads;

  /** Begins with a block; no entries yet. */
  void begin(long block) {
    a = block;
    prefix = Leaf.prefixLength(block);
    tailHeads = Leaf.tailHeadAddress(block, 0);
    baseHeads = Leaf.baseHeadAddress(block, 0);
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
    return slots[order[j]];
  }

  /** Slot word of the entry with tail index {@code i}. */
  long slotAt(int i) {
    return slots[i];
  }

  /** Head of the {@code j}-th entry's key. */
  long head(int j) {
    return heads[order[j]];
  }

  /** Adds tail entry {@code i}, older than all that were added before. By binary insertion. */
  void add(int i, long s) {
    heads[i] = Mem.getLong(tailHeads + 8L * i);
    slots[i] = s;
    int lo = 0;
    int hi = size;
    while (lo < hi) {
      int mid = (lo + hi) >>> 1;
      if (compare(order[mid], i) <= 0) {
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
    int end = j + 1;
    while (end < size && compare(order[j], order[end]) == 0) {
      end++;
    }
    return end;
  }

  /** Sign of (key of tail entry {@code i} - key of tail entry {@code k}). */
  private int compare(int i, int k) {
    return heads[i] != heads[k]
        ? Long.compareUnsigned(heads[i], heads[k])
        : compareRest(rest(i), SlotWord.keyLength(slots[i]), k);
  }

  private long rest(int i) {
    return a + SlotWord.offset(slots[i]) + Leaf.ENTRY_HEADER;
  }

  /** Sign of (key of base record {@code i} - key of the {@code j}-th entry). */
  int compareBase(int i, int j) {
    long head = Mem.getLong(baseHeads + 8L * i);
    int k = order[j];
    if (head != heads[k]) {
      return Long.compareUnsigned(head, heads[k]);
    }
    long s = BaseRecords.baseWord(a, i);
    return compareRest(a + SlotWord.offset(s), SlotWord.keyLength(s), k);
  }

  /**
   * Index of the first of the base records {@code [from, n)} that is not below the entry. Records
   * are read only where heads are equal, and first the one that has the entry's tag.
   */
  int placeInBase(int from, int n, int j) {
    long head = heads[order[j]];
    int lo = from + HEADS.firstNotBelow(baseHeads + 8L * from, n - from, head);
    if (lo == n || Mem.getLong(baseHeads + 8L * lo) != head) {
      return lo;
    }
    int hi = lo + HEADS.firstAbove(baseHeads + 8L * lo, n - lo, head);
    int tag = Mem.getUnsignedByte(Leaf.tailTagAddress(a, order[j]));
    int same = LeafLookup.nextByTag(a, hi, tag, lo);
    if (same >= 0 && compareBase(same, j) == 0) {
      return same;
    }
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

  /** Sign of (key with that rest - key of tail entry {@code k}), whose heads are equal. */
  private int compareRest(long rest, int length, int k) {
    int otherLength = SlotWord.keyLength(slots[k]);
    int common = Math.min(Leaf.restLength(length, prefix), Leaf.restLength(otherLength, prefix));
    int c = common == 0 ? 0 : Mem.compare(rest, common, rest(k), common);
    return c != 0 ? c : length - otherLength;
  }
}
