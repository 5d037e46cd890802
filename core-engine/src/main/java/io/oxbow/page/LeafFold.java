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

  private final int[] order = new int[TailWord.MAX_SLOTS];
  private int visible;
  private long a;
  private long durable;
  private int rule;
  private Purpose purpose;
  private ValueSpace values;
  private RecordList out;
  private long[] fresh = new long[4];
  private int freshCount;
  private boolean outOfMemory;

  /**
   * Folds.
   *
   * @param tail tail word (sealed for {@code BUILD})
   * @param version entries above it are not seen
   * @param from lower bound, inclusive, or null
   * @param limit stop after this many records
   * @return whether the fold reached the block's end
   */
  public boolean fold(
      long block,
      long tail,
      long version,
      int mergeRule,
      Purpose why,
      ValueSpace memory,
      RecordList into,
      byte[] from,
      int limit) {
    a = block;
    durable = Leaf.durableWord(block);
    rule = mergeRule;
    purpose = why;
    values = memory;
    out = into;
    freshCount = 0;
    outOfMemory = false;
    sortTail(TailWord.count(tail), version, from);
    int n = Leaf.has(a, Leaf.TAIL_ONLY) ? 0 : Leaf.baseCount(a);
    int i = from == null ? 0 : lowerBound(n, from);
    int j = 0;
    int base = out.size();
    while (i < n || j < visible) {
      if (out.size() - base >= limit || outOfMemory) {
        return false;
      }
      int c = i == n ? 1 : j == visible ? -1 : compareBaseToEntry(i, order[j]);
      if (c < 0) {
        takeBase(i++);
      } else {
        j = takeEntries(j, c == 0 ? i++ : -1);
      }
    }
    return !outOfMemory;
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

  private void sortTail(int count, long version, byte[] from) {
    visible = 0;
    for (int i = count - 1; i >= 0; i--) {
      long s = Leaf.slot(a, i);
      if (!SlotWord.isPublished(s) || Leaf.entryVersion(a, s) > version) {
        continue;
      }
      if (SlotWord.kind(s) == SlotWord.APPEND && purpose == Purpose.READ) {
        for (int k = 0; k < i; k++) {
          Leaf.kill(a, k); // rule K
        }
      }
      if (from != null && compareEntryToKey(s, from) < 0) {
        continue;
      }
      insert(i, s);
    }
  }

  /** Binary insertion; entries come newest first, so equal keys stay newest first. */
  private void insert(int i, long s) {
    int lo = 0;
    int hi = visible;
    while (lo < hi) {
      int mid = (lo + hi) >>> 1;
      if (compareEntries(Leaf.slot(a, order[mid]), s) <= 0) {
        lo = mid + 1;
      } else {
        hi = mid;
      }
    }
    System.arraycopy(order, lo, order, lo + 1, visible - lo);
    order[lo] = i;
    visible++;
  }

  private int compareEntries(long s, long t) {
    long x = a + SlotWord.offset(s);
    long y = a + SlotWord.offset(t);
    return compare(
        Mem.getLong(x + 8),
        x + 16,
        SlotWord.keyLength(s),
        Mem.getLong(y + 8),
        y + 16,
        SlotWord.keyLength(t));
  }

  private int compareBaseToEntry(int i, int entry) {
    long s = Leaf.baseSlot(a, i);
    long t = Leaf.slot(a, entry);
    long y = a + SlotWord.offset(t);
    return compare(
        Leaf.baseHead(a, i),
        a + SlotWord.offset(s),
        SlotWord.keyLength(s),
        Mem.getLong(y + 8),
        y + 16,
        SlotWord.keyLength(t));
  }

  private int compare(long headX, long restX, int lenX, long headY, long restY, int lenY) {
    if (headX != headY) {
      return Long.compareUnsigned(headX, headY);
    }
    int prefix = Leaf.prefixLength(a);
    int rx = Leaf.restLength(lenX, prefix);
    int ry = Leaf.restLength(lenY, prefix);
    int c = rx == 0 || ry == 0 ? 0 : Mem.compare(restX, Math.min(rx, ry), restY, Math.min(rx, ry));
    return c != 0 ? c : lenX - lenY;
  }

  private int compareToKey(long head, long rest, int len, byte[] key) {
    int prefix = Leaf.prefixLength(a);
    // the bound may lie outside the fences, so its prefix decides first
    int common = Math.min(prefix, key.length);
    int c = Mem.compare(a + Mem.getInt(a + 120), common, key, 0, common);
    if (c != 0) {
      return c;
    }
    if (key.length < prefix) {
      return 1;
    }
    long h = KeyOrder.head(key, 0, key.length, prefix);
    if (head != h) {
      return Long.compareUnsigned(head, h);
    }
    int rx = Leaf.restLength(len, prefix);
    int ry = Leaf.restLength(key.length, prefix);
    c =
        rx == 0 || ry == 0
            ? 0
            : Mem.compare(rest, Math.min(rx, ry), key, prefix + 8, Math.min(rx, ry));
    return c != 0 ? c : len - key.length;
  }

  private int compareEntryToKey(long s, byte[] key) {
    long e = a + SlotWord.offset(s);
    return compareToKey(Mem.getLong(e + 8), e + 16, SlotWord.keyLength(s), key);
  }

  private int lowerBound(int n, byte[] key) {
    int lo = 0;
    int hi = n;
    while (lo < hi) {
      int mid = (lo + hi) >>> 1;
      long s = Leaf.baseSlot(a, mid);
      if (compareToKey(Leaf.baseHead(a, mid), a + SlotWord.offset(s), SlotWord.keyLength(s), key)
          < 0) {
        lo = mid + 1;
      } else {
        hi = mid;
      }
    }
    return lo;
  }

  private boolean isBaseDirty(int i, long s) {
    return !DurableWord.isBaseClean(durable)
        && ((SlotWord.flags(s) & SlotWord.DIRTY) != 0 || Leaf.isTouched(a, i));
  }

  private boolean isBaseBorn(long s) {
    return (SlotWord.flags(s) & SlotWord.BORN) != 0 && !DurableWord.isBaseClean(durable);
  }

  private void takeBase(int i) {
    long s = Leaf.baseSlot(a, i);
    boolean dirty = isBaseDirty(i, s);
    if (SlotWord.kind(s) == SlotWord.DELETE && (purpose == Purpose.READ || !dirty)) {
      return; // a tombstone the chain already has
    }
    int flags = (dirty ? SlotWord.DIRTY : 0) | (isBaseBorn(s) ? SlotWord.BORN : 0);
    addBaseKey(SlotWord.kind(s), flags | SlotWord.flags(s) & SlotWord.REF, i, s);
    out.value(Leaf.baseValue(a, s), SlotWord.valueLength(s));
  }

  private void addBaseKey(int kind, int flags, int i, long s) {
    out.addKey(
        kind,
        flags,
        a + Mem.getInt(a + 120),
        Leaf.prefixLength(a),
        Leaf.baseHead(a, i),
        a + SlotWord.offset(s),
        SlotWord.keyLength(s));
  }

  private void addEntryKey(int kind, int flags, long s) {
    long e = a + SlotWord.offset(s);
    out.addKey(
        kind,
        flags,
        a + Mem.getInt(a + 120),
        Leaf.prefixLength(a),
        Mem.getLong(e + 8),
        e + Leaf.ENTRY_HEADER,
        SlotWord.keyLength(s));
  }

  /** Takes all entries of the key at {@code order[j]}; returns the index behind them. */
  private int takeEntries(int j, int baseIndex) {
    long newest = Leaf.slot(a, order[j]);
    int end = j + 1;
    while (end < visible && compareEntries(newest, Leaf.slot(a, order[end])) == 0) {
      end++;
    }
    int decided = j; // first entry that is no operand, or end
    while (decided < end && SlotWord.kind(Leaf.slot(a, order[decided])) == SlotWord.APPEND) {
      decided++;
    }
    int durableEntries = DurableWord.tailEntries(durable);
    boolean dirty = order[j] >= durableEntries;
    // under a tail-only block the chain may hold any key
    boolean known = order[end - 1] < durableEntries || Leaf.has(a, Leaf.TAIL_ONLY);
    if (baseIndex >= 0) {
      known |= !isBaseBorn(Leaf.baseSlot(a, baseIndex));
    }
    if (decided == j && SlotWord.kind(newest) == SlotWord.DELETE) {
      if (purpose != Purpose.READ && known && dirty) {
        addEntryKey(SlotWord.DELETE, SlotWord.DIRTY, newest);
      }
      return end;
    }
    int flags = (dirty ? SlotWord.DIRTY : 0) | (known ? 0 : SlotWord.BORN);
    addEntryKey(SlotWord.PUT, flags, newest);
    if (decided == j) {
      out.setNewestFlags(flags | SlotWord.flags(newest) & SlotWord.REF);
      out.value(Leaf.entryValue(a, newest), SlotWord.valueLength(newest));
    } else {
      compose(j, decided, end, baseIndex, flags);
    }
    return end;
  }

  /** The value below the operands {@code order[j, decided)}, then they, oldest first. */
  private void compose(int j, int decided, int end, int baseIndex, int flags) {
    boolean hasValue = false;
    int f = flags;
    if (decided < end) {
      long s = Leaf.slot(a, order[decided]);
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
      long s = Leaf.slot(a, order[k]);
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
