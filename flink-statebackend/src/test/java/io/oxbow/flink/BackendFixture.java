// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.RunnableFuture;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.core.fs.CloseableRegistry;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.runtime.checkpoint.CheckpointOptions;
import org.apache.flink.runtime.checkpoint.SavepointType;
import org.apache.flink.runtime.memory.MemoryManager;
import org.apache.flink.runtime.operators.testutils.MockEnvironment;
import org.apache.flink.runtime.operators.testutils.MockEnvironmentBuilder;
import org.apache.flink.runtime.state.CheckpointStorageLocationReference;
import org.apache.flink.runtime.state.CheckpointStreamFactory;
import org.apache.flink.runtime.state.CheckpointableKeyedStateBackend;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyedStateBackendParametersImpl;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.SavepointResources;
import org.apache.flink.runtime.state.SavepointSnapshotStrategy;
import org.apache.flink.runtime.state.SharedStateRegistry;
import org.apache.flink.runtime.state.SharedStateRegistryImpl;
import org.apache.flink.runtime.state.SnapshotResult;
import org.apache.flink.runtime.state.SnapshotStrategyRunner;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.TestTaskStateManager;
import org.apache.flink.runtime.state.memory.MemCheckpointStreamFactory;
import org.apache.flink.runtime.state.ttl.TtlTimeProvider;
import org.apache.flink.runtime.util.TestingTaskManagerRuntimeInfo;

/** A task without a job: makes keyed backends in one slot, and snapshots of them. */
public final class BackendFixture implements AutoCloseable {
  public static final int KEY_GROUPS = 128;
  public static final KeyGroupRange ALL = KeyGroupRange.of(0, KEY_GROUPS - 1);

  private static final int MANAGED_BYTES = 32 << 20;
  private static final int MAX_STREAM_BYTES = 64 << 20;

  private final MockEnvironment env;
  private final Configuration config;
  private final SharedStateRegistry sharedStates = new SharedStateRegistryImpl();
  private final CloseableRegistry cancelRegistry = new CloseableRegistry();
  private final List<CheckpointableKeyedStateBackend<?>> backends = new ArrayList<>();

  public BackendFixture(Path workingDirectory, Configuration config) {
    this(workingDirectory, config, MANAGED_BYTES);
  }

  public BackendFixture(Path workingDirectory, Configuration config, long managedBytes) {
    this(workingDirectory, config, managedBytes, TestTaskStateManager.builder().build());
  }

  /** With a task state manager that may offer local recovery. */
  public BackendFixture(Path workingDirectory, Configuration config, TestTaskStateManager tasks) {
    this(workingDirectory, config, MANAGED_BYTES, tasks);
  }

  private BackendFixture(
      Path workingDirectory, Configuration config, long managedBytes, TestTaskStateManager tasks) {
    this.config = config;
    this.env =
        new MockEnvironmentBuilder()
            .setManagedMemorySize(managedBytes)
            .setTaskStateManager(tasks)
            .setTaskManagerRuntimeInfo(
                new TestingTaskManagerRuntimeInfo(config, workingDirectory.toFile()))
            .build();
  }

  /** The slot's memory. */
  public MemoryManager memory() {
    return env.getMemoryManager();
  }

  /** What Flink does to a task that is cancelled while it restores. */
  public void cancel() throws IOException {
    cancelRegistry.close();
  }

  /** A backend for string keys with all key groups and no state. */
  public OxbowKeyedStateBackend<String> create() throws Exception {
    return restore(ALL, List.of());
  }

  public OxbowKeyedStateBackend<String> restore(
      KeyGroupRange range, Collection<KeyedStateHandle> handles) throws Exception {
    return (OxbowKeyedStateBackend<String>)
        create(
            new OxbowStateBackend().configure(config, getClass().getClassLoader()),
            StringSerializer.INSTANCE,
            KEY_GROUPS,
            range,
            handles,
            1.0);
  }

  /** A keyed backend of any state backend; disposed of with the fixture. */
  public <K> CheckpointableKeyedStateBackend<K> create(
      StateBackend stateBackend,
      TypeSerializer<K> keySerializer,
      int keyGroups,
      KeyGroupRange range,
      Collection<KeyedStateHandle> handles,
      double managedFraction)
      throws Exception {
    CheckpointableKeyedStateBackend<K> backend =
        stateBackend.createKeyedStateBackend(
            new KeyedStateBackendParametersImpl<>(
                env,
                new JobID(),
                "operator/with a name",
                keySerializer,
                keyGroups,
                range,
                env.getTaskKvStateRegistry(),
                TtlTimeProvider.DEFAULT,
                new UnregisteredMetricsGroup(),
                (name, value) -> {},
                handles,
                cancelRegistry,
                managedFraction));
    backends.add(backend);
    return backend;
  }

  public static CheckpointStreamFactory inMemory() {
    return new MemCheckpointStreamFactory(MAX_STREAM_BYTES);
  }

  /** A checkpoint, written to its end and acknowledged: its placeholders are resolved. */
  public KeyedStateHandle checkpoint(CheckpointableKeyedStateBackend<?> backend, long id)
      throws Exception {
    KeyedStateHandle handle =
        run(
            backend.snapshot(
                id, id, inMemory(), CheckpointOptions.forCheckpointWithDefaultLocation()));
    if (handle != null) {
      handle.registerSharedStates(sharedStates, id);
    }
    return handle;
  }

  /** A canonical savepoint, written to its end. */
  public static <K> KeyedStateHandle savepoint(CheckpointableKeyedStateBackend<K> backend)
      throws Exception {
    SavepointResources<K> resources = backend.savepoint();
    return run(
        new SnapshotStrategyRunner<>(
                "savepoint",
                new SavepointSnapshotStrategy<>(resources.getSnapshotResources()),
                new CloseableRegistry(),
                resources.getPreferredSnapshotExecutionType())
            .snapshot(
                1,
                1,
                inMemory(),
                CheckpointOptions.alignedNoTimeout(
                    SavepointType.savepoint(SavepointFormatType.CANONICAL),
                    CheckpointStorageLocationReference.getDefault())));
  }

  public static KeyedStateHandle run(RunnableFuture<SnapshotResult<KeyedStateHandle>> snapshot)
      throws Exception {
    snapshot.run();
    return snapshot.get().getJobManagerOwnedSnapshot();
  }

  @Override
  public void close() {
    backends.forEach(CheckpointableKeyedStateBackend::dispose);
    try {
      env.close();
    } catch (Exception e) {
      throw new IllegalStateException("the environment could not be closed", e);
    }
  }
}
