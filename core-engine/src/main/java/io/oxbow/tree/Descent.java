// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.tree;

import io.oxbow.cache.MappingTable;
import io.oxbow.cache.MappingWord;
import io.oxbow.memory.Mem;
import io.oxbow.page.Inner;
import io.oxbow.page.Leaf;
import io.oxbow.page.LeafLookup;

/**
 * The way from the root to a page (protocol 4.2), valid under the pin it was made in. Follows
 * siblings past splits whose separator is not posted yet and redirects past merges.
 */
final class Descent {
  long pid;
  long word;

  /** Address of the page's block, 0 when the page is cold. */
  long block;

  long parentPid;
  long parentWord;

  /** The index of the page in its parent's block. */
  int index;

  /** A hop to a sibling was made on the last level: the separator is missing in the parent. */
  boolean hopped;

  byte[] missingKey;
  long missingPid;
  int missingLevel;

  private long touched; // keeps the touching loads alive

  /** Goes to the leaf that covers the key. */
  void toLeaf(BwTree tree, byte[] key, int offset, int length) {
    descend(tree, key, offset, length, 0, false);
  }

  /**
   * Goes to the leaf that covers the key, by way of page {@code guess} if that is still a leaf of
   * the tree at or left of it; 0 is no guess.
   */
  void toLeafAt(BwTree tree, long guess, byte[] key) {
    long w = guess == 0 ? MappingWord.FREE : tree.space().table().get(guess);
    if (!MappingWord.isHot(w) || !isAtOrLeftOf(tree, MappingWord.address(w), key)) {
      toLeaf(tree, key, 0, key.length);
      return;
    }
    arriveAt(guess, w, 0);
    while (!step(tree, key, 0, key.length, 0, false)) {}
  }

  private static boolean isAtOrLeftOf(BwTree tree, long a, byte[] key) {
    return Leaf.isLeaf(a)
        && Leaf.treeId(a) == tree.treeId()
        && Leaf.compareToLow(a, key, 0, key.length) >= 0;
  }

  /** Goes to the inner node of {@code level} that covers the key. */
  void toLevel(BwTree tree, byte[] key, int level) {
    descend(tree, key, 0, key.length, level, false);
  }

  /** Goes to the leaf with the largest keys below {@code bound}; null is above all keys. */
  void below(BwTree tree, byte[] bound) {
    descend(tree, bound, 0, bound == null ? 0 : bound.length, 0, true);
  }

  private void descend(BwTree tree, byte[] key, int offset, int length, int level, boolean below) {
    begin(tree);
    while (!step(tree, key, offset, length, level, below)) {
      if (!hopped && parentWord != 0) {
        touchNext(tree, key, offset, length);
      }
    }
    if (!hopped && parentWord != 0 && block != 0) {
      long parent = MappingWord.address(parentWord);
      if (Inner.hint(parent, index) != block) {
        Inner.setHint(parent, index, block);
      }
    }
  }

  /** What the next step will need is on its way while its word, and then its heads, are read. */
  private void touchNext(BwTree tree, byte[] key, int offset, int length) {
    long parent = MappingWord.address(parentWord);
    long hint = Inner.hint(parent, index);
    if (Leaf.level(parent) == 1) {
      touched = LeafLookup.touchFront(hint);
      return;
    }
    touched = Mem.touch(hint);
    if (Leaf.level(parent) == 2 && key != null) { // higher nodes are few, and near
      long a = tree.space().table().blockOf(pid);
      touched = a == 0 ? 0 : Inner.touch(a, Inner.guess(a, key, offset, length));
    }
  }

  /** Starts at the root. */
  void begin(BwTree tree) {
    arriveAt(tree.root(), 0, 0);
  }

  /** Takes one step from {@link #pid}; true when that was the page to go to. */
  boolean step(BwTree tree, byte[] key, int offset, int length, int level, boolean below) {
    MappingTable table = tree.space().table();
    long w = table.get(pid);
    if (!MappingWord.isHot(w)) {
      return stepCold(w);
    }
    long a = MappingWord.address(w);
    if (isBeyond(a, key, offset, length, below)) {
      missing(a);
      pid = Leaf.sibling(a);
      return false;
    }
    if (Leaf.isLeaf(a)) {
      if (Leaf.has(a, Leaf.ABSORBING)
          && isAbsorbed(a, key, offset, length, below)
          && table.get(Leaf.absorbedPid(a)) != MappingWord.redirect(pid, Leaf.birth(a))) {
        pid = Leaf.absorbedPid(a);
        return false;
      }
      arrive(pid, w, a);
      return true;
    }
    if (Leaf.level(a) == level) {
      arrive(pid, w, a);
      return true;
    }
    down(w, a, child(a, key, offset, length, below));
    return false;
  }

  /** Goes from the inner node at {@code a} to its child at {@code i}. */
  void down(long w, long a, int i) {
    parentPid = pid;
    parentWord = w;
    hopped = false;
    index = i;
    pid = Inner.child(a, i);
  }

  private boolean stepCold(long w) {
    if (MappingWord.isRedirect(w)) {
      pid = MappingWord.target(w);
      return false;
    }
    if (w == MappingWord.FREE) {
      throw new IllegalStateException("page " + pid + " is free but reachable");
    }
    arrive(pid, w, 0);
    return true;
  }

  private void arrive(long p, long w, long a) {
    pid = p;
    word = w;
    block = a;
  }

  /** Is at a hot leaf that was found in another way. */
  void arriveAt(long p, long w, long a) {
    missingPid = 0;
    hopped = false;
    parentPid = 0;
    parentWord = 0;
    index = 0;
    arrive(p, w, a);
  }

  private void missing(long a) {
    hopped = true;
    missingKey = Leaf.high(a);
    missingPid = Leaf.sibling(a);
    missingLevel = Leaf.level(a) + 1;
  }

  static boolean isBeyond(long a, byte[] key, int offset, int length, boolean below) {
    if (Leaf.has(a, Leaf.HIGH_OPEN)) {
      return false;
    }
    if (below) {
      return key == null || Leaf.compareToHigh(a, key, offset, length) > 0;
    }
    return Leaf.compareToHigh(a, key, offset, length) >= 0;
  }

  private static boolean isAbsorbed(long a, byte[] key, int offset, int length, boolean below) {
    if (below) {
      return key == null || Leaf.compareToAbsorbed(a, key, offset, length) > 0;
    }
    return Leaf.compareToAbsorbed(a, key, offset, length) >= 0;
  }

  private static int child(long a, byte[] key, int offset, int length, boolean below) {
    if (!below) {
      return Inner.find(a, key, offset, length);
    }
    return key == null ? Inner.count(a) - 1 : Inner.findBelow(a, key, offset, length);
  }

  /** Rule F: whether the parent's interval is exact for the cold page arrived at. */
  boolean isIntervalExact(BwTree tree) {
    return !hopped && tree.space().table().get(parentPid) == parentWord;
  }

  /** Low fence of a cold page, from its parent. */
  byte[] coldLow() {
    return Inner.key(MappingWord.address(parentWord), index);
  }

  /** High fence of a cold page, from its parent; null when open. */
  byte[] coldHigh() {
    return Inner.upper(MappingWord.address(parentWord), index);
  }
}
