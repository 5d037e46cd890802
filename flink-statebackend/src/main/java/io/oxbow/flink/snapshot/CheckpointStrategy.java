// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink.snapshot;

import io.oxbow.Store;
import io.oxbow.flink.catalog.StateCatalog;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.runtime.checkpoint.CheckpointOptions;
import org.apache.flink.runtime.checkpoint.SnapshotType.SharingFilesStrategy;
import org.apache.flink.runtime.state.CheckpointStreamFactory;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyedBackendSerializationProxy;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.LocalRecoveryConfig;
import org.apache.flink.runtime.state.SnapshotResult;
import org.apache.flink.runtime.state.SnapshotStrategy;
import org.apache.flink.runtime.state.StreamStateHandle;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot;
import org.apache.flink.util.ResourceGuard;

/**
 * Checkpoints and native savepoints. The part on the task thread describes the states and cuts the
 * store, both independent of how much data there is; flushing and uploading happen beside it.
 */
public final class CheckpointStrategy<K>
    implements SnapshotStrategy<KeyedStateHandle, CheckpointCut<K>> {

  /** Which backend writes checkpoints, and how. */
  public record Settings(
      UUID backendId,
      KeyGroupRange keyGroupRange,
      boolean incremental,
      LocalRecoveryConfig localRecovery,
      Executor transferExecutor) {}

  private final Store store;
  private final StateCatalog catalog;
  private final TypeSerializer<K> keySerializer;
  private final ResourceGuard guard;
  private final UploadedFiles uploaded;
  private final Settings settings;

  /**
   * @param uploaded what a restored checkpoint already has in checkpoint storage, or nothing
   */
  public CheckpointStrategy(
      Store store,
      StateCatalog catalog,
      TypeSerializer<K> keySerializer,
      ResourceGuard guard,
      UploadedFiles uploaded,
      Settings settings) {
    this.store = store;
    this.catalog = catalog;
    this.keySerializer = keySerializer;
    this.guard = guard;
    this.uploaded = uploaded;
    this.settings = settings;
  }

  @Override
  public CheckpointCut<K> syncPrepareResources(long checkpointId) throws Exception {
    List<StateMetaInfoSnapshot> states = catalog.snapshots();
    if (states.isEmpty()) {
      return CheckpointCut.empty();
    }
    KeyedBackendSerializationProxy<K> description =
        new KeyedBackendSerializationProxy<>(keySerializer, states, false);
    Map<String, StreamStateHandle> reusable = uploaded.reusable();
    ResourceGuard.Lease lease = guard.acquireResource();
    try {
      return CheckpointCut.of(description, store.checkpoint(), reusable, lease);
    } catch (Throwable t) {
      lease.close();
      throw t;
    }
  }

  @Override
  public SnapshotResultSupplier<KeyedStateHandle> asyncSnapshot(
      CheckpointCut<K> cut,
      long checkpointId,
      long timestamp,
      CheckpointStreamFactory streams,
      CheckpointOptions options) {
    if (cut.isEmpty()) {
      return registry -> SnapshotResult.empty();
    }
    SharingFilesStrategy sharing = options.getCheckpointType().getSharingFilesStrategy();
    FileSharing fileSharing = FileSharing.of(sharing, settings.incremental());
    return registry -> {
      try (CheckpointUpload<K> upload =
          new CheckpointUpload<>(cut, checkpointId, fileSharing, streams, settings, registry)) {
        SnapshotResult<KeyedStateHandle> result = upload.run();
        if (fileSharing.laterMayReuse()) {
          uploaded.written(checkpointId, upload.sharedFiles());
        }
        upload.succeeded();
        return result;
      }
    };
  }

  public void notifyCheckpointComplete(long checkpointId) {
    uploaded.confirmed(checkpointId);
  }

  public void notifyCheckpointAborted(long checkpointId) {
    uploaded.aborted(checkpointId);
  }
}
