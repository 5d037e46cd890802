// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.page;

import io.oxbow.memory.Mem;

/**
 * What becomes of the keys of a leaf's tail: where each belongs among the base records, and what a
 * successor block or a piece says of it. For leaves without merge operands and absorptions; the
 * others take a {@link LeafFold}, whose rules on tombstones, dirty and born records are these.
 * Reused, one thread at a time.
 */
final class LeafPlan {
  private final TailOrder tail = new TailOrder();
  private final int[] place = new int[TailWord.MAX_SLOTS];
  private final boolean[] replaces = new boolean[TailWord.MAX_SLOTS];
  private final int[] entry = new int[TailWord.MAX_SLOTS];
  private final int[] flags = new int[TailWord.MAX_SLOTS];
  private int keys;
  private long a;
  private long durable;
  private long touched; // keeps the touching loads alive

  /**
   * Looks at a block's published entries of {@code version} and before.
   *
   * @return false when it takes a fold
   */
  boolean look(long block, long tailWord, long version) {
    if (Leaf.has(block, Leaf.TAIL_ONLY | Leaf.ABSORBING)) {
      return false;
    }
    a = block;
    durable = Leaf.durableWord(a);
    touched = BaseRecords.touchKeys(a) + touchEntries(tailWord);
    tail.begin(a);
    for (int i = TailWord.count(tailWord) - 1; i >= 0; i--) {
      long s = Leaf.slot(a, i);
      if (SlotWord.kind(s) == SlotWord.APPEND) {
        return false;
      }
      if (SlotWord.isPublished(s)
          && (version == Long.MAX_VALUE || Leaf.entryVersion(a, s) <= version)) {
        tail.add(i, s);
      }
    }
    order();
    return true;
  }

  private long touchEntries(long tailWord) {
    long sum = 0;
    for (int i = TailWord.count(tailWord) - 1; i >= 0; i--) {
      long s = Leaf.slot(a, i);
      sum += SlotWord.isPublished(s) ? Mem.touch(a + SlotWord.offset(s)) : 0;
    }
    return sum;
  }

  private void order() {
    int n = Leaf.baseCount(a);
    int durableEntries = DurableWord.tailEntries(durable);
    keys = 0;
    int from = 0;
    for (int j = 0; j < tail.size(); ) {
      int end = tail.endOfKey(j);
      int p = tail.placeInBase(from, n, j);
      boolean match = p < n && tail.compareBase(p, j) == 0;
      boolean dirty = tail.index(j) >= durableEntries;
      boolean known =
          DirtyRecords.isEntryKnown(a, durable, tail.index(end - 1))
              || match && !DirtyRecords.isBaseBorn(a, durable, Leaf.baseSlot(a, p));
      boolean put = SlotWord.kind(tail.slot(j)) == SlotWord.PUT;
      place[keys] = p;
      replaces[keys] = match;
      entry[keys] = put || known && dirty ? tail.index(j) : -1;
      flags[keys] = (dirty ? SlotWord.DIRTY : 0) | (known || !put ? 0 : SlotWord.BORN);
      keys++;
      from = match ? p + 1 : p;
      j = end;
    }
  }

  /** The block's durable word when it was looked at. */
  long durable() {
    return durable;
  }

  /** Keys in the tail. */
  int keys() {
    return keys;
  }

  /** Index of the base record that the {@code k}-th key, in order, comes before or replaces. */
  int place(int k) {
    return place[k];
  }

  /** Index of the first base record behind the {@code k}-th key. */
  int behind(int k) {
    return replaces[k] ? place[k] + 1 : place[k];
  }

  /** Tail index of the entry that stands for the {@code k}-th key, or -1: the key goes. */
  int entry(int k) {
    return entry[k];
  }

  /** The slot word of that entry, as it was looked at. */
  long slot(int k) {
    return tail.slotAt(entry[k]);
  }

  /** {@link SlotWord#DIRTY} and {@link SlotWord#BORN} of that entry. */
  int flags(int k) {
    return flags[k];
  }
}
