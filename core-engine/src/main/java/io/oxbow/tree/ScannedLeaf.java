// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.tree;

import io.oxbow.page.Leaf;
import io.oxbow.page.TailWord;

/**
 * Rebuilds a leaf that scans meet again and again with entries in its tail: sorting those in costs
 * each scan a third of its time, folding them in costs as much as a few scans, once. So it is done
 * when that much has been lost, which is at most twice what knowing the future would cost.
 */
final class ScannedLeaf {
  private ScannedLeaf() {}

  /**
   * Notes that the leaf of the scratch's descent was scanned as a whole. The caller holds the pin
   * of {@code slot} and made the descent under it.
   */
  static void note(BwTree tree, int slot) {
    Scratch s = tree.scratch(slot);
    long a = s.at.block;
    if (TailWord.count(Leaf.tailWord(a)) == 0
        || Leaf.countScan(a) < tree.sizes().scans()
        || Leaf.has(a, Leaf.ABSORBING)
        || tree.space().versions().horizon().length > 0) { // it would stay beside its successor
      return;
    }
    s.begin(false, 0); // may fail: it does not draw on the reserve
    LeafReplacer.replace(tree, slot, s.at.pid, s.at.word, 0, null, 0, 0);
  }
}
