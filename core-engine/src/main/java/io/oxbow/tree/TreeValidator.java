// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.tree;

import io.oxbow.cache.MappingTable;
import io.oxbow.cache.MappingWord;
import io.oxbow.cache.PageSpace;
import io.oxbow.cache.Versions;
import io.oxbow.memory.Arena;
import io.oxbow.page.Inner;
import io.oxbow.page.Leaf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.LongPredicate;

/**
 * Checks the invariants of protocol section 6 on a quiet store: no call runs, no cursor is open,
 * maintenance stands still. Every finding is an {@link IllegalStateException} that names page and
 * rule. Walks everything and reads every page from disk: for tests and diagnosis.
 */
public final class TreeValidator {
  private static final long UNKNOWN = -1;

  private final PageSpace space;
  private final MappingTable table;
  private final Collection<BwTree> trees;
  private final LongPredicate awaitsRemoval;
  private final Versions.Hold[] holds;
  private final Set<Long> reached = new HashSet<>();
  private final BlockLedger ledger;
  private long previousSibling;

  /** A node as its parent describes it; {@code high} null is open. */
  private record Child(long pid, byte[] low, byte[] high) {}

  /**
   * A validator for one check.
   *
   * @param trees every tree that has pages, dropped ones included
   * @param awaitsRemoval whether a PID belongs to a merged page that is not free yet
   */
  public TreeValidator(PageSpace space, Collection<BwTree> trees, LongPredicate awaitsRemoval) {
    this.space = space;
    this.trees = trees;
    this.awaitsRemoval = awaitsRemoval;
    table = space.table();
    holds = space.versions().horizon();
    ledger = new BlockLedger(space);
  }

  /**
   * Checks everything.
   *
   * @throws IllegalStateException at the first violation
   */
  public void check() {
    require(space.epochs().pinned() == 0, "a pin is held while no call runs");
    checkHorizon();
    for (BwTree tree : trees) {
      if (tree.root() != 0) {
        checkTree(tree);
      }
    }
    ledger.close();
    checkPids();
  }

  private void checkHorizon() {
    for (int i = 0; i < holds.length; i++) {
      require(
          holds[i].version() < space.versions().current(),
          "horizon holds version " + holds[i].version() + ", which the store has not passed");
      require(i == 0 || holds[i - 1].version() <= holds[i].version(), "the horizon is not sorted");
    }
  }

  private void checkTree(BwTree tree) {
    long w = table.get(tree.root());
    require(MappingWord.isHot(w), "the root " + tree.root() + " is not in memory");
    int level = Leaf.level(MappingWord.address(w));
    List<Child> nodes = List.of(new Child(tree.root(), new byte[0], null));
    for (; level > 0; level--) {
      List<Child> below = new ArrayList<>();
      previousSibling = UNKNOWN;
      for (Child node : nodes) {
        walkInner(tree, node, level, below);
      }
      require(previousSibling == 0, "the last node of level " + level + " has a sibling");
      nodes = below;
    }
    previousSibling = UNKNOWN;
    for (Child leaf : nodes) {
      walkLeaves(tree, leaf);
    }
    require(previousSibling <= 0, "the last leaf of tree " + tree.treeId() + " has a sibling");
  }

  /** The node, and siblings it was split into whose separators are not posted. */
  private void walkInner(BwTree tree, Child expected, int level, List<Child> below) {
    byte[] low = expected.low();
    for (long pid = expected.pid(); ; ) {
      String what = "inner page " + pid;
      long a = arrive(pid, what);
      require(!Leaf.isLeaf(a) && Leaf.level(a) == level, what + " is not of level " + level);
      checkHeader(tree, a, pid, low, what);
      addChildren(a, below, what);
      byte[] high = Leaf.high(a);
      previousSibling = Leaf.sibling(a);
      if (Arrays.equals(high, expected.high())) {
        return;
      }
      requireWithin(high, expected.high(), what);
      low = high;
      pid = Leaf.sibling(a);
    }
  }

  private void addChildren(long a, List<Child> below, String what) {
    require(Inner.count(a) > 0, what + " has no children");
    for (int i = 0; i < Inner.count(a); i++) {
      byte[] key = Inner.key(a, i);
      byte[] upper = Inner.upper(a, i);
      require(
          upper == null || Arrays.compareUnsigned(key, upper) < 0,
          what + ": separators are not ascending at " + text(key));
      require(
          (Inner.childWord(a, i) & Inner.MARKED) == 0,
          what + " is marked at " + text(key) + " while no merge runs");
      below.add(new Child(Inner.child(a, i), key, upper));
    }
  }

  private void walkLeaves(BwTree tree, Child expected) {
    byte[] low = expected.low();
    for (long pid = expected.pid(); ; ) {
      String what = "leaf " + pid;
      long w = table.get(pid);
      if (MappingWord.isCold(w)) {
        require(pid == expected.pid(), what + " is cold, but its separator is not posted");
        require(reached.add(pid), what + " is reachable twice");
        require(
            previousSibling == UNKNOWN || previousSibling == pid,
            what + " is next in key order, but the sibling link leads to " + previousSibling);
        require(!table.dirty().isSet(pid), what + " is cold and marked as changed");
        new LeafCheck(tree, what).cold(w, low, expected.high());
        previousSibling = UNKNOWN;
        return;
      }
      long a = arrive(pid, what);
      require(Leaf.isLeaf(a) && Leaf.level(a) == 0, what + " is not a leaf");
      checkHeader(tree, a, pid, low, what);
      LeafCheck check = new LeafCheck(tree, what);
      check.hot(w);
      checkChain(pid, MappingWord.ref(w), what, check);
      previousSibling = check.sibling();
      if (Arrays.equals(check.high(), expected.high())) {
        return;
      }
      requireWithin(check.high(), expected.high(), what);
      low = check.high();
      pid = previousSibling;
    }
  }

  /** Address of a node reached for the first time, from the left. */
  private long arrive(long pid, String what) {
    long w = table.get(pid);
    require(MappingWord.isHot(w), what + " is reachable, but its word is " + Long.toHexString(w));
    require(reached.add(pid), what + " is reachable twice");
    require(
        previousSibling == UNKNOWN || previousSibling == pid,
        what + " is next in key order, but the sibling link leads to " + previousSibling);
    long a = MappingWord.address(w);
    if (!Leaf.isLeaf(a)) {
      ledger.add(MappingWord.ref(w), what);
    }
    return a;
  }

  private void checkHeader(BwTree tree, long a, long pid, byte[] low, String what) {
    require(Leaf.pid(a) == pid, what + " says it is page " + Leaf.pid(a));
    require(Leaf.treeId(a) == tree.treeId(), what + " says it is of tree " + Leaf.treeId(a));
    require(
        Arrays.equals(Leaf.low(a), low),
        what + " begins at " + text(Leaf.low(a)) + ", not at " + text(low));
  }

  private static void requireWithin(byte[] high, byte[] upper, String what) {
    require(
        high != null && (upper == null || Arrays.compareUnsigned(high, upper) < 0),
        what + " ends at " + text(high) + ", its parent says " + text(upper));
  }

  /** Pre-images: falling base versions, each needed or noted for the sweep. */
  private void checkChain(long pid, long newest, String what, LeafCheck check) {
    ledger.add(newest, what);
    long below = Leaf.baseVersion(Arena.address(newest));
    for (long ref = Leaf.previous(Arena.address(newest)); ref != 0; ) {
      long a = Arena.address(ref);
      long base = Leaf.baseVersion(a);
      ledger.add(ref, "a pre-image of " + what);
      require(Leaf.pid(a) == pid, "a pre-image of " + what + " is of page " + Leaf.pid(a));
      require(base < below, "pre-images of " + what + " do not fall: " + base + " under " + below);
      require(
          Versions.needed(holds, pid, base, below) || table.chained().isSet(pid),
          what + " keeps a pre-image of version " + base + " that nobody needs or sweeps");
      check.preImage(ref);
      below = base;
      ref = Leaf.previous(a);
    }
  }

  private void checkPids() {
    int free = 0;
    for (long pid = 1; pid < table.limit(); pid++) {
      boolean listed = table.isOnFreeList(pid);
      int places = (listed ? 1 : 0) + (reached.contains(pid) ? 1 : 0);
      places += awaitsRemoval.test(pid) ? 1 : 0;
      free += listed ? 1 : 0;
      String what = "page " + pid;
      require(places != 0, what + " is neither reachable nor free nor awaiting removal");
      require(places == 1, what + " is at " + places + " of: reachable, free, awaiting removal");
      require(!listed || table.get(pid) == MappingWord.FREE, what + " is on the free list, in use");
      require(
          !listed || !table.named().isSet(pid) && !table.dirty().isSet(pid),
          what + " is on the free list with bits set");
    }
    require(free == table.freeCount(), "a page is on the free list twice");
  }

  static void require(boolean holds, String violation) {
    if (!holds) {
      throw new IllegalStateException(violation);
    }
  }

  /** A key for messages. */
  static String text(byte[] key) {
    if (key == null) {
      return "the end";
    }
    String hex = HexFormat.of().formatHex(key, 0, Math.min(40, key.length));
    return "'" + hex + (key.length > 40 ? "...' of " + key.length + " bytes" : "'");
  }
}
