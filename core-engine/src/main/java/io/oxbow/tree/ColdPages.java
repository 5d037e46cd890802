// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.tree;

import io.oxbow.cache.MappingWord;
import io.oxbow.cache.PageSpace;
import io.oxbow.memory.Arena;
import io.oxbow.memory.Epochs;
import io.oxbow.page.DurableWord;
import io.oxbow.page.Leaf;
import io.oxbow.page.LeafBuilder;
import io.oxbow.page.LeafSpec;
import io.oxbow.page.RecordList;
import io.oxbow.page.TailWord;
import io.oxbow.page.ValueNodes;

/** Loads cold pages, and bases under tails (protocol 4.5, 4.11). */
final class ColdPages {
  private ColdPages() {}

  /** What the load needs to remember of a page between two pins. */
  private static final class Found {
    private long location;
    private long version = Long.MAX_VALUE;
    private boolean tailOnly;
  }

  /**
   * Brings the page that covers the key into memory, if it is not there yet. Not under a pin: reads
   * the log.
   */
  static void load(BwTree tree, byte[] key, int offset, int length) {
    load(tree, at -> at.toLeaf(tree, key, offset, length));
  }

  /** Brings the page with the largest keys below {@code bound} into memory. */
  static void loadBelow(BwTree tree, byte[] bound) {
    load(tree, at -> at.below(tree, bound));
  }

  /** A way to a page. */
  private interface Way {
    void go(Descent at);
  }

  private static void load(BwTree tree, Way way) {
    int read = tree.cold().beginRead();
    try {
      loadReading(tree, way);
    } finally {
      tree.cold().endRead(read);
    }
  }

  private static void loadReading(BwTree tree, Way way) {
    Epochs epochs = tree.space().epochs();
    RecordList image = new RecordList();
    for (int failures = 0; ; ) {
      Found found = find(tree, way);
      if (found == null) {
        return;
      }
      image.clear();
      int pieces = tree.cold().readPage(found.location, found.version, image);
      boolean roomNeeded = false;
      try {
        int slot = epochs.pin();
        try {
          Scratch s = tree.scratch(slot);
          way.go(s.at);
          if (found.tailOnly) {
            roomNeeded =
                !fillBase(
                    tree,
                    slot,
                    s,
                    DurableWord.of(false, 0, pieces, found.location),
                    found.version,
                    image);
          } else if (s.at.block == 0 && MappingWord.location(s.at.word) == found.location) {
            roomNeeded = !install(tree, s, pieces, image);
          }
        } finally {
          epochs.unpin(slot);
        }
      } finally {
        tree.cold().dropNodes(image);
      }
      if (roomNeeded) {
        if (++failures > 3) {
          throw tree.cold().noRoom(image.usedBytes());
        }
        tree.cold().makeRoom(image.usedBytes());
      }
    }
  }

  /** Where the page's image is, or null when all of it is in memory. */
  private static Found find(BwTree tree, Way way) {
    Epochs epochs = tree.space().epochs();
    int slot = epochs.pin();
    try {
      Scratch s = tree.scratch(slot);
      way.go(s.at);
      if (s.at.missingPid != 0) {
        SeparatorPoster.postMissing(tree, slot);
      }
      Found found = new Found();
      if (s.at.block == 0) {
        found.location = MappingWord.location(s.at.word);
      } else if (Leaf.has(s.at.block, Leaf.TAIL_ONLY)) {
        found.tailOnly = true;
        found.version = Leaf.baseVersion(s.at.block);
        found.location = DurableWord.location(Leaf.durableWord(s.at.block));
      } else {
        return null;
      }
      return found;
    } finally {
      epochs.unpin(slot);
    }
  }

  /** Replaces a cold word by a clean block. False without memory. */
  private static boolean install(BwTree tree, Scratch s, int pieces, RecordList image) {
    PageSpace space = tree.space();
    LeafSpec spec = coldSpec(tree, s);
    if (spec == null) {
      return true; // the parent's interval is not exact: look again
    }
    clip(tree, image, spec);
    spec.durable = DurableWord.of(false, 0, pieces, MappingWord.location(s.at.word));
    LeafReplacer.sizeTail(tree, spec, s.range.of(image), 0);
    long ref = space.arena().allocate(LeafBuilder.bytes(spec, image, 0, image.size()), true);
    if (ref == 0) {
      return false;
    }
    spec.birth = space.nextBirth();
    LeafBuilder.build(Arena.address(ref), Arena.bytes(ref), spec, image, 0, image.size());
    if (space.table().compareAndSet(s.at.pid, s.at.word, MappingWord.hot(ref))) {
      space.stats().loads.increment();
    } else {
      space.free(ref);
    }
    return true;
  }

  /** Header of a block over a cold page by rule F, or null when the interval is not exact. */
  private static LeafSpec coldSpec(BwTree tree, Scratch s) {
    if (!s.at.isIntervalExact(tree)) {
      return null;
    }
    PageSpace space = tree.space();
    LeafSpec spec = s.spec;
    spec.pid = s.at.pid;
    spec.treeId = tree.treeId();
    spec.baseVersion = space.versions().floor();
    boolean multiple = MappingWord.isMultiple(s.at.word);
    spec.durable =
        DurableWord.of(
            false, 0, multiple ? DurableWord.UNKNOWN_PIECES : 1, MappingWord.location(s.at.word));
    spec.previous = 0;
    spec.bornVersion = 0;
    spec.origin = 0;
    spec.low = s.at.coldLow();
    spec.high = s.at.coldHigh();
    spec.sibling = spec.high == null ? 0 : siblingOf(tree, s.at);
    spec.tailOnly = false;
    spec.absorbedPid = 0;
    spec.absorbedLow = null;
    return spec.high != null && spec.sibling == 0 ? null : spec;
  }

  /** The next page of the level; 0 when it is not under the same parent. */
  private static long siblingOf(BwTree tree, Descent at) {
    long a = MappingWord.address(at.parentWord);
    if (at.index + 1 < io.oxbow.page.Inner.count(a)) {
      return io.oxbow.page.Inner.child(a, at.index + 1);
    }
    Descent next = new Descent();
    byte[] high = at.coldHigh();
    next.toLeaf(tree, high, 0, high.length);
    return next.pid;
  }

  /** Cuts a page's image to its fences; the nodes of what is cut off are let go of. */
  static void clip(BwTree tree, RecordList image, LeafSpec spec) {
    int from = image.lowerBound(spec.low, 0, spec.low.length);
    int to = spec.high == null ? image.size() : image.lowerBound(spec.high, 0, spec.high.length);
    to = Math.max(from, to);
    for (int i = 0; i < image.size(); i++) {
      if ((i < from || i >= to) && image.isRef(i)) {
        ValueNodes.release(tree.space().values(), image.node(i));
      }
    }
    image.keep(from, to);
  }

  /** Replaces a tail-only block by one whose base is the image. False without memory. */
  private static boolean fillBase(
      BwTree tree, int slot, Scratch s, long chain, long version, RecordList image) {
    long location = DurableWord.location(chain);
    PageSpace space = tree.space();
    long a = s.at.block;
    if (a == 0
        || !Leaf.has(a, Leaf.TAIL_ONLY)
        || Leaf.baseVersion(a) != version
        || DurableWord.location(Leaf.durableWord(a)) != location) {
      return true;
    }
    long old = MappingWord.ref(s.at.word);
    int tailBytes = Arena.bytes(old) - Leaf.heapEnd(a) + 512;
    LeafSpec spec = s.spec.inherit(a);
    spec.tailSlots = Math.min(TailWord.MAX_SLOTS, Leaf.tailSlots(a) + 16);
    spec.tailBytes = tailBytes;
    clip(tree, image, spec);
    long ref = space.arena().allocate(LeafBuilder.bytes(spec, image, 0, image.size()), true);
    if (ref == 0) {
      return false;
    }
    Leaf.seal(a);
    if (DurableWord.location(Leaf.durableWord(a)) != location) {
      space.arena().free(ref);
      return true;
    }
    spec.durable = chain;
    spec.birth = space.nextBirth();
    spec.previous = s.chain.plan(space, spec.pid, old, spec.baseVersion);
    long b = Arena.address(ref);
    LeafBuilder.build(b, Arena.bytes(ref), spec, image, 0, image.size());
    LeafBuilder.copyTail(a, b, Arena.bytes(ref));
    if (space.table().compareAndSet(s.at.pid, s.at.word, MappingWord.hot(ref))) {
      s.chain.commit(space, slot);
      space.stats().loads.increment();
    } else {
      s.chain.undo(space);
      space.free(ref);
    }
    return true;
  }

  /** Replaces the cold page arrived at by an empty one of {@code version}. False without memory. */
  static boolean installEmpty(BwTree tree, Scratch s, long version) {
    PageSpace space = tree.space();
    LeafSpec spec = coldSpec(tree, s);
    if (spec == null) {
      return true;
    }
    spec.baseVersion = version;
    spec.durable = 0; // its next piece is a full image
    s.records.clear();
    LeafReplacer.sizeTail(tree, spec, s.range.of(s.records), 0);
    long ref = space.arena().allocate(LeafBuilder.bytes(spec, s.records, 0, 0));
    if (ref == 0) {
      return false;
    }
    spec.birth = space.nextBirth();
    LeafBuilder.build(Arena.address(ref), Arena.bytes(ref), spec, s.records, 0, 0);
    if (space.table().compareAndSet(s.at.pid, s.at.word, MappingWord.hot(ref))) {
      space.table().dirty().set(s.at.pid);
      space.table().sparse().mark(s.at.pid);
    } else {
      space.free(ref);
    }
    return true;
  }

  /** Installs a tail-only block over the cold page the slot's descent arrived at. */
  static LeafReplacer.Outcome installTail(BwTree tree, int slot, int room) {
    PageSpace space = tree.space();
    Scratch s = tree.scratch(slot);
    LeafSpec spec = coldSpec(tree, s);
    if (spec == null) {
      if (s.at.missingPid != 0) {
        SeparatorPoster.postMissing(tree, slot);
      }
      return LeafReplacer.Outcome.MOVED;
    }
    spec.tailOnly = true;
    spec.tailSlots = 16;
    spec.tailBytes = room;
    s.records.clear();
    long ref = space.arena().allocate(LeafBuilder.bytes(spec, s.records, 0, 0), s.forData);
    if (ref == 0) {
      return LeafReplacer.Outcome.NO_MEMORY;
    }
    spec.birth = space.nextBirth();
    LeafBuilder.build(Arena.address(ref), Arena.bytes(ref), spec, s.records, 0, 0);
    if (space.table().compareAndSet(s.at.pid, s.at.word, MappingWord.hot(ref))) {
      space.stats().blindWrites.increment();
    } else {
      space.free(ref);
    }
    return LeafReplacer.Outcome.MOVED;
  }
}
