// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package org.apache.flink.test.state;

import io.oxbow.flink.BackendFixture;
import io.oxbow.flink.OxbowStateBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.state.CheckpointableKeyedStateBackend;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.test.state.BackendSwitchSpecs.BackendSwitchSpec;
import org.apache.flink.testutils.junit.extensions.parameterized.ParameterizedTestExtension;
import org.apache.flink.testutils.junit.extensions.parameterized.Parameters;
import org.apache.flink.util.FileUtils;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Flink's contract of savepoints: a job may leave one backend and go on with another. It lies in
 * Flink's package because the contract is not public.
 */
@ExtendWith(ParameterizedTestExtension.class)
class OxbowSavepointSwitchTest extends SavepointStateBackendSwitchTestBase {

  OxbowSavepointSwitchTest(BackendSwitchSpec from, BackendSwitchSpec to) {
    super(from, to);
  }

  @Parameters(name = "from {0} to {1}")
  static List<Object[]> switches() {
    return List.of(
        new Object[] {new OxbowSpec(), BackendSwitchSpecs.ROCKS},
        new Object[] {BackendSwitchSpecs.ROCKS, new OxbowSpec()},
        new Object[] {new OxbowSpec(), BackendSwitchSpecs.ROCKS_HEAP_TIMERS},
        new Object[] {BackendSwitchSpecs.ROCKS_HEAP_TIMERS, new OxbowSpec()},
        new Object[] {new OxbowSpec(), BackendSwitchSpecs.HEAP},
        new Object[] {BackendSwitchSpecs.HEAP, new OxbowSpec()},
        new Object[] {new OxbowSpec(), new OxbowSpec()});
  }

  /** Makes Oxbow backends for the contract. */
  private static final class OxbowSpec implements BackendSwitchSpec {
    private Path directory;
    private BackendFixture fixture;

    @Override
    public CheckpointableKeyedStateBackend<String> createBackend(
        KeyGroupRange keyGroupRange, int keyGroups, Collection<KeyedStateHandle> handles)
        throws Exception {
      directory = Files.createTempDirectory("oxbow-switch");
      fixture = new BackendFixture(directory, new Configuration());
      return fixture.create(
          new OxbowStateBackend(),
          StringSerializer.INSTANCE,
          keyGroups,
          keyGroupRange,
          handles,
          1.0);
    }

    @Override
    public void close() throws IOException {
      if (fixture != null) {
        fixture.close();
        FileUtils.deleteDirectory(directory.toFile());
      }
    }

    @Override
    public String toString() {
      return "Oxbow";
    }
  }
}
