// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink;

import io.oxbow.Durability;
import io.oxbow.StoreOptions;
import io.oxbow.flink.catalog.StateRegistration;
import io.oxbow.flink.catalog.ValueMigration;
import io.oxbow.flink.key.CompositeKey;
import io.oxbow.flink.key.KeyGroups;
import io.oxbow.flink.key.KeyedAccess;
import io.oxbow.flink.restore.Restore;
import io.oxbow.flink.restore.RestoreRequest;
import io.oxbow.flink.restore.RestoredStore;
import io.oxbow.flink.snapshot.CanonicalSnapshot;
import io.oxbow.flink.snapshot.CheckpointStrategy;
import io.oxbow.flink.timer.TimerQueues;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.fs.CloseableRegistry;
import org.apache.flink.runtime.execution.CancelTaskException;
import org.apache.flink.runtime.execution.Environment;
import org.apache.flink.runtime.memory.OpaqueMemoryResource;
import org.apache.flink.runtime.state.AbstractKeyedStateBackendBuilder;
import org.apache.flink.runtime.state.BackendBuildingException;
import org.apache.flink.runtime.state.InternalKeyContext;
import org.apache.flink.runtime.state.InternalKeyContextImpl;
import org.apache.flink.runtime.state.StateBackend.KeyedStateBackendParameters;
import org.apache.flink.runtime.state.StreamCompressionDecorator;
import org.apache.flink.runtime.state.metrics.LatencyTrackingStateConfig;
import org.apache.flink.runtime.state.metrics.SizeTrackingStateConfig;
import org.apache.flink.util.IOUtils;
import org.apache.flink.util.ResourceGuard;

/**
 * Acquires directory, memory and store, restores state, and puts the backend together. Whatever
 * fails, everything acquired so far is given back, latest first.
 */
final class OxbowKeyedStateBackendBuilder<K> extends AbstractKeyedStateBackendBuilder<K> {
  private final KeyedStateBackendParameters<K> parameters;
  private final OxbowSettings settings;
  private final Deque<AutoCloseable> acquired = new ArrayDeque<>();

  OxbowKeyedStateBackendBuilder(
      KeyedStateBackendParameters<K> parameters,
      OxbowSettings settings,
      LatencyTrackingStateConfig latencyTracking,
      SizeTrackingStateConfig sizeTracking,
      StreamCompressionDecorator compression) {
    super(
        parameters.getKvStateRegistry(),
        parameters.getKeySerializer(),
        parameters.getEnv().getUserCodeClassLoader().asClassLoader(),
        parameters.getNumberOfKeyGroups(),
        parameters.getKeyGroupRange(),
        parameters.getEnv().getExecutionConfig(),
        parameters.getTtlTimeProvider(),
        latencyTracking,
        sizeTracking,
        parameters.getStateHandles(),
        compression,
        parameters.getCancelStreamRegistry());
    this.parameters = parameters;
    this.settings = settings;
  }

  @Override
  public OxbowKeyedStateBackend<K> build() throws BackendBuildingException {
    try {
      return tryBuild();
    } catch (Throwable t) {
      boolean cancelled = cancelStreamRegistry.isClosed();
      if (cancelled) {
        logger.info("Creating the Oxbow backend was cancelled");
      } else {
        logger.warn("The Oxbow backend could not be created", t);
      }
      acquired.forEach(IOUtils::closeQuietly);
      if (cancelled) {
        throw new BackendBuildingException("The task was cancelled", new CancelTaskException(t));
      }
      throw new BackendBuildingException(
          "The Oxbow state backend could not be created: " + t.getMessage(), t);
    }
  }

  private OxbowKeyedStateBackend<K> tryBuild() throws Exception {
    Environment env = parameters.getEnv();
    String operator = parameters.getOperatorIdentifier();
    WorkingDirectory directory =
        acquire(
            WorkingDirectory.create(
                settings.localDirectories(),
                env.getTaskManagerInfo().getTmpWorkingDirectory(),
                env.getJobID(),
                operator));
    OpaqueMemoryResource<SlotMemory> memory =
        acquire(
            SlotMemory.lease(
                settings, env.getMemoryManager(), parameters.getManagedMemoryFraction()));
    StoreOptions options =
        StoreOptions.builder()
            .memory(memory.getResourceHandle().budget())
            .durability(Durability.CHECKPOINT)
            .directWrites(settings.directWrites())
            .name(operator)
            .build();
    int prefixBytes = KeyGroups.prefixBytes(numberOfKeyGroups);
    RestoredStore restored =
        Restore.run(
            new RestoreRequest<>(
                directory.path(),
                options,
                keyGroupRange,
                prefixBytes,
                restoreStateHandles,
                keySerializerProvider,
                userCodeClassLoader,
                cancelStreamRegistry,
                env.getIOManager().getExecutorService(),
                parameters.getCustomInitializationMetrics()));
    acquire(restored.store());
    logger.info("Opened an Oxbow store for operator {} in {}", operator, directory.path());
    OxbowKeyedStateBackend<K> backend = assemble(restored, prefixBytes);
    StoreGauges.register(restored.store(), parameters.getMetricGroup());
    return backend;
  }

  private OxbowKeyedStateBackend<K> assemble(RestoredStore restored, int prefixBytes) {
    Environment env = parameters.getEnv();
    // Only now: restoring may have reconfigured the key serializer.
    TypeSerializer<K> keySerializer = keySerializerProvider.currentSchemaSerializer();
    // The registry of the parameters is closed once the task runs; the backend needs its own.
    CloseableRegistry backendRegistry = acquire(new CloseableRegistry());
    ResourceGuard guard = acquire(new ResourceGuard());
    InternalKeyContext<K> keyContext =
        new InternalKeyContextImpl<>(keyGroupRange, numberOfKeyGroups);
    StateRegistration registration =
        new StateRegistration(
            restored.catalog(), new ValueMigration(ttlTimeProvider, backendRegistry));
    CheckpointStrategy<K> checkpoints =
        new CheckpointStrategy<>(
            restored.store(),
            restored.catalog(),
            keySerializer,
            guard,
            restored.uploaded(),
            new CheckpointStrategy.Settings(
                restored.backendId(),
                keyGroupRange,
                settings.incremental(),
                env.getTaskStateManager().createLocalRecoveryConfig(),
                env.getIOManager().getExecutorService()));
    OxbowKeyedStateBackend.Parts<K> parts =
        new OxbowKeyedStateBackend.Parts<>(
            restored.store(),
            restored.catalog(),
            registration,
            new TimerQueues(restored.store(), registration, keyGroupRange, numberOfKeyGroups),
            checkpoints,
            new CanonicalSnapshot.Format<>(
                keyGroupRange, prefixBytes, keySerializer, keyGroupCompressionDecorator),
            new KeyedAccess<>(
                new CompositeKey<>(keySerializer, prefixBytes),
                keySerializer,
                numberOfKeyGroups,
                prefixBytes),
            guard,
            acquired);
    return new OxbowKeyedStateBackend<>(
        new OxbowKeyedStateBackend.FlinkParts<>(
            kvStateRegistry,
            userCodeClassLoader,
            executionConfig,
            ttlTimeProvider,
            latencyTrackingStateConfig,
            sizeTrackingStateConfig,
            backendRegistry,
            keyGroupCompressionDecorator,
            keyContext),
        parts);
  }

  private <C extends AutoCloseable> C acquire(C resource) {
    acquired.push(resource);
    return resource;
  }
}
