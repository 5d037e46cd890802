// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow;

import static org.assertj.core.api.Assertions.assertThat;

import io.oxbow.io.CrashPolicy;
import io.oxbow.io.LossyStorageIo;
import io.oxbow.io.SimulatedStorageIo;
import io.oxbow.io.StorageIo;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The test of the tests: each of these bugs, planted in the engine, is noticed. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class PlantedBugTest {
  private static final int SEEDS = 40;

  private static void requireNoticed(String run, PlantedBug bug)
      throws ReflectiveOperationException {
    String noticed = bug.noticedBy(run, SEEDS);
    assertThat(noticed).as("what " + SEEDS + " seeds say about the bug").isNotNull();
    System.out.println("planted and noticed: " + noticed.substring(noticed.indexOf("failed at")));
  }

  @Test
  void aTombstoneLostByTheFlush() throws Exception {
    requireNoticed(
        "oracle",
        new PlantedBug("cache.PageFlusher", "", "LeafFold.fold", "foldWithoutTombstones"));
  }

  @Test
  void aCheckpointWithWritesFromAfterItsCut() throws Exception {
    requireNoticed(
        "oracle", new PlantedBug("cache.PageFlusher", "", "LeafFold.fold", "foldOfAllVersions"));
  }

  @Test
  void aTombstoneLostByAPlan() throws Exception {
    requireNoticed(
        "oracle", new PlantedBug("page.LeafPlan", "", "DirtyRecords.isBaseBorn", "alwaysBorn"));
  }

  @Test
  void aCheckpointWithWritesFromAfterItsCutStraightFromTheBlock() throws Exception {
    requireNoticed(
        "oracle", new PlantedBug("cache.PageFlusher", "", "LeafImage.look", "imageOfAllVersions"));
  }

  @Test
  void aDurableCountThatIsOneTooHigh() throws Exception {
    requireNoticed(
        "oracle", new PlantedBug("cache.PageFlusher", "", "DurableWord.of", "oneMoreDurable"));
  }

  @Test
  void aPreImageThatIsNotKept() throws Exception {
    requireNoticed(
        "oracle", new PlantedBug("tree.PreImages", "", "Versions.needed", "nobodyNeeds"));
  }

  @Test
  void aSegmentDroppedWhileAPageNeedsIt() throws Exception {
    requireNoticed(
        "oracle", new PlantedBug("cache.PageFlusher", "", "Dependencies.set", "newestSegmentOnly"));
  }

  @Test
  void anOrphanThatIsNone() throws Exception {
    requireNoticed(
        "oracle",
        new PlantedBug(
            "checkpoint.FileKeeper", "deleteOrphans", "Set.contains", "containsNoSegment"));
  }

  @Test
  void aSplitHalfThatNoCheckpointLooksAt() throws Exception {
    requireNoticed("oracle", new PlantedBug("tree.LeafSplitter", "", "PidBitmap.set", "noBit"));
  }

  @Test
  void aWriteThatNoCheckpointLooksAt() throws Exception {
    requireNoticed("oracle", new PlantedBug("tree.LeafWriter", "", "PidBitmap.mark", "noBit"));
  }

  @Test
  void anOverwriteBehindAFlushThatTakesNothingBack() throws Exception {
    requireNoticed(
        "oracle",
        new PlantedBug(
            "tree.InPlaceWriter", "takeBack", "DirtyRecords.takeBack", "nothingTakenBack"));
  }

  @Test
  void anOverwriteOfWhatACutHasNotFlushed() throws Exception {
    requireNoticed(
        "oracle",
        new PlantedBug("tree.InPlaceWriter", "isNeeded", "Versions.needed", "nobodyNeeds"));
  }

  @Test
  void aTombstoneThatVanishesBecauseItsEntryWasTakenBack() throws Exception {
    requireNoticed(
        "overwriteBehindFlush",
        new PlantedBug("page.DirtyRecords", "isEntryKnown", "Leaf.has", "hasNot"));
  }

  @Test
  void aRecordDeletedInPlaceThatTheDiskKeeps() throws Exception {
    requireNoticed(
        "overwriteBehindFlush",
        new PlantedBug("page.DirtyRecords", "vanishes", "DirtyRecords.isBaseDirty", "neverDirty"));
  }

  @Test
  void anAdoptedPageThatKeepsItsNeighboursRecords() throws Exception {
    requireNoticed("rescaling", new PlantedBug("tree.ColdPages", "", "ColdPages.clip", "noClip"));
  }

  @Test
  void filesThatAreNotForced() {
    assertThat(crashesLose(LossyStorageIo::withoutFileForces)).isTrue();
  }

  @Test
  void namesThatAreNotForced() {
    assertThat(crashesLose(LossyStorageIo::withoutDirectoryForces)).isTrue();
  }

  @Test
  void anHonestDiskLosesNothing() {
    assertThat(crashesLose(io -> io)).isFalse();
  }

  /** Whether a crash at some operation leaves something else than a published state. */
  private static boolean crashesLose(UnaryOperator<StorageIo> between) {
    long seed = 84;
    for (long at = 1; at <= 120; at += 3) {
      TestDisk disk = TestDisk.simulated(new SimulatedStorageIo(seed)).through(between);
      FaultRun run = new FaultRun(new Workload(seed), 300, disk, new RunCounters());
      disk.simulation().crashAt(at);
      run.go().abandon();
      FaultRun next = run.next(disk.simulation().crash(CrashPolicy.OLD));
      try {
        next.recover(run.candidates(), s -> {});
      } catch (AssertionError | StoreException lost) {
        return true;
      }
    }
    return false;
  }
}
