// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.tree;

import static io.oxbow.tree.TreeValidator.require;
import static io.oxbow.tree.TreeValidator.text;

import io.oxbow.cache.MappingWord;
import io.oxbow.memory.Arena;
import io.oxbow.memory.Mem;
import io.oxbow.page.BaseRecords;
import io.oxbow.page.DurableWord;
import io.oxbow.page.KeyOrder;
import io.oxbow.page.Leaf;
import io.oxbow.page.LeafFold;
import io.oxbow.page.RecordList;
import io.oxbow.page.SlotWord;
import io.oxbow.page.TailWord;
import io.oxbow.page.ValueNodes;
import java.util.Arrays;

/** Checks the content of one leaf: its blocks, and what the disk has of it. */
final class LeafCheck {
  private static final long FLAGS = 0xFL << 56;

  private final BwTree tree;
  private final String what;
  private byte[] high;
  private long sibling;

  LeafCheck(BwTree tree, String what) {
    this.tree = tree;
    this.what = what;
  }

  /** Effective upper fence of the leaf checked last: that of an undecided absorption is lower. */
  byte[] high() {
    return high;
  }

  long sibling() {
    return sibling;
  }

  /** The current block of a page. */
  void hot(long word) {
    long a = MappingWord.address(word);
    high = Leaf.high(a);
    sibling = Leaf.sibling(a);
    if (Leaf.has(a, Leaf.ABSORBING)) {
      long w = tree.space().table().get(Leaf.absorbedPid(a));
      require(w != MappingWord.FREE, what + " absorbs a page that is free already");
      if (w != MappingWord.redirect(Leaf.pid(a), Leaf.birth(a))) {
        high = Leaf.absorbedLow(a);
        sibling = Leaf.absorbedPid(a);
      }
    }
    block(MappingWord.ref(word));
    content(a);
  }

  /** An older block of the page. */
  void preImage(long ref) {
    String name = "a pre-image of " + what;
    require(TailWord.isSealed(Leaf.tailWord(Arena.address(ref))), name + " is not sealed");
    block(ref);
  }

  private void block(long ref) {
    long a = Arena.address(ref);
    require(
        Leaf.baseVersion(a) <= tree.space().versions().current(), what + " is of a later version");
    if (!Leaf.has(a, Leaf.TAIL_ONLY)) {
      base(a);
    }
    tail(a, Arena.bytes(ref));
    long d = Leaf.durableWord(a);
    require(
        DurableWord.tailEntries(d) <= TailWord.count(Leaf.tailWord(a)),
        what + " has more entries on disk than in memory");
    require(
        DurableWord.isFrozen(d) == TailWord.isSealed(Leaf.tailWord(a)),
        what + " is sealed, or frozen, alone");
  }

  private void base(long a) {
    RecordList records = new RecordList();
    int holes = 0;
    for (int i = 0; i < Leaf.baseCount(a); i++) {
      holes += BaseRecords.isHole(a, i) ? 1 : 0;
      long s = Leaf.baseSlot(a, i);
      int kind = SlotWord.kind(s);
      require(
          (BaseRecords.baseWord(a, i) & ~FLAGS) == (s & ~FLAGS),
          what + ": base record " + i + " is not as the header says of all");
      require(
          kind == SlotWord.PUT || kind == SlotWord.DELETE, what + ": base record of kind " + kind);
      byte[] key = key(a, Leaf.baseHead(a, i), a + SlotWord.offset(s), SlotWord.keyLength(s));
      requireInside(a, key);
      require(
          Mem.getUnsignedByte(a + Leaf.HEADER + i) == KeyOrder.tag(key, 0, key.length),
          what + ": wrong tag of " + text(key));
      records.add(SlotWord.PUT, 0, key, 0, key.length, key, 0, 0);
    }
    require(
        holes == BaseRecords.holes(a), what + " counts " + BaseRecords.holes(a) + " of its holes");
    requireAscending(records, "base");
  }

  private void requireAscending(RecordList records, String where) {
    for (int i = 1; i < records.size(); i++) {
      byte[] key = records.key(i);
      require(
          records.compareKey(i - 1, key, 0, key.length) < 0,
          what + ": the keys of its " + where + " do not ascend at " + text(key));
    }
  }

  private void requireInside(long a, byte[] key) {
    require(
        Leaf.compareToLow(a, key, 0, key.length) >= 0
            && Leaf.compareToHigh(a, key, 0, key.length) < 0,
        what + " has key " + text(key) + ", which is not between its fences");
  }

  private void tail(long a, int size) {
    long t = Leaf.tailWord(a);
    int count = TailWord.count(t);
    require(!TailWord.isBusy(t), what + " is busy while no call runs");
    require(
        count <= Leaf.tailSlots(a) && TailWord.used(t) <= size - Leaf.heapEnd(a),
        what + ": its tail has grown into its base");
    long version = Leaf.baseVersion(a);
    for (int i = 0; i < count; i++) {
      long s = Leaf.slot(a, i);
      require(s != SlotWord.RESERVED, what + ": entry " + i + " is reserved while no call runs");
      if (!SlotWord.isPublished(s)) {
        continue;
      }
      int at = SlotWord.offset(s);
      require(at >= size - TailWord.used(t), what + ": entry " + i + " lies outside of the tail");
      require(
          Leaf.entryVersion(a, s) >= version && SlotWord.kind(s) <= SlotWord.APPEND,
          what
              + ": entry "
              + i
              + " is of version "
              + Leaf.entryVersion(a, s)
              + ", after "
              + version);
      version = Leaf.entryVersion(a, s);
      byte[] key = key(a, Leaf.tailHead(a, i), a + at + Leaf.ENTRY_HEADER, SlotWord.keyLength(s));
      requireInside(a, key);
      int tag = Mem.getUnsignedByte(Leaf.tailTagAddress(a, i));
      require(
          tag == 0 || tag == KeyOrder.tag(key, 0, key.length), what + ": wrong tag of entry " + i);
    }
    require(version <= tree.space().versions().current(), what + " has entries of the future");
  }

  private static byte[] key(long a, long head, long rest, int length) {
    byte[] key = new byte[length];
    int prefix = Leaf.prefixLength(a);
    System.arraycopy(Leaf.low(a), 0, key, 0, prefix);
    for (int b = 0; b < Math.min(8, length - prefix); b++) {
      key[prefix + b] = (byte) (head >>> 56 - 8 * b);
    }
    Mem.copyOut(
        rest, key, length - Leaf.restLength(length, prefix), Leaf.restLength(length, prefix));
    return key;
  }

  /**
   * Content = chain on disk + what is dirty; and nothing is dirty where the page's bit is clear.
   */
  private void content(long a) {
    RecordList dirty = new RecordList();
    fold(a, LeafFold.Purpose.FLUSH, dirty);
    boolean marked = tree.space().table().dirty().isSet(Leaf.pid(a));
    RecordList disk = new RecordList();
    read(DurableWord.location(Leaf.durableWord(a)), disk);
    RecordList changed = new RecordList();
    for (int i = 0; i < dirty.size(); i++) {
      if ((dirty.flags(i) & SlotWord.DIRTY) != 0) {
        require(marked, what + " has changes the next checkpoint will not look for");
        changed.add(dirty, i);
      }
    }
    if (Leaf.has(a, Leaf.TAIL_ONLY)) {
      return; // the disk is its base
    }
    RecordList live = new RecordList();
    fold(a, LeafFold.Purpose.READ, live);
    requireAscending(live, "content");
    int i = disk.lowerBound(Leaf.low(a), 0, Leaf.lowLength(a));
    byte[] end = Leaf.high(a);
    int n = end == null ? disk.size() : disk.lowerBound(end, 0, end.length);
    compare(live, disk, i, n, changed);
  }

  private void compare(RecordList live, RecordList disk, int from, int to, RecordList changed) {
    int k = 0;
    int i = from;
    for (int j = 0; i < to || j < changed.size(); ) {
      int c =
          i >= to
              ? 1
              : j == changed.size()
                  ? -1
                  : disk.compareKey(i, changed.bytes(), changed.keyAt(j), changed.keyLength(j));
      RecordList source = c < 0 ? disk : changed;
      int at = c < 0 ? i++ : j++;
      i += c == 0 ? 1 : 0;
      if (source.kind(at) == SlotWord.DELETE) {
        continue;
      }
      String key = text(source.key(at));
      require(k < live.size(), what + " has lost " + key + ", which is on disk or changed");
      require(
          Arrays.equals(live.key(k), source.key(at)),
          what + " has " + text(live.key(k)) + " where disk and changes say " + key);
      require(
          sameValue(live, k, source, at),
          what + ": the value of " + key + " is not what disk and changes say");
      k++;
    }
    require(k == live.size(), what + " has records that disk and changes lack");
  }

  private static boolean sameValue(RecordList a, int i, RecordList b, int j) {
    if (a.isRef(i) || b.isRef(j)) {
      return valueBytes(a, i) == valueBytes(b, j);
    }
    return Arrays.equals(
        a.bytes(),
        a.valueAt(i),
        a.valueAt(i) + a.valueLength(i),
        b.bytes(),
        b.valueAt(j),
        b.valueAt(j) + b.valueLength(j));
  }

  private static long valueBytes(RecordList list, int i) {
    int here = list.valueLength(i);
    return list.isRef(i) ? list.separatedBytes(i) + here - ValueNodes.DESCRIPTOR : here;
  }

  private void fold(long a, LeafFold.Purpose purpose, RecordList into) {
    new LeafFold()
        .fold(
            a, Leaf.tailWord(a), Long.MAX_VALUE, tree.rule(), purpose, tree.space().values(), into);
  }

  /** A page on disk: readable, its keys in order. */
  void cold(long word, byte[] low, byte[] upper) {
    RecordList disk = new RecordList();
    read(MappingWord.location(word), disk);
    requireAscending(disk, "image");
  }

  private void read(long location, RecordList into) {
    int read = tree.cold().beginRead();
    try {
      tree.cold().readPage(location, Long.MAX_VALUE, into);
      tree.cold().dropNodes(into);
    } finally {
      tree.cold().endRead(read);
    }
  }
}
