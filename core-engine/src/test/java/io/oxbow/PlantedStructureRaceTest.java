// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * The test of the concurrent tests, for what goes beyond the words of one leaf: each of these
 * steps, left out or taken out of order in the engine, is noticed by the test that is named for it.
 */
class PlantedStructureRaceTest extends PlantedRaceChecks {
  private static final String PAGES = "io.oxbow.tree.PageStructureLincheckTest";
  private static final String EPOCHS = "io.oxbow.memory.EpochsLincheckTest";
  private static final String FLUSHES = "io.oxbow.tree.FlushLincheckTest";
  private static final String VERSIONS = "io.oxbow.cache.VersionsLincheckTest";

  @Test
  void theEngineAsItIsPasses() throws Exception {
    String test = "interleavedReadersNeverMeetAReclaimedBlock";
    assertThat(noticedBy(EPOCHS, test)).isNull();
  }

  @Test
  void aDurableWordThatIsNotFrozen() throws Exception {
    requireNoticed(
        FLUSHES,
        "interleavedFlushesLoseNothing",
        instead("page.Leaf", "seal", "Mem.casLong", "freezeLost"));
  }

  @Test
  void aDirtyBitClearedBehindTheCopy() throws Exception {
    requireNoticed(
        FLUSHES,
        "interleavedFlushesLoseNothing",
        instead("cache.PageFlusher", "flush", "PidBitmap.clear", "clearLater"),
        behind("cache.PageFlusher", "flush", "PageFlusher.copyOut", "clearNow"));
  }

  @Test
  void aReadSideBySideThatGoesToNoSibling() throws Exception {
    requireNoticed(
        PAGES,
        "interleavedStructureChangesAreInvisibleToReadsSideBySide",
        instead("tree.BatchReader", "isElsewhere", "Leaf.compareToHigh", "neverBeyond"));
  }

  @Test
  void aHorizonReadBeforeTheVersion() throws Exception {
    requireNoticed(
        VERSIONS,
        "interleavedCutsAreAboveEveryFloor",
        instead("cache.Versions", "floor", "Versions.current", "versionBehindHorizon"),
        instead("cache.Versions", "floor", "Versions.horizon", "horizonSeen"));
  }

  @Test
  void aCutRegisteredBehindTheVersion() throws Exception {
    requireNoticed(
        VERSIONS,
        "interleavedCutsAreAboveEveryFloor",
        instead("cache.Versions", "cut", "Versions.add", "registerLater"),
        behind("cache.Versions", "cut", "VarHandle.compareAndSet", "registerNow"));
  }

  @Test
  void aBlockReclaimedOneEpochEarly() throws Exception {
    requireNoticed(
        EPOCHS,
        "interleavedReadersNeverMeetAReclaimedBlock",
        behind("memory.Epochs", "reclaim", "Epochs.oldestPin", "oneEpochLater"));
  }

  @Test
  void aDrainThatDoesNotWait() throws Exception {
    requireNoticed(
        EPOCHS,
        "interleavedReadersNeverMeetAReclaimedBlock",
        behind("memory.Epochs", "drain", "VarHandle.getVolatile", "idle"));
  }

  @Test
  void aSeparatorThatIsLost() throws Exception {
    requireNoticed(
        PAGES,
        "scenariosSplitMergeAndFree",
        instead("tree.LeafSplitter", "", "SeparatorPoster.post", "noSeparator"),
        instead("tree.LeafWriter", "", "SeparatorPoster.postMissing", "noMissingSeparator"),
        instead("tree.LeafReader", "", "SeparatorPoster.postMissing", "noMissingSeparator"));
  }

  @Test
  void aReaderThatDoesNotFollowTheSibling() throws Exception {
    requireNoticed(
        PAGES,
        "interleavedStructureChangesAreInvisible",
        instead("tree.Descent", "step", "Descent.isBeyond", "notBeyond"));
  }

  @Test
  void anUndecidedAbsorptionTakenForCommitted() throws Exception {
    requireNoticed(
        PAGES,
        "interleavedStructureChangesAreInvisible",
        instead("tree.LeafReplacer", "fold", "Merger.settle", "committed"));
  }

  @Test
  void anAbsorptionSettledByTheWordAlone() throws Exception {
    requireNoticed(
        "io.oxbow.tree.SettleTest",
        "newerBlockAtTheSameAddressIsNotRedirectedAway",
        instead("tree.Merger", "settle", "Leaf.birth", "noBirth"),
        instead("tree.Merger", "settle", "Leaf.absorbedBirth", "noBirth"));
  }

  @Test
  void aLastLeafKnownByTheWordAlone() throws Exception {
    requireNoticed(
        "io.oxbow.tree.LastLeafTest",
        "anotherBlockAtTheSameAddressIsNotTakenForTheLast",
        instead("tree.LastLeaf", "", "Leaf.birth", "noBirth"));
  }
}
