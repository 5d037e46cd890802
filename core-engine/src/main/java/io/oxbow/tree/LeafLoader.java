// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.tree;

import io.oxbow.cache.MappingWord;
import io.oxbow.cache.PageSpace;
import io.oxbow.memory.Arena;
import io.oxbow.memory.Epochs;
import io.oxbow.page.KeyOrder;
import io.oxbow.page.Leaf;
import io.oxbow.page.LeafBuilder;
import io.oxbow.page.LeafSpec;
import io.oxbow.page.RecordList;
import io.oxbow.page.RecordRange;
import io.oxbow.page.SlotWord;
import io.oxbow.page.ValueNodes;
import java.util.Arrays;

/**
 * Writes records that come in key order. Where they lie behind all records of their leaf, pages are
 * built of them whole and linked in by one split of many parts (protocol 4.7): the parts under PIDs
 * nobody knows, from the right, then the left page by the deciding compare-and-set, then the
 * separators. Elsewhere they are put one by one. Other threads may read and write meanwhile; one
 * thread loads.
 */
public final class LeafLoader {
  private static final int PAGES = 32; // per split
  private static final int FILL = 9; // tenths of a page
  private static final int NOT_HERE = 0;
  private static final int AGAIN = -1;
  private static final int NO_MEMORY = -2;

  private final BwTree tree;
  private final RecordList pending = new RecordList();
  private final RecordRange range = new RecordRange();
  private final int[] starts = new int[PAGES + 1]; // of the parts, and where the last one ends
  private final byte[][] separators = new byte[PAGES][];
  private final long[] pids = new long[PAGES];
  private final long[] refs = new long[PAGES];
  private int parts;
  private long bytes;
  private byte[] last;

  public LeafLoader(BwTree tree) {
    this.tree = tree;
  }

  /** Adds a record; false, with nothing done, when its key is not above the one before. */
  public boolean add(byte[] key, int kOff, int kLen, byte[] value, int vOff, int vLen) {
    if (last != null && KeyOrder.compare(last, 0, last.length, key, kOff, kLen) >= 0
        || pending.size() > 0 && pending.compareKey(pending.size() - 1, key, kOff, kLen) >= 0) {
      return false;
    }
    if (vLen >= ValueNodes.THRESHOLD) {
      flush();
      tree.put(key, kOff, kLen, value, vOff, vLen);
      last = Arrays.copyOfRange(key, kOff, kOff + kLen);
      return true;
    }
    int flags = SlotWord.DIRTY | SlotWord.BORN;
    pending.add(SlotWord.PUT, flags, key, kOff, kLen, value, vOff, vLen);
    bytes += LeafBuilder.recordBytes(pending, pending.size() - 1);
    if (bytes > (long) PAGES * limit()) {
      flush();
    }
    return true;
  }

  private int limit() {
    return tree.sizes().leafBytes() * FILL / 10;
  }

  /** Writes all that was added; every later read sees it. */
  public void flush() {
    int failures = 0;
    for (int i = 0; i < pending.size(); ) {
      int done = split(i);
      if (done == NO_MEMORY) {
        if (++failures > 3) {
          throw tree.cold().noRoom(limit());
        }
        tree.cold().makeRoom(limit());
      } else if (done != AGAIN) {
        failures = 0;
        i += done == NOT_HERE ? putSome(i) : done;
      }
    }
    if (pending.size() > 0) {
      last = pending.key(pending.size() - 1);
    }
    pending.clear();
    bytes = 0;
  }

  /** Puts records one by one, as many as fill a leaf. */
  private int putSome(int from) {
    int n = 0;
    for (long put = 0; from + n < pending.size() && put < limit(); n++) {
      int i = from + n;
      byte[] all = pending.bytes();
      tree.put(
          all,
          pending.keyAt(i),
          pending.keyLength(i),
          all,
          pending.valueAt(i),
          pending.valueLength(i));
      put += LeafBuilder.recordBytes(pending, i);
    }
    return n;
  }

  /** Records written by one split, or why there are none. */
  private int split(int from) {
    Epochs epochs = tree.space().epochs();
    int slot = epochs.pin();
    try {
      Scratch s = tree.scratch(slot).begin(false, 0);
      int keyAt = pending.keyAt(from);
      s.at.toLeaf(tree, pending.bytes(), keyAt, pending.keyLength(from));
      long a = s.at.block;
      if (a == 0 || Leaf.has(a, Leaf.TAIL_ONLY | Leaf.ABSORBING)) {
        return NOT_HERE;
      }
      int end = endInside(a);
      if ((end - from) * 4 < Leaf.baseCount(a)) {
        return NOT_HERE; // few: not worth a page's copy
      }
      Leaf.seal(a);
      LeafSpec spec = s.spec.inherit(a);
      if (!LeafReplacer.fold(tree, s, a, s.at.pid, spec)) {
        return NO_MEMORY;
      }
      if (s.records.size() > 0
          && s.records.compareKey(
                  s.records.size() - 1, pending.bytes(), keyAt, pending.keyLength(from))
              >= 0) {
        return NOT_HERE;
      }
      return replace(slot, s, from, end);
    } finally {
      tree.scratch(slot).fold.releaseFresh();
      epochs.unpin(slot);
    }
  }

  /** Index of the first pending record that is beyond the leaf. */
  private int endInside(long a) {
    byte[] high = Leaf.high(a);
    return high == null ? pending.size() : pending.lowerBound(high, 0, high.length);
  }

  private int replace(int slot, Scratch s, int from, int end) {
    LeafSplitter.keepAsNew(s.records);
    int stop = cut(s.records, from, end);
    PageSpace space = tree.space();
    LeafSpec spec = s.spec;
    long leftPid = spec.pid;
    byte[] low = spec.low;
    long born = spec.bornVersion;
    long origin = spec.origin;
    long old = MappingWord.ref(s.at.word);
    long version = space.versions().current(); // after the seal
    spec.baseVersion = version;
    spec.durable = 0;
    spec.bornVersion = version;
    spec.origin = leftPid;
    if (!buildParts(s)) {
      return NO_MEMORY;
    }
    spec.pid = leftPid;
    spec.low = low;
    spec.bornVersion = born;
    spec.origin = origin;
    spec.previous = s.chain.plan(space, leftPid, old, version);
    long left = build(s, range.of(s.records));
    if (left == 0) {
      s.chain.undo(space);
      dropParts(0);
      return NO_MEMORY;
    }
    for (int p = 0; p < parts; p++) {
      space.table().compareAndSet(pids[p], MappingWord.FREE, MappingWord.hot(refs[p]));
    }
    if (!space.table().compareAndSet(leftPid, s.at.word, MappingWord.hot(left))) {
      s.chain.undo(space);
      space.free(left);
      for (int p = 0; p < parts; p++) {
        LeafSplitter.withdraw(space, slot, pids[p]);
      }
      return AGAIN;
    }
    s.chain.commit(space, slot);
    link(slot, leftPid, spec.previous != 0);
    return stop - from;
  }

  /**
   * Fills the left page's records up and cuts what follows into parts; returns where the last part
   * ends.
   */
  private int cut(RecordList left, int from, int end) {
    long size = LeafReplacer.contentBytes(left);
    int i = from;
    do {
      size += LeafBuilder.recordBytes(pending, i);
      left.add(pending, i++); // at least one: separators are made of neighbours
    } while (i < end && size < limit());
    parts = 0;
    starts[0] = i;
    while (i < end && parts < PAGES) {
      separators[parts] = Separators.before(pending, i);
      for (size = Leaf.HEADER; i < end && size < limit(); i++) {
        size += LeafBuilder.recordBytes(pending, i);
      }
      starts[++parts] = i;
    }
    return i;
  }

  /** Builds the parts from the right; the spec is then as the left page needs it at its end. */
  private boolean buildParts(Scratch s) {
    LeafSpec spec = s.spec;
    spec.previous = 0;
    for (int p = parts - 1; p >= 0; p--) {
      spec.pid = tree.space().table().allocate();
      spec.low = separators[p];
      refs[p] = spec.pid == 0 ? 0 : build(s, range.of(pending, starts[p], starts[p + 1]));
      pids[p] = spec.pid;
      if (refs[p] == 0) {
        if (spec.pid != 0) {
          tree.space().table().release(spec.pid);
        }
        dropParts(p + 1);
        return false;
      }
      spec.high = spec.low;
      spec.sibling = spec.pid;
    }
    return true;
  }

  private void dropParts(int from) {
    for (int p = from; p < parts; p++) {
      tree.space().free(refs[p]);
      tree.space().table().release(pids[p]);
    }
  }

  private long build(Scratch s, RecordRange records) {
    LeafReplacer.sizeTail(tree, s.spec, records, 0);
    long ref = tree.space().arena().allocate(LeafBuilder.bytes(s.spec, records), true);
    if (ref != 0) {
      s.spec.birth = tree.space().nextBirth();
      records.build(Arena.address(ref), Arena.bytes(ref), s.spec);
    }
    return ref;
  }

  private void link(int slot, long leftPid, boolean chained) {
    PageSpace space = tree.space();
    if (chained) {
      space.noteChained(leftPid);
    }
    space.table().dirty().set(leftPid);
    for (int p = 0; p < parts; p++) {
      space.table().dirty().set(pids[p]);
      space.stats().splits.increment();
    }
    for (int p = 0; p < parts; p++) {
      SeparatorPoster.post(tree, slot, separators[p], pids[p], 1);
    }
  }
}
