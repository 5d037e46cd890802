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
    /**
     * A successor block: tombstones that the chain needs are kept, long values separated, large
     * ones left in the sealed block.
     */
    BUILD,
    /** A piece on disk: as for a block, but nothing is separated. */
    FLUSH,
    /** A reader: live records only. */
    READ
  }

  /** Bytes from which on copying a value once less is worth another word to look at. */
  private static final int LARGE = 256;

  private final TailOrder tail = new TailOrder();
  private long a;
  private long durable;
  private int n;
  private final LeafCopy copy = new LeafCopy();
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
      copy.base(0, n);
    }
    sortTail(TailWord.count(tailWord), version, false, false);
    if (why == Purpose.READ) {
      copy.tail(tail);
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
      copy.touchDirectory();
    }
    copy.base(first, first + Math.min(limit, end - first)); // early: its lines are then near
    sortTail(TailWord.count(tailWord), version, from != null, to != null);
    copy.tail(tail);
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
    out.setPrefix(Leaf.prefixAddress(block), Leaf.prefixLength(block));
    copy.begin(block, n, into);
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
    if (purpose == Purpose.READ) {
      return copy.take(from, end, full);
    }
    for (int i = from; i < end; i++) {
      takeBase(i);
    }
    return end;
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
      takeValue(Leaf.baseValue(a, s), s); // a hole still has one
    }
  }

  private void takeValue(long at, long s) {
    int length = SlotWord.valueLength(s);
    if (purpose == Purpose.BUILD && length >= LARGE && !SlotWord.isRef(s)) {
      out.valueInBlock(at, length);
    } else {
      out.value(at, length);
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
        copy.takeEntry(tail, j);
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
      takeValue(Leaf.entryValue(a, newest), newest);
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
