// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.tree;

import static io.oxbow.tree.TreeValidator.require;

import io.oxbow.cache.PageSpace;
import io.oxbow.memory.Arena;
import io.oxbow.memory.Mem;
import io.oxbow.page.Leaf;
import io.oxbow.page.SlotWord;
import io.oxbow.page.TailWord;
import io.oxbow.page.ValueNodes;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts the blocks the validator meets: each belongs to one owner, each value node has as many
 * holders as it says, and all together are what the arena has handed out.
 */
final class BlockLedger {
  private final PageSpace space;
  private final Map<Long, String> owners = new HashMap<>();
  private final Map<Long, Long> holders = new HashMap<>();
  private long bytes;

  BlockLedger(PageSpace space) {
    this.space = space;
  }

  /** Enters a block and the value nodes it holds. */
  void add(long ref, String owner) {
    String first = owners.put(ref, owner);
    require(first == null, "a block belongs to " + first + " and to " + owner);
    bytes += Arena.bytes(ref);
    long a = Arena.address(ref);
    if (Leaf.isLeaf(a) && Leaf.hasNodes(a)) {
      addNodes(a);
    }
  }

  private void addNodes(long a) {
    int base = Leaf.has(a, Leaf.TAIL_ONLY) ? 0 : Leaf.baseCount(a);
    for (int i = 0; i < base; i++) {
      long s = Leaf.baseSlot(a, i);
      if (SlotWord.isRef(s)) {
        hold(Mem.getLong(Leaf.baseValue(a, s)));
      }
    }
    for (int i = 0; i < TailWord.count(Leaf.tailWord(a)); i++) {
      long s = Leaf.slot(a, i);
      if (SlotWord.isPublished(s) && SlotWord.isRef(s)) {
        hold(Mem.getLong(Leaf.entryValue(a, s)));
      }
    }
  }

  private void hold(long newest) {
    for (long node = newest; node != 0; node = ValueNodes.older(node)) {
      if (holders.merge(node, 1L, Long::sum) > 1) {
        return; // its own hold on the older node is counted already
      }
      bytes += Arena.bytes(node);
    }
  }

  /** Enters what is retired, then compares with the arena. */
  void close() {
    for (long ref : space.epochs().pendingRefs()) {
      add(ref, "the retired blocks");
    }
    holders.forEach(
        (node, count) -> {
          long said = Mem.getLongVolatile(Arena.address(node));
          require(said == count, "a value node counts " + said + " holders, but has " + count);
          require(!owners.containsKey(node), "a value node is a page's block too");
        });
    long blocks = owners.size() + holders.size();
    require(
        blocks == space.arena().liveBlocks() && bytes == space.arena().liveBytes(),
        "the arena has handed out "
            + space.arena().liveBlocks()
            + " blocks of "
            + space.arena().liveBytes()
            + " bytes, but "
            + blocks
            + " of "
            + bytes
            + " bytes are reachable or retired");
  }
}
