// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow;

import io.oxbow.cache.PageSpace;
import io.oxbow.cache.PidBitmap;
import io.oxbow.cache.Versions;
import io.oxbow.memory.Mem;
import io.oxbow.page.Leaf;
import io.oxbow.page.LeafLookup;
import io.oxbow.page.SlotWord;
import io.oxbow.page.TailWord;
import io.oxbow.tree.BwTree;
import java.lang.reflect.Method;
import java.util.ArrayDeque;

/**
 * The wrong steps that {@link PlantedRace} puts in place of the right ones: each is right for one
 * thread and wrong beside another.
 */
@SuppressWarnings("unused") // parameters are those of the right ones
public final class RacePlants {
  /** What a step has read too early, or puts off; a thread's own. */
  private static final class Notes {
    private final ArrayDeque<Runnable> putOff = new ArrayDeque<>();
    private long number;
    private Versions.Hold[] horizon;

    void catchUp() {
      for (Runnable step; (step = putOff.poll()) != null; ) {
        step.run();
      }
    }
  }

  private static final ThreadLocal<Notes> NOTES = ThreadLocal.withInitial(Notes::new);

  private RacePlants() {}

  private static boolean isWord(long address, int of) {
    return (address & 63) == of; // blocks lie at multiples of 64
  }

  private static boolean isPublication(long expected, long word) {
    return expected == SlotWord.RESERVED && SlotWord.isPublished(word);
  }

  /** The tail word is not sealed: writers go on in the block that is being copied. */
  public static boolean sealLost(long address, long expected, long word) {
    return isWord(address, Leaf.TAIL) || Mem.casLong(address, expected, word);
  }

  /** The durable word is not frozen: a flush completes in the block that is being copied. */
  public static boolean freezeLost(long address, long expected, long word) {
    return isWord(address, Leaf.DURABLE) || Mem.casLong(address, expected, word);
  }

  /** Who finds the block sealed does not kill for himself (hole H1). */
  public static void sealUnlessSealed(long a) {
    if (!TailWord.isSealed(Leaf.tailWord(a))) {
      Leaf.seal(a);
    }
  }

  /** A reserved slot stays reserved. */
  public static void keepReserved(long a, int i) {}

  /** Nobody is overwriting, whatever the word says. */
  public static boolean neverBusy(long t) {
    return false;
  }

  /** The bytes of an entry are written... */
  public static void writeLater(byte[] from, int offset, long to, int bytes) {
    NOTES.get().putOff.add(() -> Mem.copyIn(from, offset, to, bytes));
  }

  /** ...behind the publication of its slot. */
  public static boolean publishBeforeWrite(long address, long expected, long word) {
    boolean done = Mem.casLong(address, expected, word);
    if (isPublication(expected, word)) {
      NOTES.get().catchUp();
    }
    return done;
  }

  /** A slot that was killed is published all the same (hole H2). */
  public static boolean publishByStore(long address, long expected, long word) {
    if (!isPublication(expected, word)) {
      return Mem.casLong(address, expected, word);
    }
    Mem.putLongRelease(address, word);
    return true;
  }

  /** Blocks go one epoch early: while those are pinned who came just before. */
  public static long oneEpochLater(long oldestPin) {
    return oldestPin == Long.MAX_VALUE ? oldestPin : oldestPin + 1;
  }

  /** A drain meets no pin. */
  public static long idle(long pinSlot) {
    return 0;
  }

  /** V is read before the tail word (hole H6)... */
  public static PageSpace spaceAndVersion(BwTree tree) {
    PageSpace space = tree.space();
    NOTES.get().number = space.versions().current();
    return space;
  }

  /** ...and not where it should be. */
  public static long numberSeen(Versions versions) {
    return NOTES.get().number;
  }

  /** Whoever reads the record as it was is not thought of. */
  public static boolean neverNeeded(Versions.Hold[] holds, long pid, long from, long below) {
    return false;
  }

  /** The horizon is read before the seal (hole H8)... */
  public static PageSpace spaceAndHorizon(BwTree tree) {
    PageSpace space = tree.space();
    NOTES.get().horizon = space.versions().horizon();
    return space;
  }

  /** ...or before V... */
  public static long versionBehindHorizon(Versions versions) {
    NOTES.get().horizon = versions.horizon();
    return versions.current();
  }

  /** ...and not where it should be. */
  public static Versions.Hold[] horizonSeen(Versions versions) {
    Notes notes = NOTES.get();
    Versions.Hold[] seen = notes.horizon;
    notes.horizon = null;
    return seen == null ? versions.horizon() : seen;
  }

  /** A cut is registered... */
  public static void registerLater(Versions versions, Versions.Hold hold) {
    NOTES.get().putOff.add(() -> register(versions, hold));
  }

  private static void register(Versions versions, Versions.Hold hold) {
    try {
      Method add = Versions.class.getDeclaredMethod("add", Versions.Hold.class);
      add.setAccessible(true);
      add.invoke(versions, hold);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  /** ...behind V (hole H8). */
  public static boolean registerNow(boolean passed) {
    NOTES.get().catchUp();
    return passed;
  }

  /** Nothing has been overwritten meanwhile. */
  public static boolean unchanged(long before, long after) {
    return false;
  }

  /** Something has. */
  public static boolean alwaysChanged(long before, long after) {
    return true;
  }

  /** Whatever was overwritten last was this record. */
  public static boolean ofAnyRecord(long t, int record) {
    return record != 0;
  }

  /** Every write hides the one before. */
  public static boolean hides(int kind) {
    return true;
  }

  /** The record found before busy is still the newest. */
  public static boolean stillNewest(
      LeafLookup lookup, long a, long t, byte[] key, int offset, int length) {
    return true;
  }

  /** What was found before a CAS was lost is still there. */
  public static boolean standsAsFound(LeafLookup lookup) {
    return true;
  }

  /** A page ends where its parent says, not at its own fence. */
  public static boolean notBeyond(long a, byte[] key, int offset, int length, boolean below) {
    return false;
  }

  /** A separator is never posted. */
  public static void noSeparator(BwTree tree, int slot, byte[] key, long child, int level) {}

  /** Nor is one that was found missing. */
  public static void noMissingSeparator(BwTree tree, int slot) {}

  /** Every block has the same birth: a word that came back names the block it named before. */
  public static long noBirth(long a) {
    return 0;
  }

  /** An absorption that is undecided counts as committed. */
  public static boolean committed(PageSpace space, long pid, long a) {
    return true;
  }

  /** The bit of a page is cleared... */
  public static void clearLater(PidBitmap bits, long pid) {
    NOTES.get().putOff.add(() -> bits.clear(pid));
  }

  /** ...behind the copy of the page. */
  public static boolean clearNow(boolean anything) {
    NOTES.get().catchUp();
    return anything;
  }

  /** A leaf met on the way down is taken for the key's, a separator missing or not. */
  public static int neverBeyond(long a, byte[] key, int offset, int length) {
    return -1;
  }
}
