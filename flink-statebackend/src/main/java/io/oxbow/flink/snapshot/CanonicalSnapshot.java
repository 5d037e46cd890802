// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink.snapshot;

import io.oxbow.Snapshot;
import io.oxbow.Store;
import io.oxbow.flink.catalog.StateCatalog;
import io.oxbow.flink.catalog.StateTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.runtime.state.FullSnapshotResources;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyValueStateIterator;
import org.apache.flink.runtime.state.StateSnapshotTransformer;
import org.apache.flink.runtime.state.StreamCompressionDecorator;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot;
import org.apache.flink.util.ResourceGuard;

/**
 * A canonical savepoint: one moment of all states, which Flink writes in its own format, readable
 * by every backend. Expired values are left out.
 */
public final class CanonicalSnapshot<K> implements FullSnapshotResources<K> {

  /** What does not change between savepoints. */
  public record Format<K>(
      KeyGroupRange keyGroupRange,
      int prefixBytes,
      TypeSerializer<K> keySerializer,
      StreamCompressionDecorator compression) {}

  /** A state's tree and the filter for its records, or {@code null}. */
  record Source(StateTree state, StateSnapshotTransformer<byte[]> filter) {}

  private final Format<K> format;
  private final List<StateMetaInfoSnapshot> metaInfos;
  private final List<Source> sources = new ArrayList<>();
  private final Snapshot snapshot;
  private final ResourceGuard.Lease lease;
  private final AtomicBoolean released = new AtomicBoolean();

  private CanonicalSnapshot(
      Store store, StateCatalog catalog, Format<K> format, ResourceGuard.Lease lease) {
    this.format = format;
    this.lease = lease;
    this.metaInfos = catalog.snapshots();
    for (StateTree state : catalog.all()) {
      sources.add(new Source(state, filterOf(state)));
    }
    this.snapshot = store.snapshot();
  }

  /** Takes the moment; on the task thread. */
  public static <K> CanonicalSnapshot<K> take(
      Store store, StateCatalog catalog, Format<K> format, ResourceGuard guard) throws IOException {
    ResourceGuard.Lease lease = guard.acquireResource();
    try {
      return new CanonicalSnapshot<>(store, catalog, format, lease);
    } catch (Throwable t) {
      lease.close();
      throw t;
    }
  }

  private static StateSnapshotTransformer<byte[]> filterOf(StateTree state) {
    return state.isKeyValue()
        ? state
            .keyValueInfo()
            .getStateSnapshotTransformFactory()
            .createForSerializedState()
            .orElse(null)
        : null;
  }

  @Override
  public List<StateMetaInfoSnapshot> getMetaInfoSnapshots() {
    return metaInfos;
  }

  @Override
  public KeyValueStateIterator createKVStateIterator() {
    return new CanonicalIterator(snapshot, sources, format.prefixBytes());
  }

  @Override
  public KeyGroupRange getKeyGroupRange() {
    return format.keyGroupRange();
  }

  @Override
  public TypeSerializer<K> getKeySerializer() {
    return format.keySerializer();
  }

  @Override
  public StreamCompressionDecorator getStreamCompressionDecorator() {
    return format.compression();
  }

  @Override
  public void release() {
    if (released.compareAndSet(false, true)) {
      try {
        snapshot.close();
      } finally {
        lease.close();
      }
    }
  }
}
