// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.tree;

import io.oxbow.cache.MappingWord;
import io.oxbow.cache.PageSpace;
import io.oxbow.memory.Arena;
import io.oxbow.page.LeafBuilder;
import io.oxbow.page.LeafSpec;
import io.oxbow.page.RecordList;
import io.oxbow.page.RecordRange;
import io.oxbow.page.SlotWord;

/**
 * The half split: right half under a new PID, unreachable; then the left half in place of the page,
 * whose fence and sibling are the truth; then the separator in the parent. A split is a write of
 * the current version (rule 7): older versions see the unsplit pre-image, which the left page owns.
 */
final class LeafSplitter {
  private LeafSplitter() {}

  /** Splits the sealed page whose folded records and inherited spec are in the slot's scratch. */
  static LeafReplacer.Outcome split(BwTree tree, int slot, long word, int tenths, int room) {
    PageSpace space = tree.space();
    Scratch s = tree.scratch(slot);
    LeafSpec spec = s.spec;
    RecordList records = s.records;
    keepAsNew(records);
    int cut = cutAt(records, tenths);
    byte[] separator = Separators.before(records, cut);
    long rightPid = space.table().allocate();
    if (rightPid == 0) {
      return LeafReplacer.Outcome.NO_MEMORY;
    }
    byte[] high = spec.high;
    long sibling = spec.sibling;
    long version = space.versions().current(); // after the seal
    long born = spec.bornVersion;
    long origin = spec.origin;
    long old = MappingWord.ref(word);
    long leftPid = spec.pid;
    byte[] low = spec.low;
    spec.durable = 0;
    spec.baseVersion = version;

    spec.pid = rightPid;
    spec.low = separator;
    spec.bornVersion = version;
    spec.origin = leftPid;
    spec.previous = 0;
    long right = build(tree, s, cut, records.size(), room);

    spec.pid = leftPid;
    spec.low = low;
    spec.high = separator;
    spec.sibling = rightPid;
    spec.bornVersion = born;
    spec.origin = origin;
    spec.previous = s.chain.plan(space, leftPid, old, version);
    long left = right == 0 ? 0 : build(tree, s, 0, cut, room);
    if (left == 0) {
      s.chain.undo(space);
      if (right != 0) {
        space.free(right);
      }
      space.table().release(rightPid);
      return LeafReplacer.Outcome.NO_MEMORY;
    }
    space.table().compareAndSet(rightPid, MappingWord.FREE, MappingWord.hot(right));
    if (!space.table().compareAndSet(leftPid, word, MappingWord.hot(left))) {
      s.chain.undo(space);
      space.free(left);
      withdraw(space, slot, rightPid);
      return LeafReplacer.Outcome.MOVED;
    }
    s.chain.commit(space, slot);
    noteLinked(space, spec.previous != 0, leftPid, rightPid);
    spec.high = high;
    spec.sibling = sibling;
    SeparatorPoster.post(tree, slot, separator, rightPid, 1);
    return LeafReplacer.Outcome.MOVED;
  }

  /** Only live records go on; each half's first piece is a full image. */
  static void keepAsNew(RecordList records) {
    records.keepLive();
    for (int i = 0; i < records.size(); i++) {
      int ref = records.flags(i) & SlotWord.REF;
      records.setFlags(i, SlotWord.DIRTY | SlotWord.BORN | ref);
    }
  }

  /** After linking, so that no flusher meets an unlinked half. */
  private static void noteLinked(PageSpace space, boolean chained, long leftPid, long rightPid) {
    if (chained) {
      space.noteChained(leftPid);
    }
    space.table().dirty().set(leftPid);
    space.table().dirty().set(rightPid);
    space.stats().splits.increment();
  }

  private static long build(BwTree tree, Scratch s, int from, int to, int room) {
    RecordRange half = s.range.of(s.records, from, to);
    LeafReplacer.sizeTail(tree, s.spec, half, room);
    int bytes = LeafBuilder.bytes(s.spec, half);
    long ref = tree.space().arena().allocate(bytes, s.forData);
    if (ref != 0) {
      s.spec.birth = tree.space().nextBirth();
      half.build(Arena.address(ref), Arena.bytes(ref), s.spec);
    }
    return ref;
  }

  /** Takes an unlinked right half back. */
  static void withdraw(PageSpace space, int slot, long pid) {
    long w;
    do {
      w = space.table().get(pid);
    } while (!space.table().compareAndSet(pid, w, MappingWord.FREE));
    if (MappingWord.isHot(w)) {
      space.epochs().retire(slot, MappingWord.ref(w));
    }
    space.table().release(pid);
  }

  private static int cutAt(RecordList records, int tenths) {
    long total = records.blockBytes(0, records.size());
    long left = 0;
    int cut = 0;
    while (cut < records.size() && (left + records.blockBytes(cut)) * 10 <= total * tenths) {
      left += records.blockBytes(cut++);
    }
    return Math.max(1, Math.min(records.size() - 1, cut));
  }
}
