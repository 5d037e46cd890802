// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink.snapshot;

import io.oxbow.Checkpoint;
import io.oxbow.CheckpointFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.flink.core.fs.CloseableRegistry;
import org.apache.flink.core.memory.DataOutputViewStreamWrapper;
import org.apache.flink.runtime.checkpoint.filemerging.FileMergingSnapshotManager;
import org.apache.flink.runtime.state.CheckpointStreamFactory;
import org.apache.flink.runtime.state.CheckpointStreamWithResultProvider;
import org.apache.flink.runtime.state.CheckpointedStateScope;
import org.apache.flink.runtime.state.IncrementalKeyedStateHandle.HandleAndLocalPath;
import org.apache.flink.runtime.state.IncrementalRemoteKeyedStateHandle;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.LocalRecoveryConfig;
import org.apache.flink.runtime.state.PlaceholderStreamStateHandle;
import org.apache.flink.runtime.state.SnapshotResult;
import org.apache.flink.runtime.state.StateUtil;
import org.apache.flink.runtime.state.StreamStateHandle;
import org.apache.flink.util.IOUtils;

/**
 * Writes one checkpoint to checkpoint storage, beside the task. Unless it {@link #succeeded()},
 * closing it deletes whatever it has written.
 */
final class CheckpointUpload<K> implements AutoCloseable {
  private final CheckpointCut<K> cut;
  private final long checkpointId;
  private final FileSharing sharing;
  private final CheckpointStreamFactory streams;
  private final CheckpointStrategy.Settings settings;
  private final CloseableRegistry registry;
  private final List<UploadedFiles.Uploaded> shared = new ArrayList<>();
  private final List<HandleAndLocalPath> sharedHandles = new ArrayList<>();
  private final List<HandleAndLocalPath> privateHandles = new ArrayList<>();
  private final List<StreamStateHandle> reused = new ArrayList<>();
  private final List<StreamStateHandle> written = new ArrayList<>();
  private long writtenBytes;
  private LocalBackup backup;
  private SnapshotResult<StreamStateHandle> meta;
  private boolean succeeded;

  CheckpointUpload(
      CheckpointCut<K> cut,
      long checkpointId,
      FileSharing sharing,
      CheckpointStreamFactory streams,
      CheckpointStrategy.Settings settings,
      CloseableRegistry registry) {
    this.cut = cut;
    this.checkpointId = checkpointId;
    this.sharing = sharing;
    this.streams = streams;
    this.settings = settings;
    this.registry = registry;
  }

  SnapshotResult<KeyedStateHandle> run() throws Exception {
    Checkpoint checkpoint = cut.await(registry);
    backup = LocalBackup.create(settings.localRecovery(), checkpointId, checkpoint.files());
    transfer(checkpoint.files());
    meta = writeMeta(FileListing.of(checkpoint.files()));
    IncrementalRemoteKeyedStateHandle remote =
        new IncrementalRemoteKeyedStateHandle(
            settings.backendId(),
            settings.keyGroupRange(),
            checkpointId,
            sharedHandles,
            privateHandles,
            meta.getJobManagerOwnedSnapshot(),
            writtenBytes + meta.getStateSize());
    Optional<KeyedStateHandle> local =
        backup.complete(settings, checkpointId, meta.getTaskLocalSnapshot(), realSharedHandles());
    return local
        .map(handle -> SnapshotResult.<KeyedStateHandle>withLocalState(remote, handle))
        .orElseGet(() -> SnapshotResult.of(remote));
  }

  /** Without placeholders: what a local recovery goes on from is not seen by the job manager. */
  private List<HandleAndLocalPath> realSharedHandles() {
    return shared.stream().map(f -> HandleAndLocalPath.of(f.handle(), f.name())).toList();
  }

  private void transfer(List<CheckpointFile> files) throws Exception {
    StateFileUpload upload = new StateFileUpload(streams, registry);
    List<Callable<Void>> uploads = new ArrayList<>();
    for (CheckpointFile file : files) {
      StreamStateHandle earlier = sharing.reuseEarlier() ? cut.reusable().get(file.name()) : null;
      if (earlier == null || !reuse(file, earlier)) {
        uploads.add(
            () -> {
              CheckpointedStateScope scope =
                  isLarge(file) ? sharing.scope() : CheckpointedStateScope.EXCLUSIVE;
              uploaded(file, upload.upload(file, scope));
              return null;
            });
      }
    }
    new ParallelTransfers(settings.transferExecutor()).run(uploads);
  }

  private static boolean isLarge(CheckpointFile file) {
    return file.kind() != CheckpointFile.Kind.MANIFEST;
  }

  private boolean reuse(CheckpointFile file, StreamStateHandle earlier) {
    StreamStateHandle placeholder =
        new PlaceholderStreamStateHandle(
            earlier.getStreamStateHandleID(),
            earlier.getStateSize(),
            FileMergingSnapshotManager.isFileMergingHandle(earlier));
    if (!streams.couldReuseStateHandle(placeholder)) {
      return false;
    }
    reused.add(placeholder);
    shared.add(new UploadedFiles.Uploaded(file.name(), earlier, false));
    sharedHandles.add(HandleAndLocalPath.of(placeholder, file.name()));
    return true;
  }

  private synchronized void uploaded(CheckpointFile file, StreamStateHandle handle) {
    written.add(handle);
    writtenBytes += handle.getStateSize();
    if (isLarge(file) && sharing.incremental()) {
      shared.add(new UploadedFiles.Uploaded(file.name(), handle, true));
      sharedHandles.add(HandleAndLocalPath.of(handle, file.name()));
    } else {
      privateHandles.add(HandleAndLocalPath.of(handle, file.name()));
    }
  }

  /**
   * Flink's description of the states, which its tools can read, and our file listing behind it.
   */
  private SnapshotResult<StreamStateHandle> writeMeta(FileListing listing) throws Exception {
    LocalRecoveryConfig local = settings.localRecovery();
    CheckpointStreamWithResultProvider stream =
        local.isLocalBackupEnabled()
            ? CheckpointStreamWithResultProvider.createDuplicatingStream(
                checkpointId,
                CheckpointedStateScope.EXCLUSIVE,
                streams,
                local
                    .getLocalStateDirectoryProvider()
                    .orElseThrow(LocalRecoveryConfig.localRecoveryNotEnabled()))
            : CheckpointStreamWithResultProvider.createSimpleStream(
                CheckpointedStateScope.EXCLUSIVE, streams);
    try {
      registry.registerCloseable(stream);
      DataOutputViewStreamWrapper out =
          new DataOutputViewStreamWrapper(stream.getCheckpointOutputStream());
      cut.states().write(out);
      listing.write(out);
      if (!registry.unregisterCloseable(stream)) {
        throw new IOException("The checkpoint was cancelled while its metadata was written");
      }
      SnapshotResult<StreamStateHandle> result = stream.closeAndFinalizeCheckpointStreamResult();
      stream = null;
      return result;
    } finally {
      if (stream != null) {
        registry.unregisterCloseable(stream);
        IOUtils.closeQuietly(stream);
      }
    }
  }

  /** All shared files of the checkpoint, uploaded or reused. */
  Collection<UploadedFiles.Uploaded> sharedFiles() {
    return shared;
  }

  /** The result is Flink's now; closing deletes nothing. */
  void succeeded() {
    streams.reusePreviousStateHandle(reused);
    succeeded = true;
  }

  @Override
  public void close() {
    if (succeeded) {
      return;
    }
    written.forEach(StateUtil::discardStateObjectQuietly);
    if (meta != null) {
      StateUtil.discardStateObjectQuietly(meta);
    }
    if (backup != null) {
      backup.discard();
    }
  }
}
