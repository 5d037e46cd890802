// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.tree;

import io.oxbow.cache.MappingWord;
import io.oxbow.cache.PageSpace;
import io.oxbow.cache.PidBitmap;
import io.oxbow.page.Leaf;
import java.util.ArrayDeque;
import java.util.function.IntFunction;
import java.util.function.LongConsumer;

/**
 * Structure maintenance of a store: merges sparse pages, frees merged PIDs, and sweeps pre-images
 * nobody needs. Runs under the store's maintenance lock, a bounded number of pages a call.
 */
public final class MergeQueue {
  private final PageSpace space;
  private final IntFunction<BwTree> trees;
  private final LongConsumer onMerged;
  private final ArrayDeque<Merger.Removed> removed = new ArrayDeque<>();
  private long sweepFrom = 1;
  private long mergeFrom = 1;
  private boolean merging; // since mergeFrom was 1 something was done

  /**
   * @param trees tree by id, null when dropped
   * @param onMerged told each PID whose page is gone, before anything newer is flushed
   */
  public MergeQueue(PageSpace space, IntFunction<BwTree> trees, LongConsumer onMerged) {
    this.space = space;
    this.trees = trees;
    this.onMerged = onMerged;
  }

  /**
   * A cut has flushed the page and needs it no more: gives back the pre-images kept for it, so that
   * the next blocks are built where those were.
   */
  public void flushed(long pid) {
    if (space.table().chained().isSet(pid)) {
      BwTree tree = treeOf(pid);
      if (tree != null && !tree.isStrictlyLatchFree()) {
        sweepOne(tree, pid);
      }
    }
  }

  /** Does up to {@code pages} pages of work of each kind; false when there is no more. */
  public boolean run(int pages) {
    boolean more = sweep(pages) | merge(pages);
    for (int i = removed.size(); i > 0; i--) {
      Merger.Removed r = removed.poll();
      if (Merger.free(r)) {
        space.table().release(r.pid());
      } else {
        removed.add(r);
      }
    }
    return more;
  }

  /**
   * Merges pages that are noted as sparse, in turn and again, since one merge lets the next be;
   * false when nothing came of the last turn, or while a version is needed: then they stay noted.
   */
  private boolean merge(int pages) {
    PidBitmap sparse = space.table().sparse();
    for (int i = 0; i < pages && space.versions().horizon().length == 0; i++) {
      long pid = sparse.next(mergeFrom, space.table().limit());
      mergeFrom = pid + 1;
      if (pid < 0) {
        boolean again = merging;
        mergeFrom = 1;
        merging = false;
        return again;
      }
      sparse.clear(pid); // a full fence: what is noted from here on is looked at again
      BwTree tree = treeOf(pid);
      if (tree != null) {
        merging |= Merger.dropDeleted(tree, pid);
        Merger.Removed r = Merger.merge(tree, pid);
        if (r != null) {
          merging = true;
          onMerged.accept(r.pid());
          removed.add(r);
        }
      }
    }
    return space.versions().horizon().length == 0;
  }

  /** Merged pages whose PIDs are not free yet; for the validator. */
  public boolean isQueued(long pid) {
    return removed.stream().anyMatch(r -> r.pid() == pid);
  }

  private BwTree treeOf(long pid) {
    int slot = space.epochs().pinAlways();
    try {
      long w = space.table().get(pid);
      if (!MappingWord.isHot(w) || !Leaf.isLeaf(MappingWord.address(w))) {
        return null;
      }
      return trees.apply(Leaf.treeId(MappingWord.address(w)));
    } finally {
      space.epochs().unpin(slot);
    }
  }

  /**
   * Sees to pages whose pre-images may no longer be needed (protocol 4.9), in turn; false when
   * there are no others, or all it met are still needed: so are, most likely, those behind them.
   */
  private boolean sweep(int pages) {
    long start = sweepFrom;
    boolean some = false;
    for (int i = 0; i < pages; i++) {
      long pid = space.table().chained().next(sweepFrom, space.table().limit());
      if (pid < 0) {
        sweepFrom = 1;
        return some || start > 1;
      }
      sweepFrom = pid + 1;
      BwTree tree = treeOf(pid);
      if (tree == null) {
        space.table().chained().clear(pid);
      } else {
        some |= sweepOne(tree, pid);
      }
    }
    return some;
  }

  private boolean sweepOne(BwTree tree, long pid) {
    PidBitmap chained = space.table().chained();
    chained.clear(pid); // a full fence: what is installed from here on sets it again
    boolean done = false;
    int slot = space.epochs().pinAlways();
    try {
      done = giveBack(tree, slot, pid);
    } finally {
      space.epochs().unpin(slot);
      if (!done) {
        chained.set(pid);
      }
    }
    return done;
  }

  /** Gives the page's pre-images back; false when they are still needed. */
  private boolean giveBack(BwTree tree, int slot, long pid) {
    long w = space.table().get(pid);
    if (!MappingWord.isHot(w) || !Leaf.isLeaf(MappingWord.address(w))) {
      return true;
    }
    long a = MappingWord.address(w);
    long previous = Leaf.previous(a);
    if (previous == 0) {
      return true;
    }
    if (PreImages.isNeeded(space, pid, previous, Leaf.baseVersion(a))) {
      return false;
    }
    if (!tree.isStrictlyLatchFree()) {
      PreImages.giveBack(space, slot, a);
      return true;
    }
    tree.scratch(slot).beginUpkeep(); // without busy it takes a successor
    LeafReplacer.Outcome outcome = LeafReplacer.replace(tree, slot, pid, w, 0, null, 0, 0);
    long after = space.table().blockOf(pid);
    return outcome == LeafReplacer.Outcome.MOVED && (after == 0 || Leaf.previous(after) == 0);
  }
}
