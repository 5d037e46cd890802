// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.tree;

import io.oxbow.cache.MappingWord;
import io.oxbow.cache.PageSpace;
import io.oxbow.memory.Arena;
import io.oxbow.memory.Epochs;
import io.oxbow.memory.SizeClasses;
import io.oxbow.page.KeyOrder;
import io.oxbow.page.Leaf;
import io.oxbow.page.LeafSpec;
import io.oxbow.page.RecordList;
import io.oxbow.page.SlotWord;

/**
 * Deletes a range leaf by leaf (protocol 4.20): each leaf is one replacement, a write of the
 * current version. Atomic per leaf only. Leaves left empty are removed by merges.
 */
final class RangeDeleter {
  private final BwTree tree;
  private final byte[] to;
  private byte[] position;
  private boolean done;
  private int failures;

  private RangeDeleter(BwTree tree, byte[] from, byte[] to) {
    this.tree = tree;
    this.to = to;
    position = from;
    done = to != null && SeparatorPoster.compare(from, to) >= 0;
  }

  static void delete(BwTree tree, byte[] from, byte[] to) {
    new RangeDeleter(tree, from, to).run();
  }

  private void run() {
    Epochs epochs = tree.space().epochs();
    while (!done) {
      LeafReplacer.Outcome outcome;
      int slot = epochs.pin();
      try {
        outcome = step(slot);
      } finally {
        epochs.unpin(slot);
      }
      if (outcome == LeafReplacer.Outcome.NEED_BASE) {
        ColdPages.load(tree, position, 0, position.length);
      } else if (outcome == LeafReplacer.Outcome.NO_MEMORY) {
        if (++failures > 3) {
          throw tree.cold().noRoom(tree.sizes().leafBytes());
        }
        tree.cold().makeRoom(tree.sizes().leafBytes());
      } else {
        failures = 0;
      }
    }
  }

  private LeafReplacer.Outcome step(int slot) {
    Scratch s = tree.scratch(slot).begin(true, failures);
    s.at.toLeaf(tree, position, 0, position.length);
    long a = s.at.block;
    if (a == 0) {
      return emptyCold(slot, s);
    }
    if (Leaf.has(a, Leaf.TAIL_ONLY)) {
      return LeafReplacer.Outcome.NEED_BASE;
    }
    byte[] high = Leaf.high(a);
    if (!touchesRange(s, a)) {
      // what an undecided merge copied is its own page's business: go no further than the border
      byte[] border = border(a);
      pass(border == null ? high : border);
      return LeafReplacer.Outcome.MOVED;
    }
    PageSpace space = tree.space();
    long old = MappingWord.ref(s.at.word);
    int bound = Math.min(SizeClasses.MAX_BYTES, Arena.bytes(old) + 4096);
    long reserve = LeafReplacer.reserve(space, s, old, bound);
    try {
      Leaf.seal(a);
      LeafSpec spec = s.spec.inherit(a);
      if (!LeafReplacer.fold(tree, s, a, s.at.pid, spec)) {
        return LeafReplacer.Outcome.NO_MEMORY;
      }
      drop(s.records);
      spec.baseVersion = space.versions().current(); // after the seal: a write of this version
      long used = LeafReplacer.install(tree, slot, s.at.word, s.range.of(s.records), reserve, 0);
      if (used == 0) {
        return LeafReplacer.Outcome.NO_MEMORY;
      }
      if (used == reserve) {
        reserve = 0;
      }
      if (space.table().get(s.at.pid) != s.at.word) {
        space.table().dirty().mark(s.at.pid);
      }
      return LeafReplacer.Outcome.MOVED; // looks at the leaf again: it may not have been us
    } finally {
      s.fold.releaseFresh();
      if (reserve != 0) {
        space.arena().free(reserve);
      }
    }
  }

  private byte[] border(long a) {
    return Leaf.has(a, Leaf.ABSORBING)
            && tree.space().table().get(Leaf.absorbedPid(a))
                != MappingWord.redirect(Leaf.pid(a), Leaf.birth(a))
        ? Leaf.absorbedLow(a)
        : null;
  }

  /** Whether a live record of the leaf is in what is left of the range. */
  private boolean touchesRange(Scratch s, long a) {
    RecordList first = s.records;
    first.clear();
    long t = Leaf.quietTailWord(a);
    s.fold.read(a, t, Long.MAX_VALUE, tree.rule(), first, position, to, 1);
    byte[] border = first.size() == 0 ? null : border(a);
    return first.size() > 0
        && (border == null || first.compareKey(0, border, 0, border.length) < 0);
  }

  private void drop(RecordList records) {
    int from = records.lowerBound(position, 0, position.length);
    int end = to == null ? records.size() : records.lowerBound(to, 0, to.length);
    for (int i = from; i < end; i++) {
      records.setDeleted(i, (records.flags(i) & SlotWord.BORN) != 0);
    }
    records.dropVanished();
  }

  /** A cold leaf wholly inside the range becomes an empty one without a read. */
  private LeafReplacer.Outcome emptyCold(int slot, Scratch s) {
    PageSpace space = tree.space();
    if (!s.at.isIntervalExact(tree)) {
      if (s.at.missingPid != 0) {
        SeparatorPoster.postMissing(tree, slot);
      }
      return LeafReplacer.Outcome.MOVED;
    }
    byte[] low = s.at.coldLow();
    byte[] high = s.at.coldHigh();
    boolean inside =
        KeyOrder.compare(low, 0, low.length, position, 0, position.length) >= 0
            && (to == null || high != null && SeparatorPoster.compare(high, to) <= 0);
    long version = space.versions().current();
    if (!inside || space.versions().horizon().length > 0) {
      return LeafReplacer.Outcome.NEED_BASE;
    }
    if (!ColdPages.installEmpty(tree, s, version)) {
      return LeafReplacer.Outcome.NO_MEMORY;
    }
    return LeafReplacer.Outcome.MOVED;
  }

  private void pass(byte[] border) {
    if (border == null || to != null && SeparatorPoster.compare(border, to) >= 0) {
      done = true;
    } else {
      position = border;
    }
  }
}
