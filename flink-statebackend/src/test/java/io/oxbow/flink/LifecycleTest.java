// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oxbow.MemoryBudget;
import io.oxbow.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.IllegalConfigurationException;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.runtime.checkpoint.CheckpointOptions;
import org.apache.flink.runtime.memory.OpaqueMemoryResource;
import org.apache.flink.runtime.state.FullSnapshotResources;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.SnapshotResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Memory, files and threads come with a backend and go with it. */
class LifecycleTest {
  private static final long SLOT_BYTES = 24 << 20;

  @TempDir Path directory;

  private List<Path> workingFiles() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }

  private static MemoryBudget budget(BackendFixture fixture, Configuration config)
      throws Exception {
    OxbowSettings settings = OxbowSettings.defaults().merge(config);
    OpaqueMemoryResource<SlotMemory> lease = SlotMemory.lease(settings, fixture.memory(), 1.0);
    try {
      return lease.getResourceHandle().budget();
    } finally {
      lease.close();
    }
  }

  @Test
  void theBudgetOfASlotIsSharedAndIsZeroAfterwards() throws Exception {
    Configuration config = new Configuration();
    try (BackendFixture fixture = new BackendFixture(directory, config, SLOT_BYTES)) {
      OxbowKeyedStateBackend<String> first = fixture.create();
      MemoryBudget budget = budget(fixture, config);
      assertThat(budget.limitBytes()).isEqualTo(SLOT_BYTES);
      assertThat(fixture.memory().availableMemory()).isZero();
      new AllStates(first).change(1, 100, 2_000);
      long usedByFirst = budget.usedBytes();
      assertThat(usedByFirst).isPositive();
      OxbowKeyedStateBackend<String> second = fixture.create();
      new AllStates(second).change(2, 100, 2_000);
      assertThat(budget(fixture, config)).isSameAs(budget);
      assertThat(budget.usedBytes()).isGreaterThan(usedByFirst);

      first.dispose();
      assertThat(budget.usedBytes()).isPositive();
      second.dispose();
      assertThat(budget.usedBytes()).isZero();
      assertThat(fixture.memory().availableMemory()).isEqualTo(SLOT_BYTES);
      assertThat(workingFiles()).isEmpty();
    }
  }

  @Test
  void aFixedAmountLeavesManagedMemoryAlone() throws Exception {
    Configuration config = new Configuration();
    config.set(OxbowOptions.MEMORY_FIXED_PER_SLOT, MemorySize.ofMebiBytes(8));
    assertThat(new OxbowStateBackend().configure(config, null).useManagedMemory()).isFalse();
    try (BackendFixture fixture = new BackendFixture(directory, config, SLOT_BYTES)) {
      OxbowKeyedStateBackend<String> backend = fixture.create();
      MemoryBudget budget = budget(fixture, config);
      new AllStates(backend).change(1, 100, 2_000);
      assertThat(budget.limitBytes()).isEqualTo(8 << 20);
      assertThat(fixture.memory().availableMemory()).isEqualTo(SLOT_BYTES);
      backend.dispose();
      assertThat(budget.usedBytes()).isZero();
    }
  }

  @Test
  @Timeout(120)
  void aFullBudgetIsRefusedByNameAndGivenBack() throws Exception {
    Configuration config = new Configuration();
    config.set(OxbowOptions.MEMORY_FIXED_PER_SLOT, new MemorySize(SlotMemory.MIN_BYTES));
    try (BackendFixture fixture = new BackendFixture(directory, config)) {
      OxbowKeyedStateBackend<String> backend = fixture.create();
      MemoryBudget budget = budget(fixture, config);
      AllStates states = new AllStates(backend);
      assertThatThrownBy(() -> states.change(1, 100_000, 1_000_000))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("budget");
      assertThat(budget.usedBytes()).isLessThanOrEqualTo(budget.limitBytes());
      backend.dispose();
      assertThat(budget.usedBytes()).isZero();
      assertThat(workingFiles()).isEmpty();
    }
  }

  @Test
  void withoutManagedMemoryTheMessageNamesBothWaysOut() throws Exception {
    try (BackendFixture fixture = new BackendFixture(directory, new Configuration(), 0)) {
      assertThatThrownBy(fixture::create)
          .hasMessageContaining("taskmanager.memory.managed.size")
          .hasMessageContaining("state.backend.oxbow.memory.managed")
          .hasMessageContaining("state.backend.oxbow.memory.fixed-per-slot");
      assertThat(workingFiles()).isEmpty();
      // As Flink asks where a slot has no managed memory for state at all.
      assertThatThrownBy(
              () ->
                  fixture.create(
                      new OxbowStateBackend(),
                      StringSerializer.INSTANCE,
                      BackendFixture.KEY_GROUPS,
                      BackendFixture.ALL,
                      List.of(),
                      0.0))
          .hasMessageContaining("state.backend.oxbow.memory.fixed-per-slot");
    }
  }

  @Test
  void noMemoryAtAllIsRefused() {
    Configuration config = new Configuration();
    config.set(OxbowOptions.MEMORY_MANAGED, false);
    try (BackendFixture fixture = new BackendFixture(directory, config)) {
      assertThatThrownBy(fixture::create)
          .hasMessageContaining("state.backend.oxbow.memory.managed is false")
          .hasMessageContaining("state.backend.oxbow.memory.fixed-per-slot is not set");
    }
  }

  @Test
  void directWritesAreOnUnlessTheConfigurationSaysNo() {
    Configuration config = new Configuration();
    assertThat(OxbowSettings.defaults().merge(config).directWrites()).isTrue();
    config.set(OxbowOptions.DIRECT_WRITES, false);
    assertThat(OxbowSettings.defaults().merge(config).directWrites()).isFalse();
  }

  @Test
  void optionsThatCannotWorkAreRefusedAtOnce() {
    Configuration tiny = new Configuration();
    tiny.set(OxbowOptions.MEMORY_FIXED_PER_SLOT, new MemorySize(1000));
    assertThatThrownBy(() -> new OxbowStateBackend().configure(tiny, null))
        .isInstanceOf(IllegalConfigurationException.class)
        .hasMessageContaining("fixed-per-slot")
        .hasMessageContaining("at least");
    Configuration relative = new Configuration();
    relative.set(OxbowOptions.LOCAL_DIRECTORIES, "state/here");
    assertThatThrownBy(() -> new OxbowStateBackend().configure(relative, null))
        .isInstanceOf(IllegalConfigurationException.class)
        .hasMessageContaining("state.backend.oxbow.localdir")
        .hasMessageContaining("absolute");
  }

  @Test
  void aDirectoryThatCannotBeUsedIsSkipped() throws Exception {
    Path disk = Files.createDirectory(directory.resolve("disk"));
    Path file = Files.createFile(directory.resolve("file"));
    Configuration config = new Configuration();
    config.set(OxbowOptions.LOCAL_DIRECTORIES, file + "," + disk);
    try (BackendFixture fixture = new BackendFixture(directory, config)) {
      for (int i = 0; i < 4; i++) {
        assertThat(fixture.create().store().directory()).startsWith(disk);
      }
    }
    config.set(OxbowOptions.LOCAL_DIRECTORIES, file.toString());
    try (BackendFixture fixture = new BackendFixture(directory, config)) {
      assertThatThrownBy(fixture::create)
          .hasMessageContaining(file.toString())
          .hasMessageContaining("state.backend.oxbow.localdir");
    }
  }

  @Test
  void disposingTwiceIsDisposingOnce() throws Exception {
    try (BackendFixture fixture = new BackendFixture(directory, new Configuration())) {
      OxbowKeyedStateBackend<String> backend = fixture.create();
      backend.dispose();
      backend.dispose();
      assertThat(backend.store().isOpen()).isFalse();
    }
  }

  @Test
  @Timeout(60)
  void disposingWaitsForASavepointThatIsBeingWritten() throws Exception {
    try (BackendFixture fixture = new BackendFixture(directory, new Configuration())) {
      OxbowKeyedStateBackend<String> backend = fixture.create();
      new AllStates(backend).change(1, 100, 2_000);
      FullSnapshotResources<String> savepoint = backend.savepoint().getSnapshotResources();
      CountDownLatch disposing = new CountDownLatch(1);
      Thread task =
          new Thread(
              () -> {
                disposing.countDown();
                backend.dispose();
              });
      task.start();
      assertThat(disposing.await(30, TimeUnit.SECONDS)).isTrue();
      // The store must stay readable for as long as the savepoint holds on to it.
      int records = 0;
      try (var iterator = savepoint.createKVStateIterator()) {
        for (; iterator.isValid(); iterator.next()) {
          records++;
        }
      }
      assertThat(records).isPositive();
      assertThat(backend.store().isOpen()).isTrue();
      savepoint.release();
      task.join();
      assertThat(backend.store().isOpen()).isFalse();
    }
  }

  @Test
  void aCheckpointThatWasBegunAndNeverRunIsGivenUpByDispose() throws Exception {
    try (BackendFixture fixture = new BackendFixture(directory, new Configuration())) {
      OxbowKeyedStateBackend<String> backend = fixture.create();
      new AllStates(backend).change(1, 100, 2_000);
      RunnableFuture<SnapshotResult<KeyedStateHandle>> checkpoint =
          backend.snapshot(
              1,
              1,
              BackendFixture.inMemory(),
              CheckpointOptions.forCheckpointWithDefaultLocation());
      checkpoint.cancel(true);
      backend.dispose();
      assertThat(workingFiles()).isEmpty();
      assertThatThrownBy(() -> fixture.checkpoint(backend, 2)).isInstanceOf(IOException.class);
    }
  }
}
