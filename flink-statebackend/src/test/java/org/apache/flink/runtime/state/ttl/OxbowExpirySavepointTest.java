// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package org.apache.flink.runtime.state.ttl;

import io.oxbow.flink.OxbowStateBackend;
import java.util.concurrent.RunnableFuture;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.core.fs.CloseableRegistry;
import org.apache.flink.runtime.checkpoint.CheckpointOptions;
import org.apache.flink.runtime.checkpoint.SavepointType;
import org.apache.flink.runtime.state.CheckpointStorageLocationReference;
import org.apache.flink.runtime.state.CheckpointableKeyedStateBackend;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.SavepointResources;
import org.apache.flink.runtime.state.SavepointSnapshotStrategy;
import org.apache.flink.runtime.state.SnapshotResult;
import org.apache.flink.runtime.state.SnapshotStrategyRunner;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.memory.MemCheckpointStreamFactory;

/** The same, restored from canonical savepoints, which leave expired values out. */
class OxbowExpirySavepointTest extends OxbowExpiryCheckpointTest {
  private static final int MAX_SAVEPOINT_BYTES = 16 << 20;

  @Override
  protected StateBackendTestContext createStateBackendTestContext(TtlTimeProvider timeProvider) {
    return new StateBackendTestContext(timeProvider) {
      @Override
      protected StateBackend createStateBackend() {
        return new OxbowStateBackend();
      }

      @Override
      RunnableFuture<SnapshotResult<KeyedStateHandle>> triggerSnapshot() throws Exception {
        CheckpointableKeyedStateBackend<String> backend = getKeyedStateBackend();
        SavepointResources<String> resources = backend.savepoint();
        RunnableFuture<SnapshotResult<KeyedStateHandle>> savepoint =
            new SnapshotStrategyRunner<>(
                    "savepoint",
                    new SavepointSnapshotStrategy<>(resources.getSnapshotResources()),
                    new CloseableRegistry(),
                    resources.getPreferredSnapshotExecutionType())
                .snapshot(
                    1L,
                    1L,
                    new MemCheckpointStreamFactory(MAX_SAVEPOINT_BYTES),
                    CheckpointOptions.alignedNoTimeout(
                        SavepointType.savepoint(SavepointFormatType.CANONICAL),
                        CheckpointStorageLocationReference.getDefault()));
        savepoint.run();
        return savepoint;
      }
    };
  }

  @Override
  public boolean isSavepoint() {
    return true;
  }
}
