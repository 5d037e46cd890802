// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.tree;

import io.oxbow.cache.MappingWord;
import io.oxbow.cache.PageSpace;
import io.oxbow.memory.Arena;
import io.oxbow.memory.SizeClasses;
import io.oxbow.page.KeyOrder;
import io.oxbow.page.Leaf;
import io.oxbow.page.LeafBuilder;
import io.oxbow.page.LeafContent;
import io.oxbow.page.LeafFold;
import io.oxbow.page.LeafMerge;
import io.oxbow.page.LeafSpec;
import io.oxbow.page.RecordList;
import io.oxbow.page.Records;
import io.oxbow.page.SlotWord;
import io.oxbow.page.TailWord;

/**
 * Replaces a hot leaf (protocol 4.6): takes memory, seals, kills and freezes for itself, folds the
 * tail into the base, builds one successor or two, installs by CAS. The loser throws its work away.
 */
final class LeafReplacer {
  /** What became of an attempt. */
  enum Outcome {
    /** The page's word has changed, by us or another: descend again. */
    MOVED,
    /** No room in the budget; nothing was changed that matters. */
    NO_MEMORY,
    /** The base must be loaded first. */
    NEED_BASE
  }

  private static final int SLACK = 2048;
  private static final int MOST_SLOTS = 24;
  private static final int LARGE_TAIL_BYTES = 4 << 10;
  private static final int LARGE_TAIL_SLOTS = 64;

  private LeafReplacer() {}

  /**
   * Replaces the page's block by one with room for an entry of {@code room} bytes, splitting it
   * when it has grown too large. The caller holds the pin of {@code slot} and read {@code word}
   * under it.
   *
   * @param key the key whose write needs the room, or null: a key behind all others makes the split
   *     leave the left page full
   */
  static Outcome replace(
      BwTree tree, int slot, long pid, long word, int room, byte[] key, int offset, int length) {
    PageSpace space = tree.space();
    long old = MappingWord.ref(word);
    long a = Arena.address(old);
    if (Leaf.has(a, Leaf.TAIL_ONLY)) {
      return growTail(tree, slot, pid, word, room);
    }
    int bound = Math.min(SizeClasses.MAX_BYTES, Arena.bytes(old) + room + SLACK);
    Scratch s = tree.scratch(slot);
    long reserve = reserve(space, s, old, bound);
    if (reserve == 0 && !s.deletes) {
      return Outcome.NO_MEMORY;
    }
    try {
      Leaf.seal(a);
      LeafSpec spec = s.spec.inherit(a);
      LeafContent content = s.merge;
      if (!s.merge.plan(a) || isTooLarge(tree, s.merge, Leaf.prefixLength(a))) {
        if (!fold(tree, s, a, pid, spec)) {
          return Outcome.NO_MEMORY;
        }
        RecordList records = s.records;
        if (isTooLarge(tree, records.size(), contentBytes(records)) && liveCount(records) > 1) {
          boolean ascending =
              key != null && records.compareKey(records.size() - 1, key, offset, length) < 0;
          return LeafSplitter.split(tree, slot, word, ascending ? 9 : 5, room);
        }
        content = s.range.of(records);
      }
      spec.baseVersion = newestVersion(a);
      long used = install(tree, slot, word, content, reserve, room);
      if (used == reserve) {
        reserve = 0;
      }
      if (used == 0) {
        return Outcome.NO_MEMORY;
      }
      space.stats().consolidations.increment();
      return Outcome.MOVED;
    } finally {
      s.fold.releaseFresh();
      if (reserve != 0) {
        space.arena().free(reserve);
      }
    }
  }

  /**
   * Memory for a successor, before anything is sealed. A deletion goes on without: its successor is
   * smaller, and finds room where this did not.
   */
  static long reserve(PageSpace space, Scratch s, long old, int bound) {
    long reserve = space.arena().allocate(bound, s.forData);
    if (reserve == 0 && s.deletes) {
      reserve = space.arena().allocate(Arena.bytes(old)); // blocks of this class come back
    }
    return reserve;
  }

  /**
   * Folds a sealed block into the scratch's records and settles an undecided absorption; the spec's
   * fences then say what the records are clipped to. False when a value node found no room.
   */
  static boolean fold(BwTree tree, Scratch s, long a, long pid, LeafSpec spec) {
    s.records.clear();
    s.fold.fold(
        a,
        Leaf.tailWord(a),
        Long.MAX_VALUE,
        tree.rule(),
        LeafFold.Purpose.BUILD,
        tree.space().values(),
        s.records);
    if (Leaf.has(a, Leaf.ABSORBING) && !Merger.settle(tree.space(), pid, a)) {
      spec.high = Leaf.absorbedLow(a);
      spec.sibling = Leaf.absorbedPid(a);
      s.records.truncate(s.records.lowerBound(spec.high, 0, spec.high.length));
    }
    return !s.fold.isOutOfMemory();
  }

  /** The newest version in a sealed block. */
  static long newestVersion(long a) {
    for (int i = TailWord.count(Leaf.tailWord(a)) - 1; i >= 0; i--) {
      long slot = Leaf.slot(a, i);
      if (SlotWord.isPublished(slot)) {
        return Math.max(Leaf.baseVersion(a), Leaf.entryVersion(a, slot));
      }
    }
    return Leaf.baseVersion(a);
  }

  /** Bytes of records, what finds them included; a page is split when they are too many. */
  static int contentBytes(Records records) {
    return (int) (Leaf.HEADER + records.blockBytes(0, records.size()));
  }

  /** Bytes of a block of this content that are neither tail nor fences. */
  static int contentBytes(LeafContent content, int prefix) {
    return Leaf.HEADER + 17 * content.count() + content.heapBytes(prefix);
  }

  private static boolean isTooLarge(BwTree tree, LeafMerge content, int prefix) {
    return isTooLarge(tree, content.count(), contentBytes(content, prefix)) && content.live() > 1;
  }

  private static boolean isTooLarge(BwTree tree, int records, int bytes) {
    return bytes > tree.sizes().leafBytes(records, bytes);
  }

  private static boolean isSparse(BwTree tree, LeafContent content, LeafSpec spec) {
    int bytes = contentBytes(content, KeyOrder.commonPrefix(spec.low, spec.high));
    return bytes < tree.sizes().leafBytes(content.count(), bytes) / 4;
  }

  private static int liveCount(RecordList records) {
    int n = 0;
    for (int i = 0; i < records.size(); i++) {
      n += records.kind(i) == SlotWord.DELETE ? 0 : 1;
    }
    return n;
  }

  /**
   * Gives the successor a tail: as much as {@link BwTree.Sizes#tailBytes} says, and all that is
   * left of the block's size class.
   */
  static void sizeTail(BwTree tree, LeafSpec spec, LeafContent content, int room) {
    int n = content.count();
    int heap = content.heapBytes(KeyOrder.commonPrefix(spec.low, spec.high));
    int entry = (n == 0 ? 64 : heap / n) + Leaf.ENTRY_HEADER;
    int slot = entry + Leaf.TAIL_SLOT;
    int least = tree.sizes().tailBytes(slot);
    spec.tailSlots = 0;
    spec.tailBytes = 0;
    int base = LeafBuilder.bytes(spec, content);
    int wanted = base + Math.max(room + Leaf.TAIL_SLOT, least) + 8;
    int left = SizeClasses.bytes(SizeClasses.of(Math.min(SizeClasses.MAX_BYTES, wanted))) - base;
    spec.tailSlots = Math.max(1, Math.min(MOST_SLOTS, left / slot));
    spec.tailBytes = 0;
    left -= LeafBuilder.bytes(spec, content) - base;
    spec.tailBytes = Math.min(TailWord.MAX_BYTES, Math.max(room, left));
  }

  /**
   * Builds one successor of the content and installs it; the scratch's spec has fences, sibling and
   * base version. Returns the block used, or 0 without memory; a lost CAS frees it.
   */
  static long install(
      BwTree tree, int slot, long word, LeafContent content, long reserve, int room) {
    PageSpace space = tree.space();
    Scratch s = tree.scratch(slot);
    LeafSpec spec = s.spec;
    long old = MappingWord.ref(word);
    sizeTail(tree, spec, content, room);
    int bytes = LeafBuilder.bytes(spec, content);
    long ref = takeExact(space, bytes, reserve, s);
    if (ref == 0 && s.deletes) {
      spec.tailSlots = 1;
      spec.tailBytes = room;
      bytes = LeafBuilder.bytes(spec, content);
      ref = takeExact(space, bytes, reserve, s);
    }
    if (ref == 0) {
      return 0;
    }
    spec.previous = s.chain.plan(space, spec.pid, old, spec.baseVersion);
    spec.birth = space.nextBirth();
    content.build(Arena.address(ref), Arena.bytes(ref), spec);
    if (space.table().compareAndSet(spec.pid, word, MappingWord.hot(ref))) {
      s.chain.commit(space, slot);
      if (spec.previous != 0) {
        space.noteChained(spec.pid);
      }
      if (content.count() < Leaf.baseCount(Arena.address(old))
          && isSparse(tree, content, spec)
          && spec.low.length > 0) {
        space.table().sparse().mark(spec.pid);
      }
    } else {
      s.chain.undo(space);
      LeafBuilder.releaseNodes(space.values(), Arena.address(ref));
      if (ref != reserve) {
        space.arena().free(ref);
      } else {
        return -1; // the caller frees its reserve
      }
    }
    return ref;
  }

  /** A block of the exact class if memory is at hand, else the reserve. */
  static long takeExact(PageSpace space, int bytes, long reserve, Scratch s) {
    if (reserve != 0 && SizeClasses.of(bytes) >= Arena.sizeClass(reserve)) {
      return bytes <= Arena.bytes(reserve) ? reserve : space.arena().allocate(bytes, s.forData);
    }
    long exact = space.arena().allocate(bytes, s.forData);
    if (exact == 0 && s.deletes) {
      exact = space.arena().allocate(bytes); // not the large reserve, or the page would grow
    }
    return exact != 0 ? exact : reserve;
  }

  /** A tail-only block is never folded: it gets a larger tail, until loading the base pays. */
  private static Outcome growTail(BwTree tree, int slot, long pid, long word, int room) {
    PageSpace space = tree.space();
    long old = MappingWord.ref(word);
    long a = Arena.address(old);
    long t = Leaf.tailWord(a);
    if (TailWord.count(t) >= LARGE_TAIL_SLOTS || TailWord.used(t) + room > LARGE_TAIL_BYTES) {
      return Outcome.NEED_BASE;
    }
    Scratch s = tree.scratch(slot);
    LeafSpec spec = s.spec.inherit(a);
    spec.tailOnly = true;
    spec.tailSlots = Math.min(LARGE_TAIL_SLOTS * 2, Math.max(16, 2 * Leaf.tailSlots(a)));
    spec.tailBytes = Arena.bytes(old) - Leaf.heapEnd(a) + room + 512; // holds what may come yet
    s.records.clear();
    long ref = space.arena().allocate(LeafBuilder.bytes(spec, s.records, 0, 0), s.forData);
    if (ref == 0) {
      return Outcome.NO_MEMORY;
    }
    Leaf.seal(a);
    spec.durable = Leaf.durableWord(a) & Long.MAX_VALUE;
    spec.birth = space.nextBirth();
    // the copy keeps every entry with its version, so the old block itself is needed by nobody
    spec.previous = s.chain.plan(space, pid, old, spec.baseVersion);
    LeafBuilder.build(Arena.address(ref), Arena.bytes(ref), spec, s.records, 0, 0);
    LeafBuilder.copyTail(a, Arena.address(ref), Arena.bytes(ref));
    if (space.table().compareAndSet(pid, word, MappingWord.hot(ref))) {
      s.chain.commit(space, slot);
    } else {
      s.chain.undo(space);
      space.free(ref);
    }
    return Outcome.MOVED;
  }

  /** Whether {@code key} is a legal separator strictly inside the page's fences. */
  static boolean isInside(LeafSpec spec, byte[] key) {
    return KeyOrder.compare(spec.low, 0, spec.low.length, key, 0, key.length) < 0;
  }
}
