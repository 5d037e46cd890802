// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.tree;

import io.oxbow.cache.PageSpace;
import io.oxbow.memory.Arena;
import io.oxbow.page.DurableWord;
import io.oxbow.page.Leaf;
import io.oxbow.page.LeafBuilder;
import io.oxbow.page.LeafSpec;
import io.oxbow.page.RecordList;
import io.oxbow.page.TailWord;

/**
 * A reader's own copy of a sealed tail-only pre-image, completed from disk outside the pin: both
 * are fixed, so what it says was right when the copy was made.
 */
final class PrivatePage implements AutoCloseable {
  private final BwTree tree;
  private final int read;
  private long ref;

  private PrivatePage(BwTree tree, long ref) {
    this.tree = tree;
    this.ref = ref;
    read = tree.cold().beginRead();
  }

  /** Copies the block at {@code a}, under the caller's pin. Null without memory. */
  static PrivatePage of(BwTree tree, long a) {
    PageSpace space = tree.space();
    LeafSpec spec = new LeafSpec().inherit(a);
    spec.tailOnly = true;
    spec.durable = Leaf.durableWord(a) & Long.MAX_VALUE;
    spec.tailSlots = Leaf.tailSlots(a);
    spec.tailBytes = TailWord.used(Leaf.tailWord(a));
    RecordList none = new RecordList();
    long ref = space.arena().allocate(LeafBuilder.bytes(spec, none, 0, 0));
    if (ref == 0) {
      return null;
    }
    LeafBuilder.build(Arena.address(ref), Arena.bytes(ref), spec, none, 0, 0);
    LeafBuilder.copyTail(a, Arena.address(ref), Arena.bytes(ref));
    return new PrivatePage(tree, ref);
  }

  /** Reads the base from disk; the address of a complete block, valid until close. */
  long open() {
    PageSpace space = tree.space();
    long a = Arena.address(ref);
    RecordList image = new RecordList();
    long location = DurableWord.location(Leaf.durableWord(a));
    tree.cold().readPage(location, Leaf.baseVersion(a), image);
    try {
      LeafSpec spec = new LeafSpec().inherit(a);
      spec.tailSlots = Leaf.tailSlots(a);
      spec.tailBytes = TailWord.used(Leaf.tailWord(a));
      ColdPages.clip(tree, image, spec);
      int bytes = LeafBuilder.bytes(spec, image, 0, image.size());
      long full = space.arena().allocate(bytes);
      if (full == 0) {
        tree.cold().makeRoom(bytes);
        full = space.arena().allocate(bytes);
      }
      if (full == 0) {
        throw tree.cold().noRoom(bytes);
      }
      LeafBuilder.build(Arena.address(full), Arena.bytes(full), spec, image, 0, image.size());
      LeafBuilder.copyTail(a, Arena.address(full), Arena.bytes(full));
      space.free(ref);
      ref = full;
      return Arena.address(full);
    } finally {
      tree.cold().dropNodes(image);
    }
  }

  @Override
  public void close() {
    if (ref != 0) {
      tree.space().free(ref);
      ref = 0;
      tree.cold().endRead(read);
    }
  }
}
