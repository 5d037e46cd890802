// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.oxbow.flink.AllStates;
import io.oxbow.flink.BackendFixture;
import io.oxbow.flink.OxbowKeyedStateBackend;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.RunnableFuture;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.checkpoint.CheckpointOptions;
import org.apache.flink.runtime.jobgraph.JobVertexID;
import org.apache.flink.runtime.state.IncrementalLocalKeyedStateHandle;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.LocalRecoveryConfig;
import org.apache.flink.runtime.state.LocalSnapshotDirectoryProviderImpl;
import org.apache.flink.runtime.state.SnapshotResult;
import org.apache.flink.runtime.state.TestTaskStateManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With local recovery a task that fails comes back from files on its own disk. */
class LocalRecoveryTest {
  @TempDir Path directory;

  @Test
  void stateComesBackFromLinksToTheFilesOfTheCheckpoint() throws Exception {
    File local = directory.resolve("local").toFile();
    LocalRecoveryConfig config =
        LocalRecoveryConfig.backupAndRecoveryEnabled(
            new LocalSnapshotDirectoryProviderImpl(
                new File[] {local}, new JobID(), new JobVertexID(), 0));
    TestTaskStateManager tasks =
        TestTaskStateManager.builder().setLocalRecoveryConfig(config).build();
    try (BackendFixture fixture =
        new BackendFixture(directory.resolve("work"), new Configuration(), tasks)) {
      OxbowKeyedStateBackend<String> backend = fixture.create();
      AllStates states = new AllStates(backend).change(1, 200, 4_000);
      RunnableFuture<SnapshotResult<KeyedStateHandle>> checkpoint =
          backend.snapshot(
              1,
              1,
              BackendFixture.inMemory(),
              CheckpointOptions.forCheckpointWithDefaultLocation());
      var moment = AllStates.content(backend);
      states.change(2, 200, 4_000);
      checkpoint.run();
      KeyedStateHandle handle = checkpoint.get().getTaskLocalSnapshot();
      assertThat(handle).isInstanceOf(IncrementalLocalKeyedStateHandle.class);
      // The links outlive the backend and its working directory.
      backend.dispose();

      OxbowKeyedStateBackend<String> restored =
          fixture.restore(BackendFixture.ALL, List.of(handle));
      assertThat(AllStates.content(restored)).isEqualTo(moment);
      restored.dispose();
      handle.discardState();
      File[] left =
          ((IncrementalLocalKeyedStateHandle) handle)
              .getDirectoryStateHandle()
              .getDirectory()
              .toFile()
              .listFiles();
      assertThat(left).isNull();
    }
  }
}
