// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.page;

import io.oxbow.memory.Mem;

/**
 * Consolidates the common leaf block by block, without a detour over the heap: runs of base records
 * between two tail entries are copied as they are, their slots shifted. What it cannot do (merge
 * operands, absorptions, changed fences) is left to {@link LeafFold}, whose rules on tombstones,
 * dirty and born records it shares. Reused, one thread at a time.
 */
public final class LeafMerge implements LeafContent {
  private static final long FLAGS = (long) (SlotWord.DIRTY | SlotWord.BORN) << 56;
  private static final long DIRTY = (long) SlotWord.DIRTY << 56;

  private final TailOrder tail = new TailOrder();
  // per key of the tail: the base index it comes before or replaces, and what becomes of it
  private final int[] place = new int[TailWord.MAX_SLOTS];
  private final boolean[] replaces = new boolean[TailWord.MAX_SLOTS];
  private final int[] entry = new int[TailWord.MAX_SLOTS]; // tail index, or -1: the key goes
  private final int[] flags = new int[TailWord.MAX_SLOTS];
  private int keys;

  private long a;
  private int n;
  private int prefix;
  private long durable;
  private boolean flagsVoid;
  private int count;
  private int live;
  private int heap;

  // of the block being built
  private long to;
  private int slots;
  private int next;
  private int at;

  /**
   * Looks at a sealed block.
   *
   * @return false when it takes a fold
   */
  public boolean plan(long block) {
    if (Leaf.has(block, Leaf.TAIL_ONLY | Leaf.ABSORBING)) {
      return false;
    }
    a = block;
    n = Leaf.baseCount(a);
    prefix = Leaf.prefixLength(a);
    durable = Leaf.durableWord(a);
    flagsVoid = DirtyRecords.areFlagsVoid(a, durable);
    count = 0;
    live = 0;
    heap = 0;
    tail.begin(a);
    for (int i = TailWord.count(Leaf.tailWord(a)) - 1; i >= 0; i--) {
      long s = Leaf.slot(a, i);
      if (SlotWord.kind(s) == SlotWord.APPEND) {
        return false;
      }
      if (SlotWord.isPublished(s)) {
        tail.add(i, s);
      }
    }
    planTail();
    planBase();
    return true;
  }

  private void planTail() {
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
      long s = tail.slot(j);
      boolean put = SlotWord.kind(s) == SlotWord.PUT;
      place[keys] = p;
      replaces[keys] = match;
      entry[keys] = put || known && dirty ? tail.index(j) : -1;
      flags[keys] = (dirty ? SlotWord.DIRTY : 0) | (known || !put ? 0 : SlotWord.BORN);
      if (entry[keys] >= 0) {
        add(s);
      }
      keys++;
      from = match ? p + 1 : p;
      j = end;
    }
  }

  private void planBase() {
    int k = 0;
    for (int i = 0; i < n; i++) {
      while (k < keys && (place[k] < i || place[k] == i && !replaces[k])) {
        k++;
      }
      long s = Leaf.baseSlot(a, i);
      if (!(k < keys && place[k] == i) && !DirtyRecords.vanishes(a, durable, i, s)) {
        add(s);
      }
    }
  }

  private void add(long s) {
    count++;
    live += SlotWord.kind(s) == SlotWord.DELETE ? 0 : 1;
    heap += recordBytes(s);
  }

  private int recordBytes(long s) {
    return Leaf.restLength(SlotWord.keyLength(s), prefix) + SlotWord.valueLength(s) + 7 & -8;
  }

  @Override
  public int count() {
    return count;
  }

  /** Records that are no tombstones. */
  public int live() {
    return live;
  }

  @Override
  public int heapBytes(int unchanged) {
    return heap;
  }

  @Override
  public void build(long address, int size, LeafSpec spec) {
    to = address;
    slots = spec.tailSlots;
    next = 0;
    at = LeafBuilder.begin(to, spec, count, prefix);
    int i = 0;
    for (int k = 0; k < keys; k++) {
      copyRuns(i, place[k]);
      i = replaces[k] ? place[k] + 1 : place[k];
      if (entry[k] >= 0) {
        copyEntry(entry[k], flags[k]);
      }
    }
    copyRuns(i, n);
    if (next != count) {
      throw new IllegalStateException(next + " records merged, " + count + " planned");
    }
    LeafBuilder.end(to, size, spec, at);
  }

  private void copyEntry(int i, int f) {
    long s = Leaf.slot(a, i);
    int keyLength = SlotWord.keyLength(s);
    int length = SlotWord.valueLength(s);
    Mem.putByte(to + Leaf.HEADER + next, Mem.getUnsignedByte(Leaf.tailTagAddress(a, i)));
    Mem.putLong(to + Leaf.heads(count, slots) + 8L * next, Leaf.tailHead(a, i));
    int all = f | SlotWord.flags(s) & SlotWord.REF;
    Mem.putLong(
        to + Leaf.baseSlots(count, slots) + 8L * next,
        SlotWord.of(SlotWord.kind(s), all, keyLength, length, at));
    int rest = Leaf.restLength(keyLength, prefix);
    Mem.copy(a + SlotWord.offset(s) + Leaf.ENTRY_HEADER, to + at, rest + length);
    if (SlotWord.isRef(s)) {
      hold(at + rest);
    }
    next++;
    at += rest + length + 7 & -8;
  }

  private void hold(int value) {
    ValueNodes.retain(Mem.getLong(to + value));
    Leaf.markNodes(to);
  }

  private void copyRuns(int from, int end) {
    int run = from;
    for (int i = from; i < end; i++) {
      if (DirtyRecords.vanishes(a, durable, i, Leaf.baseSlot(a, i))) {
        copyRun(run, i);
        run = i + 1;
      }
    }
    copyRun(run, end);
  }

  private void copyRun(int from, int end) {
    int m = end - from;
    if (m == 0) {
      return;
    }
    Mem.copy(a + Leaf.HEADER + from, to + Leaf.HEADER + next, m);
    int tailSlots = Leaf.tailSlots(a);
    Mem.copy(
        a + Leaf.heads(n, tailSlots) + 8L * from,
        to + Leaf.heads(count, slots) + 8L * next,
        8L * m);
    int start = SlotWord.offset(Leaf.baseSlot(a, from));
    int stop = end < n ? SlotWord.offset(Leaf.baseSlot(a, end)) : Leaf.heapEnd(a);
    Mem.copy(a + start, to + at, stop - start);
    copySlots(from, m, (long) (at - start >> 3) << 8);
    next += m;
    at += stop - start;
  }

  /** Slots say where their records are: {@code shift} is added to that field. */
  private void copySlots(int from, int m, long shift) {
    long source = a + Leaf.baseSlots(n, Leaf.tailSlots(a)) + 8L * from;
    long target = to + Leaf.baseSlots(count, slots) + 8L * next;
    boolean nodes = Leaf.hasNodes(a);
    boolean holes = BaseRecords.holes(a) != 0;
    boolean clean = DurableWord.isBaseClean(durable);
    for (int i = 0; i < m; i++) {
      long s = Mem.getLong(source + 8L * i) + shift;
      if (holes && BaseRecords.isHole(a, from + i)) {
        s = SlotWord.withKind(s, SlotWord.DELETE);
      }
      if (flagsVoid) {
        s &= ~FLAGS;
      }
      if (!clean && BaseRecords.isTouched(a, from + i)) {
        s |= DIRTY;
      }
      Mem.putLong(target + 8L * i, s);
      if (nodes && SlotWord.isRef(s)) {
        hold(SlotWord.offset(s) + Leaf.restLength(SlotWord.keyLength(s), prefix));
      }
    }
  }
}
