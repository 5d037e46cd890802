// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink;

import java.nio.file.Path;
import java.util.List;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.runtime.state.CheckpointStorage;
import org.apache.flink.runtime.state.ConfigurableStateBackend;
import org.apache.flink.runtime.state.StateBackendTestBase;
import org.apache.flink.runtime.state.storage.FileSystemCheckpointStorage;
import org.apache.flink.runtime.state.storage.JobManagerCheckpointStorage;
import org.apache.flink.testutils.junit.extensions.parameterized.Parameter;
import org.apache.flink.testutils.junit.extensions.parameterized.ParameterizedTestExtension;
import org.apache.flink.testutils.junit.extensions.parameterized.Parameters;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Flink's contract of state backends, for each way to write checkpoints. */
@ExtendWith(ParameterizedTestExtension.class)
class FlinkContractTest extends StateBackendTestBase<OxbowStateBackend> {

  enum Setup {
    INCREMENTAL_IN_FILES,
    INCREMENTAL_IN_JOB_MANAGER,
    FULL_IN_FILES,
    FIXED_MEMORY
  }

  @TempDir Path checkpoints;

  @Parameter Setup setup;

  @Parameters(name = "{0}")
  static List<Setup> setups() {
    return List.of(Setup.values());
  }

  @Override
  protected ConfigurableStateBackend getStateBackend() {
    Configuration config = new Configuration();
    config.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, setup != Setup.FULL_IN_FILES);
    if (setup == Setup.FIXED_MEMORY) {
      config.set(OxbowOptions.MEMORY_FIXED_PER_SLOT, MemorySize.ofMebiBytes(16));
    }
    return new OxbowStateBackend().configure(config, getClass().getClassLoader());
  }

  @Override
  protected CheckpointStorage getCheckpointStorage() throws Exception {
    if (setup == Setup.INCREMENTAL_IN_JOB_MANAGER) {
      return new JobManagerCheckpointStorage();
    }
    return new FileSystemCheckpointStorage(checkpoints.toUri(), 0);
  }

  @Override
  protected boolean isSerializerPresenceRequiredOnRestore() {
    return false;
  }

  @Override
  protected boolean supportsAsynchronousSnapshots() {
    return true;
  }

  @Override
  protected boolean isSafeToReuseKVState() {
    return true;
  }
}
