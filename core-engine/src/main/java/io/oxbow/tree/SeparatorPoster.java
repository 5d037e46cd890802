// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.tree;

import io.oxbow.cache.MappingWord;
import io.oxbow.cache.PageSpace;
import io.oxbow.memory.Arena;
import io.oxbow.page.Inner;
import io.oxbow.page.InnerSpec;
import io.oxbow.page.KeyOrder;
import io.oxbow.page.Leaf;
import java.util.Arrays;

/**
 * Posts separators into inner nodes (protocol 4.7), splits nodes that grow too large, and grows the
 * root, whose PID stays. Done by whoever split or met a missing separator; giving up is safe, since
 * siblings lead to the page all the same.
 */
final class SeparatorPoster {
  private static final int MIN_CHILDREN = 4;

  private SeparatorPoster() {}

  /** Posts what a descent has found missing. */
  static void postMissing(BwTree tree, int slot) {
    Descent at = tree.scratch(slot).at;
    if (at.missingPid != 0) {
      post(tree, slot, at.missingKey, at.missingPid, at.missingLevel);
    }
  }

  /** Makes the node of {@code level} that covers {@code key} lead there to page {@code child}. */
  static void post(BwTree tree, int slot, byte[] key, long child, int level) {
    post(tree, slot, new byte[][] {key}, new long[] {child}, level);
  }

  /** Does so with ascending keys: of neighbours, as many as a node takes with one copy of it. */
  static void post(BwTree tree, int slot, byte[][] keys, long[] children, int level) {
    Descent at = new Descent();
    for (int posted = 0; posted < keys.length; ) {
      if (Leaf.level(MappingWord.address(tree.space().table().get(tree.root()))) < level) {
        return; // the root that will be grown carries them
      }
      at.toLevel(tree, keys[posted], level);
      int place = Inner.find(at.block, keys[posted], 0, keys[posted].length);
      int n = neighbours(tree, at.block, place, keys, children, posted);
      if (n == 0) {
        posted++; // it is there, or its page has gone
        continue;
      }
      int end = posted + fitting(tree, at.block, keys, posted, n);
      if (end == posted) {
        if (!split(tree, slot, at.pid, at.word)) {
          return;
        }
        continue;
      }
      byte[][] some = Arrays.copyOfRange(keys, posted, end);
      long[] theirs = Arrays.copyOfRange(children, posted, end);
      Swap outcome = insert(tree, slot, at, place + 1, some, theirs);
      if (outcome == Swap.NO_MEMORY) {
        return;
      }
      posted = outcome == Swap.DONE ? end : posted;
    }
  }

  /**
   * How many of the keys from one on will follow the separator at {@code place} as neighbours,
   * their children alive: looked at after the node's word was read, else a freed page could be
   * named.
   */
  private static int neighbours(
      BwTree tree, long a, int place, byte[][] keys, long[] children, int from) {
    if (Arrays.equals(Inner.key(a, place), keys[from])) {
      return 0;
    }
    byte[] upper = Inner.upper(a, place);
    int i = from;
    while (i < keys.length
        && (upper == null || compare(keys[i], upper) < 0)
        && isAlive(tree.space().table().get(children[i]))) {
      i++;
    }
    return i - from;
  }

  private static boolean isAlive(long word) {
    return MappingWord.isHot(word) || MappingWord.isCold(word);
  }

  /** How many of {@code n} keys the node has room for; it must take one when it has few. */
  private static int fitting(BwTree tree, long a, byte[][] keys, int from, int n) {
    int bytes = Inner.usedBytes(a);
    for (int i = 0; i < n; i++) {
      bytes += Inner.separatorBytes(a, keys[from + i]);
      if (bytes > tree.sizes().innerBytes()) {
        return i == 0 && Inner.count(a) < MIN_CHILDREN ? 1 : i;
      }
    }
    return n;
  }

  private static Swap insert(
      BwTree tree, int slot, Descent at, int place, byte[][] keys, long[] children) {
    PageSpace space = tree.space();
    long ref = space.arena().allocate(Inner.bytesWith(at.block, keys));
    if (ref == 0) {
      return Swap.NO_MEMORY;
    }
    Inner.copyWith(at.block, Arena.address(ref), space.nextBirth(), place, keys, children);
    return install(space, slot, at.pid, at.word, ref);
  }

  /** Outcome of replacing one inner node. */
  enum Swap {
    DONE,
    LOST,
    NO_MEMORY
  }

  /** Builds the node and installs it in place of {@code word}. */
  static Swap swap(
      BwTree tree, int slot, long word, InnerSpec spec, byte[][] keys, long[] children) {
    long ref = build(tree, spec, keys, children, 0, keys.length);
    return ref == 0 ? Swap.NO_MEMORY : install(tree.space(), slot, spec.pid, word, ref);
  }

  private static Swap install(PageSpace space, int slot, long pid, long word, long ref) {
    if (!space.table().compareAndSet(pid, word, MappingWord.hot(ref))) {
      space.arena().free(ref);
      return Swap.LOST;
    }
    space.epochs().retire(slot, MappingWord.ref(word));
    return Swap.DONE;
  }

  private static long build(
      BwTree tree, InnerSpec spec, byte[][] keys, long[] children, int from, int to) {
    long ref = tree.space().arena().allocate(Inner.bytes(keys, from, to, spec.high));
    if (ref != 0) {
      spec.birth = tree.space().nextBirth();
      Inner.build(Arena.address(ref), spec, keys, children, from, to);
    }
    return ref;
  }

  /** Splits an inner node or grows the root; false when that cannot be done now. */
  private static boolean split(BwTree tree, int slot, long pid, long word) {
    long a = MappingWord.address(word);
    byte[][] keys = Inner.keys(a);
    long[] children = Inner.children(a);
    int cut = keys.length / 2;
    while (cut < keys.length && (children[cut] & Inner.MARKED) != 0) {
      cut++; // a marked entry must not become leftmost
    }
    if (cut == 0 || cut >= keys.length) {
      return false;
    }
    return pid == tree.root()
        ? growRoot(tree, slot, word, keys, children, cut)
        : halve(tree, slot, word, keys, children, cut);
  }

  private static boolean halve(
      BwTree tree, int slot, long word, byte[][] keys, long[] children, int cut) {
    PageSpace space = tree.space();
    long rightPid = space.table().allocate();
    if (rightPid == 0) {
      return false;
    }
    InnerSpec left = new InnerSpec().inherit(MappingWord.address(word));
    InnerSpec right = new InnerSpec().inherit(MappingWord.address(word));
    right.pid = rightPid;
    left.sibling = rightPid;
    left.high = keys[cut];
    long r = build(tree, right, keys, children, cut, keys.length);
    if (r == 0) {
      space.table().release(rightPid);
      return false;
    }
    space.table().compareAndSet(rightPid, MappingWord.FREE, MappingWord.hot(r));
    Swap outcome =
        swap(tree, slot, word, left, Arrays.copyOf(keys, cut), Arrays.copyOf(children, cut));
    if (outcome != Swap.DONE) {
      space.table().compareAndSet(rightPid, MappingWord.hot(r), MappingWord.FREE);
      space.arena().free(r);
      space.table().release(rightPid);
      return outcome == Swap.LOST;
    }
    space.stats().innerSplits.increment();
    post(tree, slot, keys[cut], rightPid, left.level + 1);
    return true;
  }

  private static boolean growRoot(
      BwTree tree, int slot, long word, byte[][] keys, long[] children, int cut) {
    PageSpace space = tree.space();
    long leftPid = space.table().allocate();
    long rightPid = leftPid == 0 ? 0 : space.table().allocate();
    InnerSpec left = new InnerSpec().inherit(MappingWord.address(word));
    InnerSpec right = new InnerSpec().inherit(MappingWord.address(word));
    InnerSpec root = new InnerSpec().inherit(MappingWord.address(word));
    left.pid = leftPid;
    left.high = keys[cut];
    left.sibling = rightPid;
    right.pid = rightPid;
    root.level++;
    long l = rightPid == 0 ? 0 : build(tree, left, keys, children, 0, cut);
    long r = l == 0 ? 0 : build(tree, right, keys, children, cut, keys.length);
    if (r != 0) {
      space.table().compareAndSet(leftPid, MappingWord.FREE, MappingWord.hot(l));
      space.table().compareAndSet(rightPid, MappingWord.FREE, MappingWord.hot(r));
      Swap outcome =
          swap(
              tree,
              slot,
              word,
              root,
              new byte[][] {keys[0], keys[cut]},
              new long[] {leftPid, rightPid});
      if (outcome == Swap.DONE) {
        space.stats().rootGrowths.increment();
        return true;
      }
      space.table().compareAndSet(leftPid, MappingWord.hot(l), MappingWord.FREE);
      space.table().compareAndSet(rightPid, MappingWord.hot(r), MappingWord.FREE);
      giveBack(space, leftPid, rightPid, l, r);
      return outcome == Swap.LOST;
    }
    giveBack(space, leftPid, rightPid, l, r);
    return false;
  }

  private static void giveBack(PageSpace space, long p, long q, long l, long r) {
    for (long ref : new long[] {l, r}) {
      if (ref != 0) {
        space.arena().free(ref);
      }
    }
    for (long pid : new long[] {p, q}) {
      if (pid != 0) {
        space.table().release(pid);
      }
    }
  }

  /** Sign of (a - b), for the validator and merges. */
  static int compare(byte[] a, byte[] b) {
    return KeyOrder.compare(a, 0, a.length, b, 0, b.length);
  }
}
