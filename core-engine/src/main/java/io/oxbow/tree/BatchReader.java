// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.tree;

import io.oxbow.cache.MappingTable;
import io.oxbow.cache.MappingWord;
import io.oxbow.memory.Epochs;
import io.oxbow.page.BaseRecords;
import io.oxbow.page.Inner;
import io.oxbow.page.Leaf;
import io.oxbow.page.LeafLookup;

/**
 * Many point reads side by side. A read is a chain of cache misses; going level by level over all
 * keys, and touching the lines of a step before taking it, lets the chains overlap. Each key's read
 * is linearizable by itself. Part of a scratch.
 */
final class BatchReader {
  /** Keys that go together: more bring nothing, a core keeps no more misses in flight. */
  static final int WIDTH = 16;

  private final Descent[] at = new Descent[WIDTH];
  private final int[] candidate = new int[WIDTH];
  private final boolean[] there = new boolean[WIDTH];
  private final long[] block = new long[WIDTH]; // of those on their way; used within a pin

  private long touched; // keeps the touching loads alive

  BatchReader() {
    for (int i = 0; i < WIDTH; i++) {
      at[i] = new Descent();
    }
  }

  /** Reads the newest values of the keys; returns how many there are. */
  static int get(BwTree tree, byte[][] keys, BwTree.Target[] into, boolean[] found) {
    int hits = 0;
    for (int from = 0; from < keys.length; from += WIDTH) {
      int n = Math.min(WIDTH, keys.length - from);
      Epochs epochs = tree.space().epochs();
      int rest; // the keys whose reads take more than memory, as bits
      int slot = epochs.pin();
      try {
        Scratch s = tree.scratch(slot);
        rest = s.batch().read(tree, s, keys, from, n, into, found);
      } finally {
        epochs.unpin(slot);
      }
      for (int i = from; i < from + n; i++) {
        if ((rest >>> i - from & 1) != 0) {
          found[i] = tree.get(keys[i], 0, keys[i].length, into[i]);
        }
        hits += found[i] ? 1 : 0;
      }
    }
    return hits;
  }

  private int read(
      BwTree tree,
      Scratch s,
      byte[][] keys,
      int from,
      int n,
      BwTree.Target[] into,
      boolean[] found) {
    descend(tree, keys, from, n);
    touchLeaves(keys, from, n);
    int rest = 0;
    for (int i = 0; i < n; i++) {
      byte[] key = keys[from + i];
      int outcome =
          at[i].block == 0 || at[i].missingPid != 0
              ? LeafLookup.NEED_BASE
              : LeafReader.read(tree, s, at[i].block, key, into[from + i]);
      found[from + i] = outcome == LeafLookup.FOUND;
      if (outcome != LeafLookup.FOUND && outcome != LeafLookup.ABSENT) {
        rest |= 1 << i;
      }
    }
    return rest;
  }

  private void descend(BwTree tree, byte[][] keys, int from, int n) {
    for (int i = 0; i < n; i++) {
      at[i].begin(tree);
      there[i] = false;
    }
    int open = n - step(tree, keys, from, n); // the root is near
    MappingTable table = tree.space().table();
    while (open > 0) {
      touchHeaders(table, n);
      touchPlaces(keys, from, n);
      open -= step(tree, keys, from, n);
    }
  }

  /** Takes a step with all keys on their way; returns how many arrived. */
  private int step(BwTree tree, byte[][] keys, int from, int n) {
    int arrived = 0;
    for (int i = 0; i < n; i++) {
      byte[] key = keys[from + i];
      if (!there[i] && at[i].step(tree, key, 0, key.length, 0, false)) {
        there[i] = true;
        arrived++;
      }
    }
    return arrived;
  }

  /** Touches the separators that keys probably lie at, and the tags of leaves. */
  private void touchPlaces(byte[][] keys, int from, int n) {
    long sum = 0;
    for (int i = 0; i < n; i++) {
      long a = block[i];
      if (a != 0) {
        byte[] key = keys[from + i];
        sum += Leaf.isLeaf(a) ? LeafLookup.touchTags(a) : Inner.touch(a, key, 0, key.length);
      }
    }
    touched += sum;
  }

  private void touchHeaders(MappingTable table, int n) {
    for (int i = 0; i < n; i++) {
      block[i] = there[i] ? 0 : table.blockOf(at[i].pid);
    }
    long sum = 0;
    for (int i = 0; i < n; i++) {
      long a = block[i];
      if (a != 0) {
        sum += isAboveLeaves(at[i]) ? LeafLookup.touchFront(a) : Leaf.highHead(a);
      }
    }
    touched += sum;
  }

  private static boolean isAboveLeaves(Descent d) {
    return d.parentWord != 0 && Leaf.level(MappingWord.address(d.parentWord)) == 1;
  }

  /** Touches what the lookups will read: heads, and records where they need no slot word. */
  private void touchLeaves(byte[][] keys, int from, int n) {
    for (int i = 0; i < n; i++) { // apart: guesses that fail would throw away loads behind them
      long a = at[i].block;
      byte[] key = keys[from + i];
      candidate[i] = a == 0 ? -1 : LeafLookup.baseCandidate(a, key, 0, key.length);
    }
    long sum = 0;
    for (int i = 0; i < n; i++) {
      int c = candidate[i];
      long a = at[i].block;
      sum += c < 0 ? 0 : Leaf.baseHead(a, c) + BaseRecords.touchRecord(a, c);
    }
    touched += sum;
  }
}
