// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.tree;

import io.oxbow.cache.MappingTable;
import io.oxbow.cache.MappingWord;
import io.oxbow.cache.PageSpace;
import io.oxbow.memory.Arena;
import io.oxbow.page.Inner;
import io.oxbow.page.InnerSpec;
import io.oxbow.page.LeafBuilder;
import io.oxbow.page.LeafSpec;
import io.oxbow.page.RecordList;
import java.util.ArrayList;
import java.util.List;

/**
 * Builds the inner nodes of a tree over leaves that exist already (protocol 4.18): at open and
 * adoption, before anyone else can see the tree.
 */
public final class TreeBuilder {
  private static final double FILL = 0.8;

  private final BwTree tree;
  private final PageSpace space;

  public TreeBuilder(BwTree tree) {
    this.tree = tree;
    space = tree.space();
  }

  /**
   * Builds the levels above the leaves.
   *
   * @param fences low fences of the leaves, ascending, the first empty
   * @param leaves their PIDs; a PID whose word is free becomes an empty leaf
   * @return false when the budget has no room
   */
  public boolean build(List<byte[]> fences, long[] leaves) {
    MappingTable table = space.table();
    for (int i = 0; i < leaves.length; i++) {
      if (table.get(leaves[i]) == MappingWord.FREE) {
        boolean last = i + 1 == leaves.length;
        if (!emptyLeaf(
            leaves[i], fences.get(i), last ? null : fences.get(i + 1), last ? 0 : leaves[i + 1])) {
          return false;
        }
      }
    }
    List<byte[]> keys = fences;
    long[] children = leaves;
    for (int level = 1; ; level++) {
      List<byte[]> upperKeys = new ArrayList<>();
      long[] upper = level(keys, children, level, upperKeys);
      if (upper == null) {
        return false;
      }
      if (upper.length == 1) {
        tree.rootAt(upper[0]);
        return true;
      }
      keys = upperKeys;
      children = upper;
    }
  }

  private boolean emptyLeaf(long pid, byte[] low, byte[] high, long sibling) {
    LeafSpec spec = new LeafSpec();
    spec.pid = pid;
    spec.treeId = tree.treeId();
    spec.baseVersion = space.versions().floor();
    spec.birth = space.nextBirth();
    spec.low = low;
    spec.high = high;
    spec.sibling = sibling;
    spec.tailSlots = 8;
    spec.tailBytes = 256;
    RecordList none = new RecordList();
    long ref = space.arena().allocate(LeafBuilder.bytes(spec, none, 0, 0));
    if (ref == 0) {
      return false;
    }
    LeafBuilder.build(Arena.address(ref), Arena.bytes(ref), spec, none, 0, 0);
    return space.table().compareAndSet(pid, MappingWord.FREE, MappingWord.hot(ref));
  }

  /** One level of nodes; their PIDs, or null without memory. */
  private long[] level(List<byte[]> keys, long[] children, int level, List<byte[]> upperKeys) {
    List<int[]> cuts = new ArrayList<>();
    int limit = (int) (tree.sizes().innerBytes() * FILL);
    for (int from = 0; from < children.length; ) {
      int to = from;
      int bytes = Inner.HEADER;
      while (to < children.length
          && (to - from < 2 || bytes + Inner.SEPARATOR + keys.get(to).length <= limit)) {
        bytes += Inner.SEPARATOR + keys.get(to++).length;
      }
      cuts.add(new int[] {from, to});
      from = to;
    }
    long[] pids = new long[cuts.size()];
    for (int i = 0; i < pids.length; i++) {
      pids[i] = space.table().allocate();
      if (pids[i] == 0) {
        return null;
      }
    }
    byte[][] all = keys.toArray(new byte[0][]);
    for (int i = 0; i < pids.length; i++) {
      int from = cuts.get(i)[0];
      int to = cuts.get(i)[1];
      InnerSpec spec = new InnerSpec();
      spec.pid = pids[i];
      spec.level = level;
      spec.treeId = tree.treeId();
      spec.birth = space.nextBirth();
      spec.sibling = i + 1 < pids.length ? pids[i + 1] : 0;
      spec.high = to < children.length ? all[to] : null;
      long ref = space.arena().allocate(Inner.bytes(all, from, to, spec.high));
      if (ref == 0) {
        return null;
      }
      Inner.build(Arena.address(ref), spec, all, children, from, to);
      space.table().compareAndSet(pids[i], MappingWord.FREE, MappingWord.hot(ref));
      upperKeys.add(all[from]);
    }
    return pids;
  }
}
