// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.tree;

import io.oxbow.cache.MappingWord;
import io.oxbow.page.Leaf;
import java.util.Arrays;

/**
 * The leaf an operation of this scratch went to last: the put behind a get, and ascending keys,
 * need no descent. What is remembered is a hint. It is taken only if the page's word still names
 * that very block (word and birth: a block may come back at its address), so the key lies in it if
 * it lay in it before, or above a key that did and below the high fence.
 */
final class LastLeaf {
  private static final int MAX_KEY = 64;

  private BwTree tree;
  private long pid;
  private long word;
  private long birth;
  private final byte[] key = new byte[MAX_KEY];
  private int length;

  /** Goes to the leaf of the key: the last one, or by a descent; remembers it. */
  void go(Descent at, BwTree in, byte[] k, int offset, int n) {
    if (in == tree && leads(at, k, offset, n)) {
      return;
    }
    tree = null;
    at.toLeaf(in, k, offset, n);
    if (n <= MAX_KEY && at.block != 0 && !Leaf.has(at.block, Leaf.ABSORBING)) {
      tree = in;
      pid = at.pid;
      word = at.word;
      birth = Leaf.birth(at.block);
      length = n;
      System.arraycopy(k, offset, key, 0, n);
    }
  }

  private boolean leads(Descent at, byte[] k, int offset, int n) {
    int c = Arrays.compareUnsigned(k, offset, offset + n, key, 0, length);
    if (c < 0 || tree.space().table().get(pid) != word) {
      return false;
    }
    long a = MappingWord.address(word);
    if (Leaf.birth(a) != birth || c > 0 && Leaf.compareToHigh(a, k, offset, n) >= 0) {
      return false;
    }
    at.arriveAt(pid, word, a);
    return true;
  }
}
