// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.tree;

import io.oxbow.cache.MappingWord;
import io.oxbow.page.Leaf;
import io.oxbow.memory.Arena;

/** Finds the block of a page as of a version (protocol 4.10). */
final class VersionedPages {
  private VersionedPages() {}

  /**
   * The block that holds the page's content as of {@code version}: the current one, a pre-image, or
   * one of the page this one was split from.
   *
   * @param at the descent that led to the current block {@code a}; its {@code block} becomes 0 when
   *     the way leads to a cold page, which must be loaded
   * @return 0 when nothing of the page's interval existed at that version
   */
  static long blockAt(BwTree tree, Descent at, long a, long version) {
    long b = a;
    while (Leaf.baseVersion(b) > version) {
      long previous = Leaf.previous(b);
      if (previous != 0) {
        b = Arena.address(previous);
        continue;
      }
      long origin = Leaf.origin(b);
      if (Leaf.bornVersion(b) <= version || origin == 0) {
        return 0;
      }
      long w = tree.space().table().get(origin);
      while (MappingWord.isRedirect(w)) {
        w = tree.space().table().get(MappingWord.target(w));
      }
      if (!MappingWord.isHot(w)) {
        // a page split after this version and then gone cold has content good for it only through
        // its pre-images, which keep it hot (invariant C)
        throw new IllegalStateException(
            "page " + origin + " left memory while version " + version + " needs it");
      }
      b = MappingWord.address(w);
    }
    return b;
  }
}
