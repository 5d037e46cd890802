// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.page;

/**
 * What a reader takes of a leaf: stretches of records and entries are copied as they lie in the
 * block, so that many cache misses are under way at once, and then become records of the list,
 * which takes their keys alone. Reused, one thread at a time.
 */
final class LeafCopy {
  private long a;
  private int n;
  private int prefix;
  private boolean uniform;
  private RecordList out;
  private int copiedEnd;
  private int shift; // from an offset in the block to one in the list's bytes
  private int tailShift;
  private long touched; // keeps the touching loads alive

  /** Begins with a block of {@code count} base records; the list's prefix is set. */
  void begin(long block, int count, RecordList into) {
    a = block;
    n = count;
    prefix = Leaf.prefixLength(a);
    uniform = n > 0 && BaseRecords.uniformPuts(a) >= prefix + 8;
    out = into;
    copiedEnd = 0;
  }

  /** Asks for the lines that say where the records are, all at once. */
  void touchDirectory() {
    touched = LeafLookup.touchDirectory(a);
  }

  /** Copies rests and values of base records {@code [from, end)}. */
  void base(int from, int end) {
    copiedEnd = end;
    if (from < end) {
      int start = recordAt(from);
      shift = out.copyIn(a + start, recordAt(end) - start) - start;
    }
  }

  private int recordAt(int i) {
    if (uniform) {
      return BaseRecords.uniformOffset(a, i);
    }
    return i < n ? SlotWord.offset(Leaf.baseSlot(a, i)) : Leaf.heapEnd(a);
  }

  /** Copies the entries given, and what lies between them. */
  void tail(TailOrder entries) {
    int start = Integer.MAX_VALUE;
    int end = 0;
    for (int j = 0; j < entries.size(); j++) {
      long s = entries.slot(j);
      int at = SlotWord.offset(s);
      int bytes = Leaf.entryBytes(SlotWord.keyLength(s), SlotWord.valueLength(s), prefix);
      start = Math.min(start, at);
      end = Math.max(end, at + bytes);
    }
    if (end > 0) {
      tailShift = out.copyIn(a + start, end - start) - start;
    }
  }

  /**
   * Takes live base records {@code [from, end)} until the list has {@code full}; where it stopped.
   */
  int take(int from, int end, int full) {
    int stop = Math.min(end, from + Math.max(0, full - out.size()));
    if (uniform && from < stop) {
      takeUniform(from, stop);
      return stop;
    }
    int i = from;
    for (; i < end && out.size() < full; i++) {
      takeOne(i);
    }
    return i;
  }

  /** Takes base records that need no look at their slots: all are puts of the same lengths. */
  private void takeUniform(int from, int end) {
    if (end > copiedEnd) {
      base(from, n);
    }
    long heads = Leaf.baseHeadAddress(a, from);
    int rest = BaseRecords.uniformOffset(a, from) + shift;
    int stride = BaseRecords.stride(a);
    out.addRun(
        heads, end - from, rest, stride, BaseRecords.uniformKey(a), BaseRecords.uniformValue(a));
  }

  private void takeOne(int i) {
    if (i >= copiedEnd) {
      base(i, n); // tail entries or tombstones took places of the first part
    }
    long s = Leaf.baseSlot(a, i);
    if (SlotWord.kind(s) == SlotWord.PUT) {
      add(Leaf.baseHead(a, i), s, SlotWord.offset(s) + shift);
    }
  }

  /** Takes the {@code j}-th entry, a put. */
  void takeEntry(TailOrder entries, int j) {
    long s = entries.slot(j);
    add(entries.head(j), s, SlotWord.offset(s) + Leaf.ENTRY_HEADER + tailShift);
  }

  private void add(long head, long s, int rest) {
    int flag = SlotWord.flags(s) & SlotWord.REF;
    out.addCopied(flag, head, rest, SlotWord.keyLength(s), SlotWord.valueLength(s));
  }
}
