// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.tree;

import io.oxbow.cache.MappingWord;
import io.oxbow.cache.PageSpace;
import io.oxbow.memory.Arena;
import io.oxbow.page.KeyOrder;
import io.oxbow.page.Leaf;
import io.oxbow.page.LeafBuilder;
import io.oxbow.page.LeafContent;
import io.oxbow.page.LeafSpec;
import io.oxbow.page.RecordList;
import io.oxbow.page.Records;
import java.util.Arrays;

/**
 * A split of a leaf into many parts, with new records between its own (protocol 4.7): the left page
 * keeps what is below them and is filled up, pages are built of the others, and what is above them
 * gets a page too. The parts are built under PIDs nobody knows, from the right, then the left page
 * replaces the leaf by the deciding compare-and-set, then the separators are posted. Reused.
 */
final class LoadSplit {
  /** Most parts of one split. */
  static final int PAGES = 32;

  /** Nothing was written: memory is short. */
  static final int NOT_HERE = 0;

  /** Another thread has replaced the leaf. */
  static final int AGAIN = -1;

  private final BwTree tree;
  private final int[] starts = new int[PAGES + 1]; // of the parts, and where the last one ends
  private final byte[][] separators = new byte[PAGES][];
  private final long[] pids = new long[PAGES];
  private final long[] refs = new long[PAGES];
  private Records pending;
  private RecordList above;
  private int parts;
  private long reserve;

  LoadSplit(BwTree tree) {
    this.tree = tree;
  }

  /**
   * Splits the sealed leaf the slot's descent arrived at; the scratch has its inherited spec and,
   * kept as new, those of its records that are below the run.
   *
   * @param run new records {@code [from, end)}, at least one
   * @param rest the leaf's records above them
   * @param room a block for the left page, see {@link #reserve}
   * @param fill bytes of records that pages get, their header's included
   * @return how many were written, or why none
   */
  int run(int slot, Records run, int from, int end, RecordList rest, long room, int fill) {
    pending = run;
    above = rest;
    reserve = room;
    Scratch s = tree.scratch(slot);
    PageSpace space = tree.space();
    LeafSpec spec = s.spec;
    int stop = cut(s, from, end, fill);
    long leftPid = spec.pid;
    byte[] low = spec.low;
    long born = spec.bornVersion;
    long origin = spec.origin;
    long version = space.versions().current(); // after the seal
    spec.baseVersion = version;
    spec.durable = 0;
    spec.bornVersion = version;
    spec.origin = leftPid;
    if (!buildParts(s)) {
      return NOT_HERE;
    }
    spec.pid = leftPid;
    spec.low = low;
    spec.bornVersion = born;
    spec.origin = origin;
    spec.previous = s.chain.plan(space, leftPid, MappingWord.ref(s.at.word), version);
    long left = buildLeft(s);
    if (left == 0) {
      s.chain.undo(space);
      dropParts(0);
      return NOT_HERE;
    }
    if (!install(slot, s, left)) {
      return AGAIN;
    }
    link(slot, leftPid, spec.previous != 0);
    space.stats().bulkLoaded.add(stop - from);
    return stop - from;
  }

  /** The block given for the left page, or 0 when that has taken it. */
  long reserve() {
    return reserve;
  }

  /**
   * Fills the left page's records up and cuts what follows into parts; returns where the new ones
   * among them end. What the keys of a page share is at least what all that come share: the rest is
   * known when the page ends.
   */
  private int cut(Scratch s, int from, int end, int fill) {
    RecordList left = s.records;
    byte[] last = pending.key(end - 1);
    int i = fillLeft(left, from, end, KeyOrder.commonPrefix(s.spec.low, last), fill);
    int newest = left.size() - 1;
    int prefix = KeyOrder.commonPrefix(left.key(newest), last);
    int most = above.size() == 0 ? PAGES : PAGES - 1;
    parts = 0;
    starts[0] = i;
    while (i < end && parts < most) {
      separators[parts] =
          parts == 0 ? Separators.between(left, newest, pending, i) : Separators.before(pending, i);
      i = pending.endOf(i, end, prefix, fill - Leaf.HEADER);
      starts[++parts] = i;
    }
    if (above.size() > 0) {
      separators[parts++] = Separators.between(pending, i - 1, above, 0);
    }
    return i;
  }

  /** At least one record is in the left page then: separators are made of neighbours. */
  private int fillLeft(RecordList left, int from, int end, int prefix, int fill) {
    int room = fill - LeafReplacer.contentBytes(left.stretch(0, left.size()), prefix);
    if (left.size() > 0 && room < pending.blockBytes(from)) {
      return from;
    }
    int to = pending.endOf(from, end, prefix, room);
    for (int i = from; i < to; i++) {
      left.add(pending, i);
    }
    return to;
  }

  /** Builds the parts from the right; the spec is then as the left page needs it at its end. */
  private boolean buildParts(Scratch s) {
    LeafSpec spec = s.spec;
    spec.previous = 0;
    for (int p = parts - 1; p >= 0; p--) {
      spec.pid = tree.space().table().allocate();
      spec.low = separators[p];
      refs[p] = spec.pid == 0 ? 0 : buildPart(spec, p);
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

  private long buildPart(LeafSpec spec, int p) {
    LeafContent content = content(p);
    LeafReplacer.sizeTail(tree, spec, content, 0);
    int bytes = LeafBuilder.bytes(spec, content);
    return write(spec, content, tree.space().arena().allocate(bytes, true));
  }

  private LeafContent content(int p) {
    return p == parts - 1 && above.size() > 0
        ? above.stretch(0, above.size())
        : pending.stretch(starts[p], starts[p + 1]);
  }

  private long buildLeft(Scratch s) {
    LeafContent content = s.records.stretch(0, s.records.size());
    LeafReplacer.sizeTail(tree, s.spec, content, 0);
    int bytes = LeafBuilder.bytes(s.spec, content);
    long ref = LeafReplacer.takeExact(tree.space(), bytes, reserve, s);
    if (ref == reserve) {
      reserve = 0;
    }
    return write(s.spec, content, ref);
  }

  private long write(LeafSpec spec, LeafContent content, long ref) {
    if (ref != 0) {
      spec.birth = tree.space().nextBirth();
      content.build(Arena.address(ref), Arena.bytes(ref), spec);
    }
    return ref;
  }

  private boolean install(int slot, Scratch s, long left) {
    PageSpace space = tree.space();
    for (int p = 0; p < parts; p++) {
      space.table().compareAndSet(pids[p], MappingWord.FREE, MappingWord.hot(refs[p]));
    }
    if (space.table().compareAndSet(s.spec.pid, s.at.word, MappingWord.hot(left))) {
      s.chain.commit(space, slot);
      return true;
    }
    s.chain.undo(space);
    space.free(left);
    for (int p = 0; p < parts; p++) {
      LeafSplitter.withdraw(space, slot, pids[p]);
    }
    return false;
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
    SeparatorPoster.post(
        tree, slot, Arrays.copyOf(separators, parts), Arrays.copyOf(pids, parts), 1);
  }
}
