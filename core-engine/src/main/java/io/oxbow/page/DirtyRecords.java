// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.page;

import io.oxbow.memory.Mem;

/**
 * Which records of a leaf its chain on disk lacks: said by the durable word, the slots' flags, the
 * touched bitmap and two flags of the header together. A flush says "all of the base, and the tail
 * up to here"; an overwrite in place behind it takes that back for its own record alone ({@link
 * #takeBack}), so that the next piece holds what has changed and no more.
 */
public final class DirtyRecords {
  private DirtyRecords() {}

  /** Whether the chain lacks base record {@code i} as it is. */
  static boolean isBaseDirty(long a, long durable, int i, long slot) {
    return !DurableWord.isBaseClean(durable)
        && (BaseRecords.isTouched(a, i)
            || (SlotWord.flags(slot) & SlotWord.DIRTY) != 0 && !Leaf.has(a, Leaf.REOPENED_BASE));
  }

  /** Whether the chain holds nothing of the base record's key. */
  static boolean isBaseBorn(long a, long durable, long slot) {
    return (SlotWord.flags(slot) & SlotWord.BORN) != 0 && !areFlagsVoid(a, durable);
  }

  /** Whether base record {@code i} is a tombstone that a successor of the block need not have. */
  static boolean vanishes(long a, long durable, int i, long slot) {
    return SlotWord.kind(slot) == SlotWord.DELETE
        && (!isBaseDirty(a, durable, i, slot) || isBaseBorn(a, durable, slot));
  }

  /** Whether a flush has come after the flags in the base's slots were written. */
  static boolean areFlagsVoid(long a, long durable) {
    return DurableWord.isBaseClean(durable) || Leaf.has(a, Leaf.REOPENED_BASE);
  }

  /**
   * Whether the chain may hold the key of tail entry {@code i}, its oldest, for all that the tail
   * says; under a tail-only block it may hold any key.
   */
  static boolean isEntryKnown(long a, long durable, int i) {
    return i < DurableWord.tailEntries(durable) || Leaf.has(a, Leaf.REOPENED_TAIL | Leaf.TAIL_ONLY);
  }

  /**
   * Prepares the overwriting of a record that may be on disk: from now on the next flush will look
   * at it. Only under busy, and only when no flush of the page is under way: no version below V
   * that has not been flushed needs the page.
   *
   * @param i index of the base record or the tail entry
   * @return false when this takes an append instead
   */
  public static boolean takeBack(long a, boolean inBase, int i) {
    long d = Leaf.durableWord(a);
    if (DurableWord.isFrozen(d) || Leaf.has(a, Leaf.TAIL_ONLY | Leaf.ABSORBING)) {
      return false;
    }
    if (inBase) {
      if (!DurableWord.isBaseClean(d)) {
        return true;
      }
      BaseRecords.clearTouched(a);
      Leaf.mark(a, Leaf.REOPENED_BASE);
      return Mem.casLong(a + Leaf.DURABLE, d, d & ~DurableWord.BASE_CLEAN);
    }
    if (i >= DurableWord.tailEntries(d)) {
      return true;
    }
    Leaf.mark(a, Leaf.REOPENED_TAIL);
    return Mem.casLong(a + Leaf.DURABLE, d, DurableWord.withTailEntries(d, i));
  }
}
