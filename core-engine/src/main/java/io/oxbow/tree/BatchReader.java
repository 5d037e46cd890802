// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.tree;

import io.oxbow.cache.MappingTable;
import io.oxbow.memory.Epochs;
import io.oxbow.page.Inner;
import io.oxbow.page.KeyOrder;
import io.oxbow.page.Leaf;
import io.oxbow.page.LeafGuess;
import io.oxbow.page.LeafLookup;
import java.util.Arrays;

/**
 * Many point reads side by side. A read is a chain of cache misses; going level by level over all
 * keys, and touching the lines of a step before taking it, lets the chains overlap. Only the plain
 * way is gone here, by pages in memory and their newest blocks: a key that needs a sibling, a page
 * being merged or the disk is read alone. Each key's read is linearizable by itself. Part of a
 * scratch.
 */
final class BatchReader {
  /** Keys that go together: more bring nothing, a core keeps no more misses in flight. */
  static final int WIDTH = 16;

  private final long[] block = new long[WIDTH]; // each key's page, or 0: it will be read alone
  private final int[] guess = new int[WIDTH]; // of its place there
  private final long[] pid = new long[WIDTH]; // of its child there, or 0
  private final int[] tag = new int[WIDTH];

  private long touched; // keeps the touching loads alive

  /** Reads the newest values of the keys; returns how many there are. */
  static int get(BwTree tree, byte[][] keys, BwTree.Target[] into, boolean[] found) {
    int hits = 0;
    for (int from = 0; from < keys.length; from += WIDTH) {
      int n = Math.min(WIDTH, keys.length - from);
      Epochs epochs = tree.space().epochs();
      int rest; // the keys to be read alone, as bits
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
    descend(tree.space().table(), tree.root(), keys, from, n);
    guessRecords(keys, from, n);
    touchRecords(n);
    int rest = 0;
    for (int i = 0; i < n; i++) {
      int at = from + i;
      long a = block[i];
      int outcome =
          a == 0
              ? LeafLookup.NEED_BASE
              : LeafReader.readFrom(tree, s, a, guess[i], tag[i], keys[at], into[at]);
      found[at] = outcome == LeafLookup.FOUND;
      if (outcome != LeafLookup.FOUND && outcome != LeafLookup.ABSENT) {
        rest |= 1 << i;
      }
    }
    return rest;
  }

  /** Goes to the keys' leaves, whose first lines are then on their way. */
  private void descend(MappingTable table, long root, byte[][] keys, int from, int n) {
    long top = table.blockOf(root);
    Arrays.fill(block, 0, n, top);
    for (int level = top == 0 ? 0 : Leaf.level(top); level > 0; level--) {
      guessChildren(keys, from, n);
      findChildren(keys, from, n);
      for (int i = 0; i < n; i++) { // apart: loads of these words alone go side by side
        block[i] = pid[i] == 0 ? 0 : table.blockOf(pid[i]);
      }
    }
    long sum = 0;
    for (int i = 0; i < n; i++) {
      sum += block[i] == 0 ? 0 : LeafLookup.touchFront(block[i]);
    }
    touched += sum;
  }

  /** Touches the separators that keys probably lie at. */
  private void guessChildren(byte[][] keys, int from, int n) {
    for (int i = 0; i < n; i++) {
      long a = block[i];
      byte[] key = keys[from + i];
      guess[i] = a == 0 ? 0 : Inner.guess(a, key, 0, key.length);
    }
    long sum = 0;
    for (int i = 0; i < n; i++) {
      sum += block[i] == 0 ? 0 : Inner.touch(block[i], guess[i]);
    }
    touched += sum;
  }

  private void findChildren(byte[][] keys, int from, int n) {
    for (int i = 0; i < n; i++) {
      long a = block[i];
      byte[] key = keys[from + i];
      pid[i] =
          a == 0 || Leaf.compareToHigh(a, key, 0, key.length) >= 0
              ? 0
              : Inner.child(a, Inner.findNear(a, guess[i], key));
    }
  }

  private void guessRecords(byte[][] keys, int from, int n) {
    for (int i = 0; i < n; i++) { // apart: guesses that fail would throw away loads behind them
      long a = block[i];
      byte[] key = keys[from + i];
      if (a != 0 && isElsewhere(a, key)) {
        block[i] = 0;
      } else if (a != 0) {
        tag[i] = KeyOrder.tag(key, 0, key.length);
        guess[i] = LeafGuess.of(a, Leaf.tailWord(a), tag[i]);
      }
    }
  }

  /** Whether a leaf met on the way down may not be the key's: a sibling is, or will be. */
  private static boolean isElsewhere(long a, byte[] key) {
    return Leaf.compareToHigh(a, key, 0, key.length) >= 0
        || Leaf.has(a, Leaf.ABSORBING) && Leaf.compareToAbsorbed(a, key, 0, key.length) >= 0;
  }

  private void touchRecords(int n) {
    long sum = 0;
    for (int i = 0; i < n; i++) {
      sum += block[i] == 0 ? 0 : LeafGuess.touch(block[i], guess[i]);
    }
    touched += sum;
  }
}
