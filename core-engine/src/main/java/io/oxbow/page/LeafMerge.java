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

  private final LeafPlan plan = new LeafPlan();

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
    if (!plan.look(block, Leaf.tailWord(block), Long.MAX_VALUE)) {
      return false;
    }
    a = block;
    n = Leaf.baseCount(a);
    prefix = Leaf.prefixLength(a);
    durable = plan.durable();
    flagsVoid = DirtyRecords.areFlagsVoid(a, durable);
    count = 0;
    live = 0;
    heap = 0;
    int i = 0;
    for (int k = 0; k < plan.keys(); k++) {
      addRun(i, plan.place(k));
      i = plan.behind(k);
      if (plan.entry(k) >= 0) {
        add(plan.slot(k));
      }
    }
    addRun(i, n);
    return true;
  }

  private void addRun(int from, int end) {
    for (int i = from; i < end; i++) {
      long s = Leaf.baseSlot(a, i);
      if (!DirtyRecords.vanishes(a, durable, i, s)) {
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
    for (int k = 0; k < plan.keys(); k++) {
      copyRuns(i, plan.place(k));
      i = plan.behind(k);
      if (plan.entry(k) >= 0) {
        copyEntry(plan.entry(k), plan.flags(k));
      }
    }
    copyRuns(i, n);
    if (next != count) {
      throw new IllegalStateException(next + " records merged, " + count + " planned");
    }
    BaseRecords.noteUniform(to);
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
