// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow;

import org.junit.jupiter.api.Test;

/**
 * The test of the concurrent tests, for the words of one leaf: each of these steps, left out or
 * taken out of order in the engine, is noticed by the test that is named for it.
 */
class PlantedRaceTest extends PlantedRaceChecks {
  private static final String WORDS = "io.oxbow.tree.LeafWordsLincheckTest";
  private static final String APPENDS = "io.oxbow.tree.LeafAppendsLincheckTest";

  private static final String PUTS = "interleavedPutsWithoutOverwritingAreLinearizable";
  private static final String OVERWRITES = "interleavedPutsOverwriteInPlaceLinearizably";
  private static final String ELIMINATION = "interleavedPutsThatEliminateEachOtherAreLinearizable";
  private static final String SNAPSHOTS = "interleavedSnapshotsStandStill";

  @Test
  void aSealThatIsLost() throws Exception {
    requireNoticed(WORDS, PUTS, instead("page.Leaf", "seal", "Mem.casLong", "sealLost"));
  }

  @Test
  void aBuilderThatTrustsAnothersSeal() throws Exception {
    requireNoticed(
        WORDS,
        "interleavedReplacersLoseNoPut",
        instead("tree.LeafReplacer", "replace", "Leaf.seal", "sealUnlessSealed"));
  }

  @Test
  void aReservedSlotThatNoBuilderKills() throws Exception {
    requireNoticed(WORDS, PUTS, instead("page.Leaf", "seal", "Leaf.kill", "keepReserved"));
  }

  @Test
  void aReservedSlotThatNoReaderKills() throws Exception {
    requireNoticed(
        APPENDS,
        "interleavedOperandsKeepTheirOrder",
        instead("page.LeafLookup", "findInTail", "Leaf.kill", "keepReserved"));
  }

  @Test
  void anEntryPublishedBeforeItIsWritten() throws Exception {
    requireNoticed(
        WORDS,
        PUTS,
        instead("tree.LeafWriter", "fill", "Mem.copyIn", "writeLater"),
        instead("tree.LeafWriter", "onLeaf", "Mem.casLong", "publishBeforeWrite"));
  }

  @Test
  void anEntryPublishedInASlotThatWasKilled() throws Exception {
    requireNoticed(
        WORDS, PUTS, instead("tree.LeafWriter", "onLeaf", "Mem.casLong", "publishByStore"));
  }

  @Test
  void aSealThatDoesNotWaitForAnOverwrite() throws Exception {
    requireNoticed(WORDS, OVERWRITES, instead("page.Leaf", "seal", "TailWord.isBusy", "neverBusy"));
  }

  @Test
  void aReadWithoutASecondLookAtTheTailWord() throws Exception {
    requireNoticed(
        WORDS,
        "interleavedReadsOfLongValuesAreNeverTorn",
        instead("tree.LeafReader", "copy", "TailWord.changed", "unchanged"));
  }

  @Test
  void anOverwriteThatDoesNotLookItsRecordUpAgain() throws Exception {
    requireNoticed(
        APPENDS,
        "interleavedOperandsKeepTheirOrder",
        instead("tree.InPlaceWriter", "write", "InPlaceWriter.isStillNewest", "stillNewest"));
  }

  @Test
  void aWriteEliminatedByOneToAnotherRecord() throws Exception {
    requireNoticed(
        WORDS,
        ELIMINATION,
        instead("page.TailWord", "isOverwritten", "TailWord.isOfRecord", "ofAnyRecord"));
  }

  @Test
  void aWriteEliminatedByOneThatCameBefore() throws Exception {
    requireNoticed(
        WORDS,
        ELIMINATION,
        instead("page.TailWord", "isOverwritten", "TailWord.changed", "alwaysChanged"));
  }

  @Test
  void anAddThatEliminatesAndIsEliminated() throws Exception {
    requireNoticed(
        APPENDS,
        "interleavedAppendsBesidePutsAreLinearizable",
        instead("tree.InPlaceWriter", "write", "InPlaceWriter.hides", "hides"));
  }

  @Test
  void aRecordDeletedInPlaceTwice() throws Exception {
    requireNoticed(
        WORDS,
        "interleavedDeletesInPlaceAreLinearizable",
        instead("tree.InPlaceWriter", "write", "LeafLookup.stands", "standsAsFound"));
  }

  @Test
  void anOverwriteOfARecordThatASnapshotReads() throws Exception {
    requireNoticed(
        WORDS,
        SNAPSHOTS,
        instead("tree.InPlaceWriter", "isNeeded", "Versions.needed", "neverNeeded"));
  }

  @Test
  void aVersionReadBeforeTheTailWord() throws Exception {
    requireNoticed(
        WORDS,
        SNAPSHOTS,
        instead("tree.LeafWriter", "onLeaf", "BwTree.space", "spaceAndVersion"),
        instead("tree.LeafWriter", "onLeaf", "Versions.current", "numberSeen"));
  }

  @Test
  void aHorizonReadBeforeTheSeal() throws Exception {
    requireNoticed(
        WORDS,
        SNAPSHOTS,
        instead("tree.LeafReplacer", "replace", "BwTree.space", "spaceAndHorizon"),
        instead("tree.PreImages", "plan", "Versions.horizon", "horizonSeen"));
  }
}
