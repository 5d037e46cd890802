// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.tree;

import io.oxbow.cache.MappingTable;
import io.oxbow.cache.MappingWord;
import io.oxbow.cache.PageSpace;
import io.oxbow.memory.Arena;
import io.oxbow.page.BaseRecords;
import io.oxbow.page.Inner;
import io.oxbow.page.InnerSpec;
import io.oxbow.page.Leaf;
import io.oxbow.page.LeafBuilder;
import io.oxbow.page.LeafFold;
import io.oxbow.page.LeafSpec;
import io.oxbow.page.RecordList;
import io.oxbow.page.SlotWord;
import io.oxbow.page.TailWord;
import java.util.Arrays;

/**
 * Merges a leaf into its left neighbour (protocol 4.8), which also removes empty leaves. Called by
 * maintenance only, one at a time per store. The one commit point is the CAS of the right page's
 * word to a redirect; until then the left block absorbs conditionally, and whoever must replace it
 * settles first. An optimisation: it is skipped whenever a version is needed or anything is in the
 * way.
 */
final class Merger {
  private Merger() {}

  /** A merged page whose PID is not free yet. */
  record Removed(BwTree tree, long pid, long into, byte[] key, long version, long birth) {}

  /**
   * Decides a conditional absorption: tries the commit, then looks. The recorded word is from an
   * older pin, and the neighbour's block may have been replaced, freed and its memory given to the
   * neighbour's newest block since: so the word alone decides nothing, but word and birth, both
   * read under this pin, do. Under the caller's pin.
   *
   * @return whether the block at {@code a}, the page {@code pid}, has absorbed its neighbour
   */
  static boolean settle(PageSpace space, long pid, long a) {
    long redirect = MappingWord.redirect(pid, Leaf.birth(a));
    MappingTable table = space.table();
    long absorbed = Leaf.absorbedPid(a);
    long w = table.get(absorbed);
    return w == Leaf.absorbedWord(a)
            && Leaf.birth(MappingWord.address(w)) == Leaf.absorbedBirth(a)
            && table.compareAndSet(absorbed, w, redirect)
        || table.get(absorbed) == redirect;
  }

  /** Merges page {@code right} into its left neighbour if all is favourable; else null. */
  static Removed merge(BwTree tree, long right) {
    PageSpace space = tree.space();
    int slot = space.epochs().pinAlways();
    try {
      return new Attempt(tree, slot, right).run();
    } finally {
      space.epochs().unpin(slot);
    }
  }

  /**
   * Rebuilds a page with holes or deletes in its tail, so that it takes no more than its records
   * need; false when there was nothing to do, or no memory.
   */
  static boolean dropDeleted(BwTree tree, long pid) {
    PageSpace space = tree.space();
    int slot = space.epochs().pinAlways();
    try {
      long word = space.table().get(pid);
      if (!isWholeLeaf(word)) {
        return false;
      }
      long a = MappingWord.address(word);
      if (Leaf.treeId(a) != tree.treeId() || !hasDeletes(a)) {
        return false;
      }
      tree.scratch(slot).beginUpkeep();
      return LeafReplacer.replace(tree, slot, pid, word, 0, null, 0, 0)
          == LeafReplacer.Outcome.MOVED;
    } finally {
      space.epochs().unpin(slot);
    }
  }

  private static boolean hasDeletes(long a) {
    for (int i = TailWord.count(Leaf.tailWord(a)) - 1; i >= 0; i--) {
      if (SlotWord.kind(Leaf.slot(a, i)) == SlotWord.DELETE) {
        return true;
      }
    }
    return BaseRecords.holes(a) != 0;
  }

  private static boolean isWholeLeaf(long word) {
    return MappingWord.isHot(word)
        && Leaf.isLeaf(MappingWord.address(word))
        && !Leaf.has(MappingWord.address(word), Leaf.TAIL_ONLY);
  }

  /** One attempt, under one pin. */
  private static final class Attempt {
    private final BwTree tree;
    private final PageSpace space;
    private final MappingTable table;
    private final int slot;
    private final long right;
    private long rightWord;
    private long left;
    private long leftWord;
    private byte[] key;

    Attempt(BwTree tree, int slot, long right) {
      this.tree = tree;
      this.slot = slot;
      this.right = right;
      space = tree.space();
      table = space.table();
    }

    Removed run() {
      if (!find() || space.versions().horizon().length > 0) {
        return null;
      }
      long r = MappingWord.address(rightWord);
      long l = MappingWord.address(leftWord);
      int bound = Arena.bytes(MappingWord.ref(leftWord)) + Arena.bytes(MappingWord.ref(rightWord));
      long reserve = bound > (1 << 18) ? 0 : space.arena().allocate(bound);
      if (reserve == 0 || !mark(true)) {
        if (reserve != 0) {
          space.arena().free(reserve);
        }
        return null;
      }
      Leaf.seal(r);
      Leaf.seal(l);
      long version = space.versions().current();
      if (space.versions().horizon().length > 0) {
        return giveUp(reserve);
      }
      return absorb(l, r, version, reserve);
    }

    private Removed giveUp(long block) {
      space.arena().free(block);
      mark(false);
      space.stats().mergesGivenUp.increment();
      return null;
    }

    private boolean find() {
      rightWord = table.get(right);
      if (!mayMerge(rightWord)) {
        return false;
      }
      long r = MappingWord.address(rightWord);
      key = Leaf.low(r);
      if (key.length == 0 || Leaf.treeId(r) != tree.treeId()) {
        return false;
      }
      Descent at = tree.scratch(slot).at;
      at.toLeaf(tree, key, 0, key.length);
      if (at.pid != right || at.word != rightWord || at.hopped || at.index == 0) {
        return false;
      }
      long parent = MappingWord.address(at.parentWord);
      left = Inner.child(parent, at.index - 1);
      leftWord = table.get(left);
      if (!mayMerge(leftWord)) {
        return false;
      }
      long l = MappingWord.address(leftWord);
      if (!fitsOne(l, r)) {
        if (table.sparse().isSet(left)) {
          table.sparse().set(right); // it may fit once the left page is rebuilt
        }
        return false;
      }
      return Leaf.sibling(l) == right;
    }

    /** Whether the page can take part; one that absorbs another can when it is replaced. */
    private boolean mayMerge(long word) {
      if (!isWholeLeaf(word)) {
        return false;
      }
      boolean absorbing = Leaf.has(MappingWord.address(word), Leaf.ABSORBING);
      if (absorbing) {
        table.sparse().set(right);
      }
      return !absorbing;
    }

    /** Whether three quarters of a leaf would have room for both. */
    private boolean fitsOne(long l, long r) {
      int records = records(l) + records(r);
      int bytes = used(l) + used(r);
      return bytes <= tree.sizes().leafBytes(records, bytes) * 3 / 4;
    }

    private static int records(long a) {
      return Leaf.baseCount(a) + TailWord.count(Leaf.tailWord(a));
    }

    /** Bytes a page would bring into another: all but its tail's free slots. */
    private static int used(long a) {
      return Leaf.heapEnd(a) - Leaf.TAIL_SLOT * Leaf.tailSlots(a) + TailWord.used(Leaf.tailWord(a));
    }

    private Removed absorb(long l, long r, long version, long reserve) {
      Scratch s = tree.scratch(slot);
      RecordList records = s.records;
      records.clear();
      LeafFold second = new LeafFold();
      fold(s.fold, l, records);
      fold(second, r, records);
      records.keepLive();
      for (int i = 0; i < records.size(); i++) {
        int ref = records.flags(i) & SlotWord.REF;
        records.setFlags(i, SlotWord.DIRTY | SlotWord.BORN | ref);
      }
      LeafSpec spec = s.spec.inherit(l);
      spec.high = Leaf.high(r);
      spec.sibling = Leaf.sibling(r);
      spec.baseVersion = version;
      spec.durable = 0;
      spec.absorbedPid = right;
      spec.absorbedWord = rightWord;
      spec.absorbedBirth = Leaf.birth(r);
      spec.absorbedLow = key;
      LeafReplacer.sizeTail(tree, spec, s.range.of(records), 0);
      int bytes = LeafBuilder.bytes(spec, records, 0, records.size());
      long ref = bytes <= Arena.bytes(reserve) ? reserve : 0;
      if (ref == 0 || s.fold.isOutOfMemory() || second.isOutOfMemory()) {
        s.fold.releaseFresh();
        second.releaseFresh();
        return giveUp(reserve);
      }
      spec.birth = space.nextBirth();
      long m = Arena.address(ref);
      LeafBuilder.build(m, Arena.bytes(ref), spec, records, 0, records.size());
      s.fold.releaseFresh();
      second.releaseFresh();
      if (!table.compareAndSet(left, leftWord, MappingWord.hot(ref))) {
        LeafBuilder.releaseNodes(space.values(), m);
        return giveUp(ref);
      }
      PreImages.retire(space, slot, MappingWord.ref(leftWord));
      table.dirty().set(left);
      if (!settle(space, left, m)) {
        mark(false);
        space.stats().mergesGivenUp.increment();
        return null;
      }
      PreImages.retire(space, slot, MappingWord.ref(rightWord));
      space.stats().merges.increment();
      removeSeparator(tree, slot, key, right);
      return new Removed(tree, right, left, key, version, spec.birth);
    }

    private void fold(LeafFold fold, long a, RecordList into) {
      fold.fold(
          a,
          Leaf.tailWord(a),
          Long.MAX_VALUE,
          tree.rule(),
          LeafFold.Purpose.BUILD,
          space.values(),
          into);
    }

    /**
     * Sets or clears the mark at the separator; false when it is not where it was. Before it is
     * cleared, the left page may have been split: then another one is its neighbour.
     */
    private boolean mark(boolean on) {
      while (true) {
        Descent at = new Descent();
        at.toLevel(tree, key, 1);
        long a = at.block;
        int i = Inner.find(a, key, 0, key.length);
        if (i == 0 || Inner.child(a, i) != right || on && Inner.child(a, i - 1) != left) {
          return false;
        }
        long[] children = Inner.children(a);
        children[i] = on ? right | Inner.MARKED : right;
        SeparatorPoster.Swap outcome =
            SeparatorPoster.swap(
                tree, slot, at.word, new InnerSpec().inherit(a), Inner.keys(a), children);
        if (outcome == SeparatorPoster.Swap.DONE) {
          return true;
        }
        if (outcome == SeparatorPoster.Swap.NO_MEMORY && on) {
          return false;
        }
        if (outcome == SeparatorPoster.Swap.NO_MEMORY) {
          return false; // a mark left behind only keeps inner splits from cutting here
        }
      }
    }
  }

  /** Takes the separator of a merged page out of its parent; false when memory is short. */
  static boolean removeSeparator(BwTree tree, int slot, byte[] key, long pid) {
    while (true) {
      Descent at = new Descent();
      at.toLevel(tree, key, 1);
      long a = at.block;
      int i = Inner.find(a, key, 0, key.length);
      if (i == 0 || Inner.child(a, i) != pid || !Arrays.equals(Inner.key(a, i), key)) {
        return true;
      }
      byte[][] keys = remove(Inner.keys(a), i);
      long[] children = Inner.children(a);
      long[] fewer = Arrays.copyOf(children, children.length - 1);
      System.arraycopy(children, i + 1, fewer, i, fewer.length - i);
      switch (SeparatorPoster.swap(tree, slot, at.word, new InnerSpec().inherit(a), keys, fewer)) {
        case DONE:
          return true;
        case NO_MEMORY:
          return false;
        default: // the parent has changed: look again
      }
    }
  }

  private static byte[][] remove(byte[][] keys, int at) {
    byte[][] fewer = Arrays.copyOf(keys, keys.length - 1);
    System.arraycopy(keys, at + 1, fewer, at, fewer.length - at);
    return fewer;
  }

  /**
   * Frees the PID of a merged page once its separator is out, the absorbing block is replaced and
   * no older version is needed (step 7).
   *
   * @return whether it is free now; else try again later
   */
  static boolean free(Removed removed) {
    BwTree tree = removed.tree();
    PageSpace space = tree.space();
    MappingTable table = space.table();
    int slot = space.epochs().pinAlways();
    try {
      if (!removeSeparator(tree, slot, removed.key(), removed.pid())) {
        return false;
      }
      long w = table.get(removed.into());
      if (MappingWord.isHot(w) && Leaf.birth(MappingWord.address(w)) == removed.birth()) {
        tree.scratch(slot).beginUpkeep();
        LeafReplacer.replace(tree, slot, removed.into(), w, 0, null, 0, 0);
        return false;
      }
      if (space.versions().horizon().length > 0) {
        return false;
      }
    } finally {
      space.epochs().unpin(slot);
    }
    space.epochs().drain();
    table.dirty().clear(removed.pid()); // a write that was under way has noted its change by now
    table.compareAndSet(removed.pid(), table.get(removed.pid()), MappingWord.FREE);
    return true;
  }
}
