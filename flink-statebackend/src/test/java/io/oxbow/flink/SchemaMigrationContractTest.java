// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink;

import java.nio.file.Path;
import java.util.List;
import org.apache.flink.runtime.state.CheckpointStorage;
import org.apache.flink.runtime.state.StateBackendMigrationTestBase;
import org.apache.flink.runtime.state.storage.FileSystemCheckpointStorage;
import org.apache.flink.testutils.junit.extensions.parameterized.Parameter;
import org.apache.flink.testutils.junit.extensions.parameterized.ParameterizedTestExtension;
import org.apache.flink.testutils.junit.extensions.parameterized.Parameters;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Flink's contract of schema evolution: what must be migrated and what must be refused. */
@ExtendWith(ParameterizedTestExtension.class)
class SchemaMigrationContractTest extends StateBackendMigrationTestBase<OxbowStateBackend> {
  @TempDir Path checkpoints;

  @Parameter String storage;

  @Parameters(name = "{0}")
  static List<String> storages() {
    return List.of("files");
  }

  @Override
  protected OxbowStateBackend getStateBackend() {
    return new OxbowStateBackend();
  }

  @Override
  protected CheckpointStorage getCheckpointStorage() {
    return new FileSystemCheckpointStorage(checkpoints.toUri(), 0);
  }
}
