// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.page;

import io.oxbow.memory.Arena;
import io.oxbow.memory.Mem;

/** Computes the size of, and writes, leaf blocks from records in key order. */
public final class LeafBuilder {
  private LeafBuilder() {}

  /** Bytes a base of records {@code [from, to)} takes with its fences and tail, header included. */
  public static int bytes(LeafSpec spec, RecordList records, int from, int to) {
    return bytes(spec, new RecordRange().of(records, from, to));
  }

  /** Bytes a block of this content takes with its fences and tail, header included. */
  public static int bytes(LeafSpec spec, LeafContent content) {
    int heap = content.heapBytes(KeyOrder.commonPrefix(spec.low, spec.high));
    long bytes = Leaf.afterSlots(content.count(), spec.tailSlots) + fenceBytes(spec);
    return Math.toIntExact(bytes + heap + spec.tailBytes);
  }

  /** Bytes the fences take. */
  public static int fenceBytes(LeafSpec spec) {
    int n = spec.low.length + (spec.high == null ? 0 : spec.high.length);
    if (spec.absorbedPid != 0) {
      n += 10 + spec.absorbedLow.length;
    }
    return n + 7 & -8;
  }

  /** Bytes such a record adds to a block at most, tail slot or base. */
  public static int recordBytes(int keyLength, int valueLength) {
    return 17 + keyLength + valueLength + 7 & -8;
  }

  /** Bytes such a record adds to the base of a block whose keys share {@code prefix} bytes. */
  public static int recordBytes(int keyLength, int valueLength, int prefix) {
    return 17 + (Leaf.restLength(keyLength, prefix) + valueLength + 7 & -8);
  }

  /** Writes the block at {@code a}, see {@link LeafContent#build}. */
  public static void build(long a, int size, LeafSpec spec, RecordList records, int from, int to) {
    int n = to - from;
    int c = spec.tailSlots;
    int prefix = KeyOrder.commonPrefix(spec.low, spec.high);
    int at = begin(a, spec, n, prefix);
    long heads = a + Leaf.heads(n, c);
    long slots = a + Leaf.baseSlots(n, c);
    byte[] bytes = records.bytes();
    long first = 0;
    long others = 0;
    for (int i = 0; i < n; i++) {
      int r = from + i;
      int key = records.keyAt(r);
      int keyLength = records.keyLength(r);
      int valueLength = records.valueLength(r);
      int rest = Leaf.restLength(keyLength, prefix);
      long slot = SlotWord.of(records.kind(r), records.flags(r), keyLength, valueLength, at);
      Mem.putByte(a + Leaf.HEADER + i, KeyOrder.tag(bytes, key, keyLength));
      Mem.putLong(heads + 8L * i, KeyOrder.head(bytes, key, keyLength, prefix));
      Mem.putLong(slots + 8L * i, slot);
      copyRecord(records, r, rest, a + at);
      if (SlotWord.isRef(slot)) {
        ValueNodes.retain(records.node(r));
        Leaf.markNodes(a);
      }
      first = i == 0 ? slot : first;
      others |= slot ^ first;
      at += rest + valueLength + 7 & -8;
    }
    BaseRecords.noteUniform(a, n, first, others);
    end(a, size, spec, at);
  }

  /** Copies rest and value, by one call where they lie side by side. */
  private static void copyRecord(RecordList records, int i, int rest, long to) {
    int behind = records.keyAt(i) + records.keyLength(i);
    int value = records.valueAt(i);
    if (value == behind) {
      Mem.copyIn(records.bytes(), behind - rest, to, rest + records.valueLength(i));
      return;
    }
    if (rest > 0) {
      Mem.copyIn(records.bytes(), behind - rest, to, rest);
    }
    if (records.isInBlock(i)) {
      Mem.copy(records.inBlockAt(i), to + rest, records.valueLength(i));
      return;
    }
    Mem.copyIn(records.bytes(), value, to + rest, records.valueLength(i));
  }

  /** Writes all but the records; returns where the heap starts. */
  static int begin(long a, LeafSpec spec, int n, int prefix) {
    int c = spec.tailSlots;
    header(a, spec, n, prefix);
    Mem.zero(a + Leaf.HEADER + n, Leaf.tailHeads(n, c) - Leaf.HEADER - n);
    return fences(a, spec, Leaf.afterSlots(n, c));
  }

  /** Completes a block whose heap ends at {@code at}. */
  static void end(long a, int size, LeafSpec spec, int at) {
    if (at > size) {
      throw new IllegalStateException("leaf of " + at + " bytes built in a block of " + size);
    }
    Mem.putInt(a + 44, at);
    Mem.putLong(a + Leaf.TAIL, 0);
    // never base clean: records may yet be overwritten in place; only a flush may say so
    Mem.putLong(a + Leaf.DURABLE, spec.durable & ~(DurableWord.BASE_CLEAN | 0xFFL << 54));
  }

  private static void header(long a, LeafSpec spec, int n, int prefix) {
    int flags =
        (spec.tailOnly ? Leaf.TAIL_ONLY : 0)
            | (spec.absorbedPid != 0 ? Leaf.ABSORBING : 0)
            | (spec.high == null ? Leaf.HIGH_OPEN : 0);
    Mem.putLong(a, 0);
    Mem.putByte(a, Leaf.KIND_LEAF);
    Mem.putByte(a + 1, flags);
    Mem.putByte(a + 2, 1); // a new block is in use
    Mem.putShort(a + 4, prefix);
    Mem.putShort(a + 6, n);
    Mem.putLong(a + 24, spec.baseVersion);
    Mem.putLong(a + 32, spec.high == null ? -1 : KeyOrder.head(spec.high, 0, spec.high.length, 0));
    Mem.putLong(a + 40, spec.tailSlots);
    Mem.putLong(a + 48, spec.previous);
    Mem.putLong(a + 56, spec.pid);
    Mem.putLong(a + 64, spec.birth);
    Mem.putLong(a + 72, spec.bornVersion);
    Mem.putLong(a + 80, spec.origin);
    Mem.putLong(a + 88, spec.sibling);
    Mem.putLong(a + 96, spec.absorbedPid);
    Mem.putLong(a + 104, spec.absorbedWord);
    Mem.putInt(a + 112, spec.treeId);
    Mem.putInt(a + 116, 0);
    Mem.putLong(a + 120, 0);
  }

  private static int fences(long a, LeafSpec spec, int start) {
    int at = start;
    Mem.putInt(a + 120, at);
    Mem.putShort(a + 116, spec.low.length);
    Mem.copyIn(spec.low, 0, a + at, spec.low.length);
    at += spec.low.length;
    if (spec.high != null) {
      Mem.putShort(a + 118, spec.high.length);
      Mem.copyIn(spec.high, 0, a + at, spec.high.length);
      at += spec.high.length;
    }
    if (spec.absorbedPid != 0) {
      Mem.putInt(a + 124, at);
      Mem.putLong(a + at, spec.absorbedBirth);
      Mem.putShort(a + at + 8, spec.absorbedLow.length);
      Mem.copyIn(spec.absorbedLow, 0, a + at + 10, spec.absorbedLow.length);
      at += 10 + spec.absorbedLow.length;
    }
    return at + 7 & -8;
  }

  /** Copies a sealed tail-only block into one with a larger tail, entries in slot order. */
  public static void copyTail(long from, long to, int toSize) {
    int n = TailWord.count(Leaf.tailWord(from));
    int durable = DurableWord.tailEntries(Leaf.durableWord(from));
    int copied = 0;
    int copiedDurable = 0;
    int used = 0;
    for (int i = 0; i < n; i++) {
      long s = Leaf.slot(from, i);
      if (!SlotWord.isPublished(s)) {
        continue;
      }
      int bytes =
          Leaf.entryBytes(SlotWord.keyLength(s), SlotWord.valueLength(s), Leaf.prefixLength(from));
      used += bytes;
      int at = toSize - used;
      Mem.copy(from + SlotWord.offset(s), to + at, bytes);
      Mem.putLong(Leaf.tailHeadAddress(to, copied), Leaf.tailHead(from, i));
      Mem.putByte(
          Leaf.tailTagAddress(to, copied), Mem.getUnsignedByte(Leaf.tailTagAddress(from, i)));
      Mem.putLong(Leaf.slotAddress(to, copied), s & ~(0xFFFFL << 8) | (long) (at >>> 3) << 8);
      if (SlotWord.isRef(s)) {
        ValueNodes.retain(Mem.getLong(Leaf.entryValue(from, s)));
        Leaf.markNodes(to);
      }
      copied++;
      copiedDurable += i < durable ? 1 : 0;
    }
    Mem.putLong(to + Leaf.TAIL, TailWord.of(copied, used));
    Mem.putLong(to + Leaf.DURABLE, Leaf.durableWord(to) | (long) copiedDurable << 54);
  }

  /**
   * Copies a sealed block, whose older blocks become {@code previous}. The copy may be larger: its
   * entries keep their offsets.
   */
  public static void copySealed(long from, long to, long previous) {
    long a = Arena.address(from);
    long b = Arena.address(to);
    Mem.copy(a, b, Arena.bytes(from));
    Mem.putLong(b + 48, previous);
    if (!Leaf.hasNodes(b)) {
      return;
    }
    int base = Leaf.has(b, Leaf.TAIL_ONLY) ? 0 : Leaf.baseCount(b);
    for (int i = 0; i < base; i++) {
      long s = Leaf.baseSlot(b, i);
      if (SlotWord.isRef(s)) {
        ValueNodes.retain(Mem.getLong(Leaf.baseValue(b, s)));
      }
    }
    for (int i = 0; i < TailWord.count(Leaf.tailWord(b)); i++) {
      long s = Leaf.slot(b, i);
      if (SlotWord.isPublished(s) && SlotWord.isRef(s)) {
        ValueNodes.retain(Mem.getLong(Leaf.entryValue(b, s)));
      }
    }
  }

  /** Drops the holds of the block at {@code a} on its value nodes; it is about to be freed. */
  public static void releaseNodes(ValueSpace space, long a) {
    if (!Leaf.hasNodes(a)) {
      return;
    }
    int base = Leaf.has(a, Leaf.TAIL_ONLY) ? 0 : Leaf.baseCount(a);
    for (int i = 0; i < base; i++) {
      long s = Leaf.baseSlot(a, i);
      if (SlotWord.isRef(s)) {
        ValueNodes.release(space, Mem.getLong(Leaf.baseValue(a, s)));
      }
    }
    int n = TailWord.count(Leaf.tailWord(a));
    for (int i = 0; i < n; i++) {
      long s = Leaf.slot(a, i);
      if (SlotWord.isPublished(s) && SlotWord.isRef(s)) {
        ValueNodes.release(space, Mem.getLong(Leaf.entryValue(a, s)));
      }
    }
  }
}
