// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.tree;

import io.oxbow.cache.Versions;
import io.oxbow.memory.Mem;
import io.oxbow.page.BaseRecords;
import io.oxbow.page.DirtyRecords;
import io.oxbow.page.Leaf;
import io.oxbow.page.LeafLookup;
import io.oxbow.page.MergeRule;
import io.oxbow.page.SlotWord;
import io.oxbow.page.TailWord;
import java.lang.invoke.VarHandle;

/**
 * Puts, deletes and adds where the newest record of the key is (protocol 4.19): a put overwrites a
 * plain record of the same length, in base or tail; a delete makes it a hole (a bit of the base,
 * the kind in a tail's slot), and a put of its length fills the hole again; an operand that is a
 * number is added to a plain record. Nobody may need the record as it is.
 *
 * <p>Busy is taken by CAS of the very tail word the record was found under, so no slot was reserved
 * since; V is read after that, so a cut either sees this writer drained or makes it append. A slot
 * reserved before may have been published since: a put or a delete there hides the record, so this
 * write came just before it; but an append there would be seen above the old value first and above
 * the new one later, so where appends exist the record is looked up again under busy.
 *
 * <p>Where the CAS is lost to a writer who overwrote this very record, this write is done: it came
 * just before that one, which hides it (elimination, as in the (a,b)-trees of Srivastava and Brown,
 * PPoPP 2022). The tail word says which record was overwritten last, and its sequence that this was
 * after the write had begun. An add is never eliminated, nor does it name its record there: it
 * hides nothing.
 */
final class InPlaceWriter {
  /** What became of an attempt. */
  enum Outcome {
    DONE,
    /** A delete of what is not there: as a read that finds nothing, it leaves no trace. */
    NOTHING_TO_DO,
    /** It takes an append. */
    APPEND
  }

  private static final int TRIES = 16;

  private InPlaceWriter() {}

  /** Writes to the leaf that the scratch's descent has led to; an append is of a number. */
  static Outcome write(
      BwTree tree,
      Scratch s,
      int kind,
      byte[] key,
      int kOff,
      int kLen,
      byte[] value,
      int vOff,
      int vLen) {
    long a = s.at.block;
    LeafLookup lookup = s.lookup;
    int found = LeafLookup.NEED_BASE;
    int number = 0;
    long seen = TailWord.SEALED;
    boolean hides = hides(kind);
    for (int tries = 0; tries < TRIES; tries++) {
      long t = Leaf.quietTailWord(a);
      if (TailWord.isSealed(t)) {
        return Outcome.APPEND;
      }
      if (hides && tries > 0 && TailWord.isOverwritten(seen, t, number)) {
        s.contention.met(a, number);
        return Outcome.DONE;
      }
      // after a lost CAS: what was found is there, unless it was deleted or put back meanwhile
      if (!TailWord.isOverwritten(seen, t) || !lookup.stands()) {
        found = find(tree, s, t, kind, key, kOff, kLen);
      }
      seen = t;
      number = lookup.number();
      if (kind == SlotWord.DELETE && found == LeafLookup.ABSENT) {
        return Outcome.NOTHING_TO_DO;
      }
      if (!isFit(lookup, a, kind, vLen)) {
        return Outcome.APPEND;
      }
      if (hides && tries == 0 && s.contention.givesWay(a, number, t)) {
        continue;
      }
      if (tries == 0 && !TailWord.isOfRecord(t, number)) { // else reading would fetch its lines
        s.touched = lookup.touchChange(kind != SlotWord.DELETE); // from whoever overwrites it too
      }
      long version = lookup.inBase() ? Leaf.baseVersion(a) : Leaf.entryVersion(a, lookup.slot());
      if (isNeeded(tree.space().versions(), s.at.pid, version)) {
        return Outcome.APPEND;
      }
      if (Mem.casLong(a + Leaf.TAIL, t, t | TailWord.BUSY)) {
        VarHandle.storeStoreFence(); // the bytes must not be seen before busy is
        boolean may =
            (MergeRule.operator(tree.rule()) == MergeRule.NONE
                    || isStillNewest(lookup, a, t, key, kOff, kLen))
                && !isNeeded(tree.space().versions(), s.at.pid, version) // after busy
                && (version == tree.space().versions().current() || takeBack(tree, lookup, a));
        if (may) {
          change(tree, s, kind, value, vOff, vLen);
        }
        long after = TailWord.release(t, may && hides ? number : 0);
        s.contention.wrote(after);
        Mem.putLongRelease(a + Leaf.TAIL, after);
        return may ? Outcome.DONE : Outcome.APPEND;
      }
    }
    return Outcome.APPEND;
  }

  /** Whether it hides what was there, and is hidden by the next one that does. */
  private static boolean hides(int kind) {
    return kind != SlotWord.APPEND;
  }

  /** Looks the key up, but for a delete only where the record found may change. */
  private static int find(
      BwTree tree, Scratch s, long t, int kind, byte[] key, int kOff, int kLen) {
    long a = s.at.block;
    return kind != SlotWord.DELETE
            && isNeeded(tree.space().versions(), s.at.pid, Leaf.baseVersion(a))
        ? s.lookup.findInTail(a, t, key, kOff, kLen)
        : s.lookup.find(a, t, key, kOff, kLen, Long.MAX_VALUE);
  }

  /** Whether what was found has the shape that this write can change. */
  private static boolean isFit(LeafLookup lookup, long a, int kind, int vLen) {
    if (kind == SlotWord.DELETE) {
      return lookup.isPlain() && (!lookup.inBase() || BaseRecords.mayHaveHole(a));
    }
    return (lookup.isPlain() || kind == SlotWord.PUT && lookup.isHole())
        && SlotWord.valueLength(lookup.slot()) == vLen;
  }

  /** Changes the record; under busy. */
  private static void change(BwTree tree, Scratch s, int kind, byte[] value, int vOff, int vLen) {
    if (kind == SlotWord.DELETE) {
      s.lookup.delete();
      return;
    }
    long at = s.lookup.valueAddress();
    if (kind == SlotWord.APPEND) {
      Mem.copyOut(at, s.number, 0, vLen);
      MergeRule.add(tree.rule(), s.number, 0, value, vOff);
      Mem.copyIn(s.number, 0, at, vLen);
    } else {
      Mem.copyIn(value, vOff, at, vLen);
    }
    s.lookup.putBack();
  }

  /**
   * Whether a record of {@code version} must stay as it is: a snapshot, or a cut that has not
   * flushed the page yet, reads it. V first, then the horizon: a version is registered before V
   * passes it, and what is registered from now on is not below V.
   */
  private static boolean isNeeded(Versions versions, long pid, long version) {
    long v = versions.current();
    return version != v && Versions.needed(versions.horizon(), pid, version, v);
  }

  /** Whether the record found before, or its hole, is still what a read finds; under busy. */
  private static boolean isStillNewest(
      LeafLookup lookup, long a, long t, byte[] key, int kOff, int kLen) {
    long slot = lookup.slot();
    boolean hole = lookup.isHole();
    lookup.find(a, t, key, kOff, kLen, Long.MAX_VALUE);
    return (hole ? lookup.isHole() : lookup.isPlain())
        && lookup.slot() == slot; // it holds the record's offset, which is its own
  }

  /** Operands that are on disk stay there: written once more, they would count twice. */
  private static boolean takeBack(BwTree tree, LeafLookup lookup, long a) {
    boolean operands = MergeRule.operator(tree.rule()) != MergeRule.NONE;
    return (lookup.inBase() || !operands)
        && DirtyRecords.takeBack(a, lookup.inBase(), lookup.index());
  }
}
