// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.page;

import io.oxbow.memory.Mem;

/**
 * Folds a leaf's published tail entries into its base, in key order, into a {@link RecordList}. One
 * fold serves consolidation (a sealed block: dirty and born bits, tombstones, all versions),
 * cursors and snapshot reads (a version, a lower bound, a limit). Reused, one thread at a time.
 */
public final class LeafFold {
  /** What the fold is for. */
  public enum Purpose {
    /** A successor block: tombstones that the chain needs are kept, long values separated. */
    BUILD,
    /** A piece on disk: as for a block, but nothing is separated. */
    FLUSH,
    /** A reader: live records only. */
    READ
  }

  private final TailOrder tail = new TailOrder();
  private long a;
  private long durable;
  private int n;
  private boolean uniform;
  private int copiedEnd;
  private int shift;
  private int tailShift;
  private long touched; // keeps the touching loads alive
  private int prefix;
  private final LeafBound lower = new LeafBound();
  private final LeafBound upper = new LeafBound();
  private int rule;
  private Purpose purpose;
  private ValueSpace values;
  private RecordList out;
  private long[] fresh = new long[4];
  private int freshCount;
  private boolean outOfMemory;

  /**
   * Folds the whole block.
   *
   * @param tailWord tail word (sealed for {@code BUILD})
   * @param version entries above it are not seen
   * @return whether there was memory for what was separated
   */
  public boolean fold(
      long block,
      long tailWord,
      long version,
      int mergeRule,
      Purpose why,
      ValueSpace memory,
      RecordList into) {
    begin(block, mergeRule, why, memory, into);
    if (why == Purpose.READ) {
      copyAhead(0, n);
    }
    sortTail(TailWord.count(tailWord), version, false, false);
    if (why == Purpose.READ) {
      copyTail();
    }
    return merge(0, n, Integer.MAX_VALUE);
  }

  /**
   * Reads the records of a range.
   *
   * @param from lower bound, inclusive, or null
   * @param to upper bound, exclusive, or null
   * @param limit stop after this many records
   * @return whether the fold reached the upper bound, or the block's end
   */
  public boolean read(
      long block,
      long tailWord,
      long version,
      int mergeRule,
      RecordList into,
      byte[] from,
      byte[] to,
      int limit) {
    begin(block, mergeRule, Purpose.READ, null, into);
    int first = 0;
    int end = n;
    if (from != null) {
      lower.set(a, from);
      first = lower.inBase(end);
    }
    if (to != null) {
      upper.set(a, to);
      end = Math.max(first, upper.inBase(end));
    }
    if (limit >= end - first) {
      touchDirectory();
    }
    copyAhead(first, first + Math.min(limit, end - first)); // early: its lines are then near
    sortTail(TailWord.count(tailWord), version, from != null, to != null);
    copyTail();
    return merge(first, end, limit);
  }

  private void begin(long block, int mergeRule, Purpose why, ValueSpace memory, RecordList into) {
    a = block;
    durable = Leaf.durableWord(block);
    rule = mergeRule;
    purpose = why;
    values = memory;
    out = into;
    freshCount = 0;
    outOfMemory = false;
    n = Leaf.has(a, Leaf.TAIL_ONLY) ? 0 : Leaf.baseCount(a);
    prefix = Leaf.prefixLength(a);
    uniform = n > 0 && BaseRecords.uniformPuts(a) >= prefix + 8;
    out.setPrefix(Leaf.prefixAddress(block), prefix);
  }

  private boolean merge(int first, int end, int limit) {
    int i = first;
    int j = 0;
    int full = limit > Integer.MAX_VALUE - out.size() ? Integer.MAX_VALUE : out.size() + limit;
    while (j < tail.size() && !outOfMemory) {
      int place = tail.placeInBase(i, end, j);
      i = takeRun(i, place, full);
      if (i < place || out.size() >= full) {
        return false;
      }
      boolean match = place < end && tail.compareBase(place, j) == 0;
      j = takeEntries(j, match ? i++ : -1);
    }
    if (!outOfMemory) {
      i = takeRun(i, end, full);
    }
    return i == end && !outOfMemory;
  }

  /** Takes base records {@code [from, end)} until the list is full; where it stopped. */
  private int takeRun(int from, int end, int full) {
    int i = from;
    if (purpose == Purpose.READ) {
      int stop = Math.min(end, from + Math.max(0, full - out.size()));
      if (uniform && from < stop) {
        readUniform(from, stop);
        return stop;
      }
      for (; i < end && out.size() < full; i++) {
        readBase(i);
      }
      return i;
    }
    while (i < end) {
      takeBase(i++);
    }
    return i;
  }

  /** Reads from the lines of slots and heads, whose loads do not wait for each other. */
  private void touchDirectory() {
    long sum = 0;
    long end = Leaf.baseHeadAddress(a, n);
    for (long at = Leaf.slotAddress(a, 0); at < end; at += 64) {
      sum += Mem.getLong(at);
    }
    touched += sum;
  }

  /** Copies rests and values of base records {@code [from, end)} as they lie in the block. */
  private void copyAhead(int from, int end) {
    copiedEnd = end;
    if (from < end) {
      int start = recordAt(from);
      shift = out.copyIn(a + start, recordAt(end) - start) - start;
    }
  }

  /** Copies the entries that will be read, and what lies between them. */
  private void copyTail() {
    int start = Integer.MAX_VALUE;
    int end = 0;
    for (int j = 0; j < tail.size(); j++) {
      long s = tail.slot(j);
      int at = SlotWord.offset(s);
      start = Math.min(start, at);
      end =
          Math.max(
              end, at + Leaf.entryBytes(SlotWord.keyLength(s), SlotWord.valueLength(s), prefix));
    }
    if (end > 0) {
      tailShift = out.copyIn(a + start, end - start) - start;
    }
  }

  private int recordAt(int i) {
    if (uniform) {
      return BaseRecords.uniformOffset(a, i);
    }
    return i < n ? SlotWord.offset(Leaf.baseSlot(a, i)) : Leaf.heapEnd(a);
  }

  /** Reads base records that need no look at their slots: all are puts of the same lengths. */
  private void readUniform(int from, int end) {
    if (end > copiedEnd) {
      copyAhead(from, n);
    }
    long heads = Leaf.baseHeadAddress(a, from);
    int rest = BaseRecords.uniformOffset(a, from) + shift;
    int stride = BaseRecords.stride(a);
    out.addRun(
        heads, end - from, rest, stride, BaseRecords.uniformKey(a), BaseRecords.uniformValue(a));
  }

  private void readBase(int i) {
    if (i >= copiedEnd) {
      copyAhead(i, n); // tail entries or tombstones took places of the first part
    }
    long s = Leaf.baseSlot(a, i);
    if (SlotWord.kind(s) == SlotWord.PUT) {
      out.addCopied(
          SlotWord.flags(s) & SlotWord.REF,
          Leaf.baseHead(a, i),
          SlotWord.offset(s) + shift,
          SlotWord.keyLength(s),
          SlotWord.valueLength(s));
    }
  }

  /** Whether the last fold stopped because the budget has no room for a value node. */
  public boolean isOutOfMemory() {
    return outOfMemory;
  }

  /** Drops the fold's own hold on the value nodes it made; call once the block built holds them. */
  public void releaseFresh() {
    for (int k = 0; k < freshCount; k++) {
      ValueNodes.release(values, fresh[k]);
    }
    freshCount = 0;
  }

  private void sortTail(int count, long version, boolean from, boolean to) {
    tail.begin(a);
    for (int i = count - 1; i >= 0; i--) {
      long s = Leaf.slot(a, i);
      if (!SlotWord.isPublished(s)
          || version != Long.MAX_VALUE && Leaf.entryVersion(a, s) > version) {
        continue;
      }
      if (SlotWord.kind(s) == SlotWord.APPEND && purpose == Purpose.READ) {
        for (int k = 0; k < i; k++) {
          Leaf.kill(a, k); // rule K
        }
      }
      if (from && compareToBound(lower, i, s) < 0 || to && compareToBound(upper, i, s) >= 0) {
        continue;
      }
      tail.add(i, s);
    }
  }

  private int compareToBound(LeafBound bound, int i, long s) {
    long rest = a + SlotWord.offset(s) + Leaf.ENTRY_HEADER;
    return bound.compare(Leaf.tailHead(a, i), rest, SlotWord.keyLength(s));
  }

  private void takeBase(int i) {
    long s = Leaf.baseSlot(a, i);
    if (DirtyRecords.vanishes(a, durable, i, s)) {
      return;
    }
    int flags =
        (DirtyRecords.isBaseDirty(a, durable, i, s) ? SlotWord.DIRTY : 0)
            | (DirtyRecords.isBaseBorn(a, durable, s) ? SlotWord.BORN : 0);
    addBaseKey(SlotWord.kind(s), flags | SlotWord.flags(s) & SlotWord.REF, i, s);
    if (SlotWord.kind(s) == SlotWord.PUT) {
      out.value(Leaf.baseValue(a, s), SlotWord.valueLength(s)); // a hole still has one
    }
  }

  private void addBaseKey(int kind, int flags, int i, long s) {
    out.addKey(kind, flags, Leaf.baseHead(a, i), a + SlotWord.offset(s), SlotWord.keyLength(s));
  }

  private void addEntryKey(int kind, int flags, int i, long s) {
    long rest = a + SlotWord.offset(s) + Leaf.ENTRY_HEADER;
    out.addKey(kind, flags, Leaf.tailHead(a, i), rest, SlotWord.keyLength(s));
  }

  /** Takes all entries of the key at {@code tail.index(j)}; returns the index behind them. */
  private int takeEntries(int j, int baseIndex) {
    long newest = tail.slot(j);
    int end = tail.endOfKey(j);
    int decided = j; // first entry that is no operand, or end
    while (decided < end && SlotWord.kind(tail.slot(decided)) == SlotWord.APPEND) {
      decided++;
    }
    if (purpose == Purpose.READ && decided == j) {
      if (SlotWord.kind(newest) == SlotWord.PUT) {
        out.addCopied(
            SlotWord.flags(newest) & SlotWord.REF,
            tail.head(j),
            SlotWord.offset(newest) + Leaf.ENTRY_HEADER + tailShift,
            SlotWord.keyLength(newest),
            SlotWord.valueLength(newest));
      }
      return end;
    }
    boolean dirty = tail.index(j) >= DurableWord.tailEntries(durable);
    boolean known =
        DirtyRecords.isEntryKnown(a, durable, tail.index(end - 1))
            || baseIndex >= 0 && !DirtyRecords.isBaseBorn(a, durable, Leaf.baseSlot(a, baseIndex));
    if (decided == j && SlotWord.kind(newest) == SlotWord.DELETE) {
      if (known && dirty) {
        addEntryKey(SlotWord.DELETE, SlotWord.DIRTY, tail.index(j), newest);
      }
      return end;
    }
    int flags = (dirty ? SlotWord.DIRTY : 0) | (known ? 0 : SlotWord.BORN);
    addEntryKey(SlotWord.PUT, flags, tail.index(j), newest);
    if (decided == j) {
      out.setNewestFlags(flags | SlotWord.flags(newest) & SlotWord.REF);
      out.value(Leaf.entryValue(a, newest), SlotWord.valueLength(newest));
    } else {
      compose(j, decided, end, baseIndex, flags);
    }
    return end;
  }

  /** The value below the operands {@code tail.index(j, decided)}, then they, oldest first. */
  private void compose(int j, int decided, int end, int baseIndex, int flags) {
    boolean hasValue = false;
    int f = flags;
    if (decided < end) {
      long s = tail.slot(decided);
      if (SlotWord.kind(s) == SlotWord.PUT) {
        hasValue = true;
        f |= SlotWord.flags(s) & SlotWord.REF;
        out.value(Leaf.entryValue(a, s), SlotWord.valueLength(s));
      }
    } else if (baseIndex >= 0) {
      long s = Leaf.baseSlot(a, baseIndex);
      if (SlotWord.kind(s) == SlotWord.PUT) {
        hasValue = true;
        f |= SlotWord.flags(s) & SlotWord.REF;
        out.value(Leaf.baseValue(a, s), SlotWord.valueLength(s));
      }
    }
    out.setNewestFlags(f);
    for (int k = decided - 1; k >= j; k--) {
      long s = tail.slot(k);
      if (MergeRule.operator(rule) == MergeRule.CONCATENATE) {
        if (hasValue && MergeRule.delimiter(rule) >= 0) {
          int at = out.valueRoom(1); // first: it may replace the array
          out.bytes()[at] = (byte) MergeRule.delimiter(rule);
        }
        operandBytes(s);
      } else if (hasValue) {
        byte[] operand = new byte[8];
        Mem.copyOut(Leaf.entryValue(a, s), operand, 0, 8);
        MergeRule.add(rule, out.bytes(), out.valueAt(out.size() - 1), operand, 0);
      } else {
        out.value(Leaf.entryValue(a, s), 8);
      }
      hasValue = true;
    }
    if (purpose == Purpose.BUILD) {
      separate();
    }
  }

  private void operandBytes(long s) {
    long at = Leaf.entryValue(a, s);
    int length = SlotWord.valueLength(s);
    if (!SlotWord.isRef(s)) {
      out.value(at, length);
      return;
    }
    int total = (int) Mem.getLong(at + 8);
    int to = out.valueRoom(total);
    ValueNodes.copy(Mem.getLong(at), out.bytes(), to);
    out.value(at + ValueNodes.DESCRIPTOR, length - ValueNodes.DESCRIPTOR);
  }

  /** Moves the newest record's value, or what follows its descriptor, to a node when it is long. */
  private void separate() {
    int i = out.size() - 1;
    boolean ref = out.isRef(i);
    int skip = ref ? ValueNodes.DESCRIPTOR : 0;
    int length = out.valueLength(i) - skip;
    if (length < ValueNodes.THRESHOLD) {
      return;
    }
    long older = ref ? out.node(i) : 0;
    long node = ValueNodes.extend(values, out.bytes(), out.valueAt(i) + skip, length, older);
    if (node == 0) {
      outOfMemory = true;
      return;
    }
    if (freshCount == fresh.length) {
      fresh = java.util.Arrays.copyOf(fresh, 2 * freshCount);
    }
    fresh[freshCount++] = node;
    out.truncateValue(0);
    int at = out.valueRoom(ValueNodes.DESCRIPTOR);
    out.putLong(at, node);
    out.putLong(at + 8, ValueNodes.total(node));
    out.setFlags(i, out.flags(i) | SlotWord.REF);
  }
}
