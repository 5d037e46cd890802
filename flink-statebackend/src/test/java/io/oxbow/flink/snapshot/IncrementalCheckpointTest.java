// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink.snapshot;

import static io.oxbow.flink.snapshot.CheckpointFiles.reused;
import static io.oxbow.flink.snapshot.CheckpointFiles.uploaded;
import static org.assertj.core.api.Assertions.assertThat;

import io.oxbow.flink.AllStates;
import io.oxbow.flink.BackendFixture;
import io.oxbow.flink.OxbowKeyedStateBackend;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.checkpoint.CheckpointType;
import org.apache.flink.runtime.state.IncrementalRemoteKeyedStateHandle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A checkpoint uploads what is new, and never relies on a file that may be gone by then. */
class IncrementalCheckpointTest {
  private static final int KEYS = 500;
  private static final int MANY = 10_000;
  private static final int FEW = 40;

  @TempDir Path directory;
  private BackendFixture fixture;
  private CheckpointFiles files;
  private OxbowKeyedStateBackend<String> backend;
  private AllStates states;

  @BeforeEach
  void start() throws Exception {
    fixture = new BackendFixture(directory.resolve("work"), new Configuration());
    files = new CheckpointFiles(directory.resolve("checkpoints"));
    backend = fixture.create();
    states = new AllStates(backend).change(1, KEYS, MANY);
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  @Test
  void onlyNewFilesAreUploaded() throws Exception {
    IncrementalRemoteKeyedStateHandle first = files.checkpoint(backend, 1);
    Set<String> all = uploaded(first);
    assertThat(all).isNotEmpty();
    assertThat(reused(first)).isEmpty();
    files.complete(backend, first);

    states.change(2, KEYS, FEW);
    Set<String> storedBefore = files.sharedFiles();
    IncrementalRemoteKeyedStateHandle second = files.checkpoint(backend, 2);
    assertThat(reused(second)).isNotEmpty().isSubsetOf(all);
    assertThat(uploaded(second)).isNotEmpty().doesNotContainAnyElementsOf(all);
    assertThat(second.getCheckpointedSize()).isLessThan(second.getStateSize());
    Set<String> storedNow = files.sharedFiles();
    assertThat(storedNow).containsAll(storedBefore);
    assertThat(storedNow).hasSize(storedBefore.size() + uploaded(second).size());

    files.complete(backend, second);
    assertThat(restoredContent(second)).isEqualTo(AllStates.content(backend));
  }

  @Test
  void filesOfAnUnconfirmedCheckpointAreUploadedAgain() throws Exception {
    files.checkpoint(backend, 1);
    assertThat(reused(files.checkpoint(backend, 2))).isEmpty();
  }

  @Test
  void anAbortedCheckpointIsForgotten() throws Exception {
    files.complete(backend, files.checkpoint(backend, 1));
    states.change(2, KEYS, FEW);
    IncrementalRemoteKeyedStateHandle aborted = files.checkpoint(backend, 2);
    Set<String> lost = uploaded(aborted);
    backend.notifyCheckpointAborted(2);
    aborted.discardState();

    states.change(3, KEYS, FEW);
    IncrementalRemoteKeyedStateHandle third = files.checkpoint(backend, 3);
    assertThat(reused(third)).isNotEmpty().doesNotContainAnyElementsOf(lost);
    files.complete(backend, third);
    assertThat(restoredContent(third)).isEqualTo(AllStates.content(backend));
  }

  @Test
  void aFileUploadedTwiceIsNotTakenFromTheCheckpointThatMayBeGone() throws Exception {
    IncrementalRemoteKeyedStateHandle first = files.checkpoint(backend, 1);
    IncrementalRemoteKeyedStateHandle second = files.checkpoint(backend, 2);
    Set<String> twice = new TreeSet<>(uploaded(first));
    twice.retainAll(uploaded(second));
    assertThat(twice).isNotEmpty();
    // The task hears of checkpoint 1 after the job manager has dropped it in favour of 2.
    backend.notifyCheckpointComplete(1);
    assertThat(reused(files.checkpoint(backend, 3))).doesNotContainAnyElementsOf(twice);
  }

  @Test
  void aFullCheckpointTakesNothingFromOthersAndGivesToLaterOnes() throws Exception {
    files.complete(backend, files.checkpoint(backend, 1));
    IncrementalRemoteKeyedStateHandle full =
        files.snapshot(backend, 2, CheckpointType.FULL_CHECKPOINT);
    assertThat(reused(full)).isEmpty();
    Set<String> all = uploaded(full);
    files.complete(backend, full);
    assertThat(reused(files.checkpoint(backend, 3))).isNotEmpty().isSubsetOf(all);
  }

  @Test
  void aNativeSavepointStandsAloneAndDisturbsNothing() throws Exception {
    IncrementalRemoteKeyedStateHandle first = files.checkpoint(backend, 1);
    Set<String> all = uploaded(first);
    files.complete(backend, first);
    Set<String> shared = files.sharedFiles();
    IncrementalRemoteKeyedStateHandle savepoint =
        files.snapshot(backend, 2, CheckpointFiles.nativeSavepoint());
    assertThat(reused(savepoint)).isEmpty();
    assertThat(files.sharedFiles()).isEqualTo(shared);
    backend.notifyCheckpointComplete(2);

    IncrementalRemoteKeyedStateHandle third = files.checkpoint(backend, 3);
    assertThat(reused(third)).isNotEmpty().isSubsetOf(all);
    assertThat(restoredContent(savepoint)).isEqualTo(AllStates.content(backend));
  }

  @Test
  void theFirstCheckpointAfterARestoreIsIncremental() throws Exception {
    IncrementalRemoteKeyedStateHandle first = files.checkpoint(backend, 1);
    Set<String> all = uploaded(first);
    files.complete(backend, first);
    OxbowKeyedStateBackend<String> restored = fixture.restore(BackendFixture.ALL, List.of(first));
    AllStates restoredStates = new AllStates(restored).change(4, KEYS, FEW);
    IncrementalRemoteKeyedStateHandle second = files.checkpoint(restored, 2);
    assertThat(second.getBackendIdentifier()).isEqualTo(first.getBackendIdentifier());
    assertThat(reused(second)).isNotEmpty().isSubsetOf(all);
    files.complete(restored, second);

    restoredStates.change(5, KEYS, FEW);
    IncrementalRemoteKeyedStateHandle third =
        files.complete(restored, files.checkpoint(restored, 3));
    assertThat(restoredContent(third)).isEqualTo(AllStates.content(restored));
  }

  @Test
  void afterRescalingNothingOfOthersIsReused() throws Exception {
    IncrementalRemoteKeyedStateHandle first = files.complete(backend, files.checkpoint(backend, 1));
    OxbowKeyedStateBackend<String> half = fixture.restore(AllStates.range(2, 0), List.of(first));
    IncrementalRemoteKeyedStateHandle second = files.checkpoint(half, 2);
    assertThat(second.getBackendIdentifier()).isNotEqualTo(first.getBackendIdentifier());
    assertThat(reused(second)).isEmpty();
  }

  @Test
  void checkpointsShareNothingWhenTheJobSaysSo() throws Exception {
    Configuration full = new Configuration();
    full.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, false);
    try (BackendFixture fixture = new BackendFixture(directory.resolve("full"), full)) {
      OxbowKeyedStateBackend<String> backend = fixture.create();
      new AllStates(backend).change(1, KEYS, MANY);
      files.complete(backend, files.checkpoint(backend, 1));
      IncrementalRemoteKeyedStateHandle second = files.checkpoint(backend, 2);
      assertThat(second.getSharedState()).isEmpty();
      assertThat(files.sharedFiles()).isEmpty();
      assertThat(restoredContent(second)).isEqualTo(AllStates.content(backend));
    }
  }

  private SortedMap<String, String> restoredContent(IncrementalRemoteKeyedStateHandle handle)
      throws Exception {
    return AllStates.content(fixture.restore(BackendFixture.ALL, List.of(handle)));
  }
}
