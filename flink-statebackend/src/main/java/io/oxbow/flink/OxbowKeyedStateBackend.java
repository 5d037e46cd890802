// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink;

import io.oxbow.Cursor;
import io.oxbow.KeyRange;
import io.oxbow.Store;
import io.oxbow.flink.catalog.StateCatalog;
import io.oxbow.flink.catalog.StateRegistration;
import io.oxbow.flink.catalog.StateTree;
import io.oxbow.flink.key.KeyStreams;
import io.oxbow.flink.key.KeyedAccess;
import io.oxbow.flink.snapshot.CanonicalSnapshot;
import io.oxbow.flink.snapshot.CheckpointStrategy;
import io.oxbow.flink.state.StateFactory;
import io.oxbow.flink.timer.TimerQueues;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RunnableFuture;
import java.util.stream.Stream;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.state.State;
import org.apache.flink.api.common.state.StateDescriptor;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.core.fs.CloseableRegistry;
import org.apache.flink.runtime.checkpoint.CheckpointOptions;
import org.apache.flink.runtime.query.TaskKvStateRegistry;
import org.apache.flink.runtime.state.AbstractKeyedStateBackend;
import org.apache.flink.runtime.state.CheckpointStreamFactory;
import org.apache.flink.runtime.state.InternalKeyContext;
import org.apache.flink.runtime.state.KeyGroupedInternalPriorityQueue;
import org.apache.flink.runtime.state.Keyed;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.PriorityComparable;
import org.apache.flink.runtime.state.SavepointResources;
import org.apache.flink.runtime.state.SnapshotExecutionType;
import org.apache.flink.runtime.state.SnapshotResult;
import org.apache.flink.runtime.state.SnapshotStrategyRunner;
import org.apache.flink.runtime.state.StateSnapshotTransformer.StateSnapshotTransformFactory;
import org.apache.flink.runtime.state.StreamCompressionDecorator;
import org.apache.flink.runtime.state.heap.HeapPriorityQueueElement;
import org.apache.flink.runtime.state.metrics.LatencyTrackingStateConfig;
import org.apache.flink.runtime.state.metrics.SizeTrackingStateConfig;
import org.apache.flink.runtime.state.ttl.TtlTimeProvider;
import org.apache.flink.util.IOUtils;
import org.apache.flink.util.ResourceGuard;

/**
 * The keyed state of one operator subtask: one store, a tree per state. The task thread owns it;
 * checkpoints finish, and queryable state reads, on other threads.
 */
public final class OxbowKeyedStateBackend<K> extends AbstractKeyedStateBackend<K> {
  private static final String BACKEND_TYPE = "oxbow";

  /** What Flink's base class asks for. */
  record FlinkParts<K>(
      TaskKvStateRegistry kvStateRegistry,
      ClassLoader userClasses,
      ExecutionConfig executionConfig,
      TtlTimeProvider ttlTimeProvider,
      LatencyTrackingStateConfig latencyTracking,
      SizeTrackingStateConfig sizeTracking,
      CloseableRegistry registry,
      StreamCompressionDecorator compression,
      InternalKeyContext<K> keyContext) {}

  /** What this class is made of; {@code acquired} is closed in its order by {@link #dispose()}. */
  record Parts<K>(
      Store store,
      StateCatalog catalog,
      StateRegistration registration,
      TimerQueues timers,
      CheckpointStrategy<K> checkpoints,
      CanonicalSnapshot.Format<K> savepointFormat,
      KeyedAccess<K> access,
      ResourceGuard guard,
      Deque<AutoCloseable> acquired) {}

  private final Parts<K> parts;
  private final StateFactory<K> states;
  private final KeyStreams<K> keyStreams;
  private boolean disposed;

  OxbowKeyedStateBackend(FlinkParts<K> flink, Parts<K> parts) {
    super(
        flink.kvStateRegistry(),
        parts.access().keySerializer(),
        flink.userClasses(),
        flink.executionConfig(),
        flink.ttlTimeProvider(),
        flink.latencyTracking(),
        flink.sizeTracking(),
        flink.registry(),
        flink.compression(),
        flink.keyContext());
    this.parts = parts;
    this.states = new StateFactory<>(parts.access());
    this.keyStreams = new KeyStreams<>(parts.store(), parts.catalog(), parts.access());
  }

  @Override
  public void setCurrentKey(K newKey) {
    super.setCurrentKey(newKey);
    parts.access().currentKey().setKey(newKey, getCurrentKeyGroupIndex());
  }

  @Override
  public void setCurrentKeyAndKeyGroup(K newKey, int newKeyGroupIndex) {
    super.setCurrentKeyAndKeyGroup(newKey, newKeyGroupIndex);
    parts.access().currentKey().setKey(newKey, newKeyGroupIndex);
  }

  @Override
  public <N> Stream<K> getKeys(String state, N namespace) {
    return keyStreams.keys(List.of(state), namespace);
  }

  @Override
  public <N> Stream<K> getKeys(List<String> stateNames, N namespace) {
    return keyStreams.keys(stateNames, namespace);
  }

  @Override
  public <N> Stream<Tuple2<K, N>> getKeysAndNamespaces(String state) {
    return keyStreams.keysAndNamespaces(state);
  }

  @Override
  public <N, SV, SEV, S extends State, IS extends S> IS createOrUpdateInternalState(
      TypeSerializer<N> namespaceSerializer,
      StateDescriptor<S, SV> descriptor,
      StateSnapshotTransformFactory<SEV> transforms)
      throws Exception {
    return createOrUpdateInternalState(namespaceSerializer, descriptor, transforms, false);
  }

  @Override
  public <N, SV, SEV, S extends State, IS extends S> IS createOrUpdateInternalState(
      TypeSerializer<N> namespaceSerializer,
      StateDescriptor<S, SV> descriptor,
      StateSnapshotTransformFactory<SEV> transforms,
      boolean allowFutureMetadataUpdates)
      throws Exception {
    StateTree registered =
        parts
            .registration()
            .keyValue(namespaceSerializer, descriptor, transforms, allowFutureMetadataUpdates);
    return states.createOrUpdate(registered, descriptor);
  }

  @Override
  public <T extends HeapPriorityQueueElement & PriorityComparable<? super T> & Keyed<?>>
      KeyGroupedInternalPriorityQueue<T> create(String name, TypeSerializer<T> serializer) {
    return parts.timers().create(name, serializer);
  }

  @Override
  public <T extends HeapPriorityQueueElement & PriorityComparable<? super T> & Keyed<?>>
      KeyGroupedInternalPriorityQueue<T> create(
          String name, TypeSerializer<T> serializer, boolean allowFutureMetadataUpdates) {
    return parts.timers().create(name, serializer, allowFutureMetadataUpdates);
  }

  @Override
  public RunnableFuture<SnapshotResult<KeyedStateHandle>> snapshot(
      long checkpointId,
      long timestamp,
      CheckpointStreamFactory streamFactory,
      CheckpointOptions checkpointOptions)
      throws Exception {
    return new SnapshotStrategyRunner<>(
            "Oxbow checkpoint",
            parts.checkpoints(),
            cancelStreamRegistry,
            SnapshotExecutionType.ASYNCHRONOUS)
        .snapshot(checkpointId, timestamp, streamFactory, checkpointOptions);
  }

  @Override
  public SavepointResources<K> savepoint() throws Exception {
    return new SavepointResources<>(
        CanonicalSnapshot.take(
            parts.store(), parts.catalog(), parts.savepointFormat(), parts.guard()),
        SnapshotExecutionType.ASYNCHRONOUS);
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) {
    parts.checkpoints().notifyCheckpointComplete(checkpointId);
  }

  @Override
  public void notifyCheckpointAborted(long checkpointId) {
    parts.checkpoints().notifyCheckpointAborted(checkpointId);
  }

  /** Counts by scanning; for tests. */
  @Override
  public int numKeyValueStateEntries() {
    int count = 0;
    for (StateTree state : parts.catalog().all()) {
      try (Cursor cursor = state.tree().cursor(KeyRange.all())) {
        while (cursor.next()) {
          count++;
        }
      }
    }
    return count;
  }

  /** Values are serialized when they are written, so the caller may change its objects. */
  @Override
  public boolean isSafeToReuseKVState() {
    return true;
  }

  @Override
  public String getBackendTypeIdentifier() {
    return BACKEND_TYPE;
  }

  /** The store, for metrics and tests. */
  Store store() {
    return parts.store();
  }

  /**
   * First unblocks and refuses snapshots, then waits for those that run, then closes the store,
   * gives its memory back and deletes its files.
   */
  @Override
  public void dispose() {
    if (disposed) {
      return;
    }
    disposed = true;
    super.dispose();
    parts.acquired().forEach(IOUtils::closeQuietly);
  }
}
