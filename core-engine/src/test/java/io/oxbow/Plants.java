// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow;

import io.oxbow.cache.Dependencies;
import io.oxbow.cache.PidBitmap;
import io.oxbow.cache.Versions;
import io.oxbow.page.DurableWord;
import io.oxbow.page.LeafFold;
import io.oxbow.page.LeafImage;
import io.oxbow.page.LeafSpec;
import io.oxbow.page.RecordList;
import io.oxbow.page.ValueSpace;
import io.oxbow.tree.BwTree;
import java.util.Set;

/** The wrong versions of methods that {@link PlantedBug} puts in place of the right ones. */
@SuppressWarnings("unused") // parameters are those of the right ones
public final class Plants {
  private Plants() {}

  /** A deleted key is left out of the piece: it lives on below. */
  public static boolean foldWithoutTombstones(
      LeafFold fold,
      long block,
      long tail,
      long version,
      int rule,
      LeafFold.Purpose why,
      ValueSpace memory,
      RecordList into) {
    boolean whole = fold.fold(block, tail, version, rule, why, memory, into);
    into.keepLive();
    return whole;
  }

  /** What was written after the cut gets into the checkpoint. */
  public static boolean foldOfAllVersions(
      LeafFold fold,
      long block,
      long tail,
      long version,
      int rule,
      LeafFold.Purpose why,
      ValueSpace memory,
      RecordList into) {
    return fold.fold(block, tail, Long.MAX_VALUE, rule, why, memory, into);
  }

  /** The same, where the piece is written straight from the block. */
  public static boolean imageOfAllVersions(LeafImage image, long block, long tail, long version) {
    return image.look(block, tail, Long.MAX_VALUE);
  }

  /** The chain on disk is thought to know nothing of a key of the base: its tombstone goes. */
  public static boolean alwaysBorn(long a, long durable, long slot) {
    return true;
  }

  /** One entry more than was written is taken to be on disk. */
  public static long oneMoreDurable(boolean clean, int entries, int pieces, long location) {
    return DurableWord.of(clean, entries + 1, pieces, location);
  }

  /** No snapshot or checkpoint is thought of when a page is replaced. */
  public static boolean nobodyNeeds(Versions.Hold[] holds, long pid, long from, long below) {
    return false;
  }

  /** Only the newest segment of a page counts: the others may be dropped. */
  public static void newestSegmentOnly(Dependencies all, long pid, int[] segments) {
    int n = segments.length;
    all.set(pid, n == 0 ? segments : new int[] {segments[n - 1]});
  }

  /** Segments are orphans, whatever the manifest says. */
  public static boolean containsNoSegment(Set<?> names, Object name) {
    return !name.toString().endsWith(".seg") && names.contains(name);
  }

  /** Nobody is told that the page has changed. */
  public static void noBit(PidBitmap bits, long pid) {}

  /** An overwritten record still counts as on disk. */
  public static boolean nothingTakenBack(long block, boolean inBase, int index) {
    return true;
  }

  /** The chain has every record as it is. */
  public static boolean neverDirty(long block, long durable, int index, long slot) {
    return false;
  }

  /** A flag of a leaf is overlooked. */
  public static boolean hasNot(long block, int flag) {
    return false;
  }

  /** What lies outside of a page's fences is loaded with it. */
  public static void noClip(BwTree tree, RecordList image, LeafSpec spec) {}
}
