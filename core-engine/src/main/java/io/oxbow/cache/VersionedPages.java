// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.cache;

import io.oxbow.memory.Arena;
import io.oxbow.page.Leaf;

/** Finds the block of a page as of a version (protocol 4.10). */
public final class VersionedPages {
  private VersionedPages() {}

  /**
   * The block at or below {@code a} on its chain of pre-images that holds the page's own content as
   * of {@code version}, or 0 when the chain does not go back that far.
   */
  public static long ownBlockAt(long a, long version) {
    long b = a;
    while (Leaf.baseVersion(b) > version) {
      long previous = Leaf.previous(b);
      if (previous == 0) {
        return 0;
      }
      b = Arena.address(previous);
    }
    return b;
  }

  /**
   * The block that says what the interval of current block {@code a} held as of {@code version}:
   * the page's own, or one of the page this one was split from.
   *
   * @return 0 when nothing of the interval existed at that version
   */
  public static long blockAt(MappingTable table, long a, long version) {
    long current = a;
    while (true) {
      long b = ownBlockAt(current, version);
      if (b != 0) {
        return b;
      }
      long origin = Leaf.origin(current);
      if (Leaf.bornVersion(current) <= version) {
        throw new IllegalStateException(
            "page " + Leaf.pid(current) + " has lost its image of version " + version);
      }
      if (origin == 0) {
        return 0;
      }
      long w = table.get(origin);
      while (MappingWord.isRedirect(w)) {
        w = table.get(MappingWord.target(w));
      }
      if (!MappingWord.isHot(w)) {
        // a page that was split after a needed version keeps the pre-image, so it stays hot
        throw new IllegalStateException(
            "page " + origin + " left memory while version " + version + " needs it");
      }
      current = MappingWord.address(w);
    }
  }
}
