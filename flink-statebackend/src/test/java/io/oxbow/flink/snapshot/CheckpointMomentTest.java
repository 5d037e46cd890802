// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oxbow.flink.AllStates;
import io.oxbow.flink.BackendFixture;
import io.oxbow.flink.OxbowKeyedStateBackend;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.RunnableFuture;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.checkpoint.CheckpointOptions;
import org.apache.flink.runtime.state.CheckpointStateOutputStream;
import org.apache.flink.runtime.state.CheckpointStreamFactory;
import org.apache.flink.runtime.state.CheckpointedStateScope;
import org.apache.flink.runtime.state.IncrementalRemoteKeyedStateHandle;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.SnapshotResult;
import org.apache.flink.runtime.state.StreamStateHandle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A checkpoint holds the moment of its barrier, however late, often or badly it is written. */
class CheckpointMomentTest {
  private static final int KEYS = 300;
  private static final int CHANGES = 5_000;

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
    states = new AllStates(backend).change(1, KEYS, CHANGES);
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private RunnableFuture<SnapshotResult<KeyedStateHandle>> begin(long id) throws Exception {
    return begin(id, files.streams());
  }

  private RunnableFuture<SnapshotResult<KeyedStateHandle>> begin(
      long id, CheckpointStreamFactory streams) throws Exception {
    return backend.snapshot(id, id, streams, CheckpointOptions.forCheckpointWithDefaultLocation());
  }

  private SortedMap<String, String> restored(KeyedStateHandle handle) throws Exception {
    return AllStates.content(fixture.restore(BackendFixture.ALL, List.of(handle)));
  }

  @Test
  void changesAfterTheBarrierAreNotInIt() throws Exception {
    SortedMap<String, String> moment = AllStates.content(backend);
    RunnableFuture<SnapshotResult<KeyedStateHandle>> checkpoint = begin(1);
    states.change(2, KEYS, CHANGES);
    assertThat(AllStates.content(backend)).isNotEqualTo(moment);
    assertThat(restored(BackendFixture.run(checkpoint))).isEqualTo(moment);
  }

  @Test
  void checkpointsInFlightAtOnceEachHoldTheirMoment() throws Exception {
    List<SortedMap<String, String>> moments = new ArrayList<>();
    List<RunnableFuture<SnapshotResult<KeyedStateHandle>>> begun = new ArrayList<>();
    for (int id = 1; id <= 4; id++) {
      moments.add(AllStates.content(backend));
      begun.add(begin(id));
      states.change(10 + id, KEYS, CHANGES / 10);
    }
    // The later ones are written first.
    KeyedStateHandle[] handles = new KeyedStateHandle[4];
    for (int i = 3; i >= 0; i--) {
      handles[i] = BackendFixture.run(begun.get(i));
      files.complete(backend, (IncrementalRemoteKeyedStateHandle) handles[i]);
    }
    for (int i = 0; i < 4; i++) {
      assertThat(restored(handles[i])).isEqualTo(moments.get(i));
    }
  }

  @Test
  void aCancelledCheckpointLeavesNothingBehind() throws Exception {
    begin(1).cancel(true);
    assertThat(files.sharedFiles()).isEmpty();
    assertThat(files.exclusiveFiles()).isEmpty();
    assertThat(restored(files.complete(backend, files.checkpoint(backend, 2))))
        .isEqualTo(AllStates.content(backend));
  }

  @Test
  void aCheckpointThatStorageRefusesDeletesWhatItHasWritten() throws Exception {
    int streamsOfAll = countingStreams(Integer.MAX_VALUE, 1);
    for (int refused = 0; refused < streamsOfAll; refused++) {
      int limit = refused;
      assertThatThrownBy(() -> countingStreams(limit, 2)).hasRootCauseMessage("storage is full");
      assertThat(files.sharedFiles()).isEmpty();
      assertThat(files.exclusiveFiles()).isEmpty();
    }
    KeyedStateHandle good = files.complete(backend, files.checkpoint(backend, 3));
    assertThat(restored(good)).isEqualTo(AllStates.content(backend));
  }

  /** Writes a checkpoint to storage that takes so many files; returns how many it took. */
  private int countingStreams(int limit, long id) throws Exception {
    LimitedStreams streams = new LimitedStreams(files.streams(), limit);
    KeyedStateHandle handle = BackendFixture.run(begin(id, streams));
    int opened = streams.opened;
    handle.discardState();
    return opened;
  }

  private static final class LimitedStreams implements CheckpointStreamFactory {
    private final CheckpointStreamFactory target;
    private final int limit;
    private int opened;

    private LimitedStreams(CheckpointStreamFactory target, int limit) {
      this.target = target;
      this.limit = limit;
    }

    @Override
    public synchronized CheckpointStateOutputStream createCheckpointStateOutputStream(
        CheckpointedStateScope scope) throws IOException {
      if (opened == limit) {
        throw new IOException("storage is full");
      }
      opened++;
      return target.createCheckpointStateOutputStream(scope);
    }

    @Override
    public boolean canFastDuplicate(StreamStateHandle handle, CheckpointedStateScope scope) {
      return false;
    }

    @Override
    public List<StreamStateHandle> duplicate(
        List<StreamStateHandle> handles, CheckpointedStateScope scope) throws IOException {
      throw new IOException("nothing is duplicated here");
    }
  }
}
