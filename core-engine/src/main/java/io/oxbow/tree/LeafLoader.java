// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.tree;

import io.oxbow.cache.MappingWord;
import io.oxbow.memory.Arena;
import io.oxbow.memory.Epochs;
import io.oxbow.memory.SizeClasses;
import io.oxbow.page.KeyOrder;
import io.oxbow.page.Leaf;
import io.oxbow.page.LeafBound;
import io.oxbow.page.LeafSpec;
import io.oxbow.page.RecordList;
import io.oxbow.page.Records;

/**
 * Writes runs of records in key order. Where many of them lie between two neighbours of a leaf, or
 * behind its last record, whole pages are made of them by a {@link LoadSplit}; elsewhere, and where
 * memory is short, they are put one by one. Other threads may read and write meanwhile; one thread
 * loads.
 */
final class LeafLoader {
  private static final int FILL = 9; // tenths of a page
  private static final int SLACK = 2048;

  private final BwTree tree;
  private final LeafBound bound = new LeafBound();
  private final LoadSplit split;
  private final RecordList above = new RecordList();
  private Records pending;
  private int most; // bytes of a leaf of such records
  private int limit; // bytes of records that are worth a page
  private int fill; // bytes of records that a page gets, its header's included

  LeafLoader(BwTree tree) {
    this.tree = tree;
    split = new LoadSplit(tree);
  }

  /** Bytes of a run that one split can take, two where records are small. */
  long batchBytes() {
    return (long) LoadSplit.PAGES * (tree.sizes().mostLeafBytes() * FILL / 10);
  }

  /** Writes puts of ascending keys and small values; every later read sees them. */
  void load(Records run) {
    if (run.size() == 0) {
      return;
    }
    pending = run;
    most = tree.sizes().leafBytes(run.size(), LeafReplacer.contentBytes(run));
    limit = most * FILL / 10;
    fill = fill(run);
    for (int i = 0; i < run.size(); ) {
      int done = pages(i);
      if (done == LoadSplit.NOT_HERE) {
        i += putSome(i);
      } else if (done != LoadSplit.AGAIN) {
        i += done;
      }
    }
  }

  /**
   * Pages are as full as leaves may be, but for what their size class must have left for the tail
   * that every leaf gets: memory that is not used need not be taken from the system.
   */
  private int fill(Records run) {
    int last = run.size() - 1;
    int shared = KeyOrder.commonPrefix(run.key(0), run.key(last));
    int record = (int) (run.blockBytes(0, run.size()) / run.size()) - shared;
    int tail = tree.sizes().tailBytes(record + Leaf.ENTRY_HEADER);
    int longer = record / 2; // the page's average record may be, and its tail's entries then
    int fences = 2 * run.keyLength(last) + 16;
    int bits = 16 * (most / record / 32 + 1); // two words for 64 records that may be shorter
    int block = SizeClasses.bytes(SizeClasses.of(most));
    return Math.max(most * 3 / 4, Math.min(most, block - tail - longer - fences - bits));
  }

  /** Puts records one by one, as many as fill a leaf. */
  private int putSome(int from) {
    int n = 0;
    for (long put = 0; from + n < pending.size() && put < limit; n++) {
      int i = from + n;
      byte[] all = pending.bytes();
      tree.put(
          all,
          pending.keyAt(i),
          pending.keyLength(i),
          all,
          pending.valueAt(i),
          pending.valueLength(i));
      put += pending.blockBytes(i);
    }
    return n;
  }

  /** Whether a leaf has, its tail aside, no record from {@code low} to {@code high}. */
  boolean isGap(byte[] low, byte[] high) {
    Epochs epochs = tree.space().epochs();
    int slot = epochs.pin();
    try {
      Scratch s = tree.scratch(slot).begin(false, 0);
      s.at.toLeaf(tree, low, 0, low.length);
      long a = s.at.block;
      return isWhole(a)
          && Leaf.compareToHigh(a, high, 0, high.length) < 0
          && place(a, low) == place(a, high);
    } finally {
      epochs.unpin(slot);
    }
  }

  private static boolean isWhole(long a) {
    return a != 0 && !Leaf.has(a, Leaf.TAIL_ONLY | Leaf.ABSORBING);
  }

  /** How many base records are below the key. */
  private int place(long a, byte[] key) {
    bound.set(a, key);
    return bound.inBase(Leaf.baseCount(a));
  }

  /** Records written as pages of their own, or why there are none. */
  private int pages(int from) {
    Epochs epochs = tree.space().epochs();
    int slot = epochs.pin();
    long reserve = 0;
    try {
      Scratch s = tree.scratch(slot).begin(false, 0);
      byte[] key = pending.key(from);
      s.at.toLeaf(tree, key, 0, key.length);
      long a = s.at.block;
      if (!isWorthPages(a, key, from)) {
        return LoadSplit.NOT_HERE;
      }
      reserve = tree.space().arena().allocate(leftBytes(s.at.word, from), true);
      if (reserve == 0) {
        return LoadSplit.NOT_HERE; // a put finds room, or says why there is none
      }
      Leaf.seal(a);
      LeafSpec spec = s.spec.inherit(a);
      if (!LeafReplacer.fold(tree, s, a, s.at.pid, spec)) {
        return LoadSplit.NOT_HERE;
      }
      LeafSplitter.keepAsNew(s.records);
      int end = Math.min(end(spec.high), cutOff(s.records, key));
      if (end - from < least(from, Leaf.baseCount(a), above.size() == 0)) {
        return LoadSplit.NOT_HERE; // what is in the way was in the tail
      }
      int done = split.run(slot, pending, from, end, above, reserve, fill);
      reserve = split.reserve();
      return done;
    } finally {
      tree.scratch(slot).fold.releaseFresh();
      if (reserve != 0) {
        tree.space().arena().free(reserve);
      }
      epochs.unpin(slot);
    }
  }

  /** Whether enough of the run lies between two base records of the leaf. */
  private boolean isWorthPages(long a, byte[] key, int from) {
    if (!isWhole(a)) {
      return false;
    }
    int n = Leaf.baseCount(a);
    int place = place(a, key);
    int last = from + least(from, n, place == n) - 1;
    return last < end(Leaf.high(a)) && place(a, pending.key(last)) == place;
  }

  /**
   * How many records are worth a page's copy: behind its last one a quarter of what it has, between
   * two of them a page, since that will cut it in two; more than there are, if there are not.
   */
  private int least(int from, int baseCount, boolean behind) {
    if (behind) {
      return Math.max(1, baseCount / 4);
    }
    long bytes = 0;
    int i = from;
    while (i < pending.size() && bytes < limit) {
      bytes += pending.blockBytes(i++);
    }
    return bytes < limit ? pending.size() + 1 : i - from;
  }

  /** Index of the first pending record beyond a high fence. */
  private int end(byte[] high) {
    return high == null ? pending.size() : pending.lowerBound(high, 0, high.length);
  }

  /**
   * Moves the leaf's records from the key on to {@link #above}; returns the index of the first
   * pending record that is not below them.
   */
  private int cutOff(RecordList records, byte[] key) {
    above.clear();
    int first = records.lowerBound(key, 0, key.length);
    for (int i = first; i < records.size(); i++) {
      above.add(records, i);
    }
    records.truncate(first);
    return above.size() == 0
        ? pending.size()
        : pending.lowerBound(above.bytes(), above.keyAt(0), above.keyLength(0));
  }

  /** Bytes that suffice for the left page, whatever the fold yields. */
  private int leftBytes(long word, int from) {
    long bytes = Arena.bytes(MappingWord.ref(word)) + most + pending.blockBytes(from) + SLACK;
    return (int) Math.min(SizeClasses.MAX_BYTES, bytes);
  }
}
