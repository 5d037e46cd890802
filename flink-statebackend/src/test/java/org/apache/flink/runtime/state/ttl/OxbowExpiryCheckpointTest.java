// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package org.apache.flink.runtime.state.ttl;

import static org.assertj.core.api.Assertions.assertThat;

import io.oxbow.flink.OxbowStateBackend;
import java.nio.file.Path;
import org.apache.flink.runtime.state.CheckpointStorage;
import org.apache.flink.runtime.state.CheckpointableKeyedStateBackend;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.TestableKeyedStateBackend;
import org.apache.flink.runtime.state.storage.FileSystemCheckpointStorage;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.io.TempDir;

/**
 * Flink's contract of expiring state, restored from checkpoints. It lies in Flink's package because
 * one of the contract's tests looks into the tables of Flink's heap backend and is asked here of
 * the store instead.
 */
class OxbowExpiryCheckpointTest extends TtlStateTestBase {
  private static final int KEYS = 970;

  @TempDir Path checkpoints;

  @Override
  protected StateBackendTestContext createStateBackendTestContext(TtlTimeProvider timeProvider) {
    return new StateBackendTestContext(timeProvider) {
      @Override
      protected StateBackend createStateBackend() {
        return new OxbowStateBackend();
      }

      @Override
      protected CheckpointStorage createCheckpointStorage() {
        return new FileSystemCheckpointStorage(checkpoints.toUri(), 0);
      }
    };
  }

  @Override
  public boolean isSavepoint() {
    return false;
  }

  @Override
  protected boolean incrementalCleanupSupported() {
    return true;
  }

  @Override
  @TestTemplate
  void testIncrementalCleanupWholeState() throws Exception {
    initTest(getConfBuilder(TTL).cleanupIncrementally(5, true).build());
    timeProvider.time = 0;
    for (int key = 0; key < KEYS; key++) {
      sbetc.setCurrentKey(Integer.toString(key));
      ctx().update(ctx().updateEmpty);
    }
    CheckpointableKeyedStateBackend<String> backend = sbetc.getKeyedStateBackend();
    TestableKeyedStateBackend<String> counted = (TestableKeyedStateBackend<String>) backend;
    assertThat(counted.numKeyValueStateEntries()).isGreaterThanOrEqualTo(KEYS);

    timeProvider.time = TTL + 20;
    for (int key = 0; key < KEYS; key++) {
      sbetc.setCurrentKey(Integer.toString(key));
    }
    assertThat(counted.numKeyValueStateEntries()).isZero();
  }
}
