// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink.restore;

import io.oxbow.AdoptionSource;
import io.oxbow.CheckpointFile;
import io.oxbow.Store;
import io.oxbow.flink.catalog.StateCatalog;
import io.oxbow.flink.key.KeyGroups;
import io.oxbow.flink.snapshot.FileListing;
import io.oxbow.flink.snapshot.UploadedFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.flink.runtime.metrics.MetricNames;
import org.apache.flink.runtime.state.IncrementalKeyedStateHandle;
import org.apache.flink.runtime.state.IncrementalKeyedStateHandle.HandleAndLocalPath;
import org.apache.flink.runtime.state.IncrementalLocalKeyedStateHandle;
import org.apache.flink.runtime.state.IncrementalRemoteKeyedStateHandle;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.StreamStateHandle;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot;
import org.apache.flink.util.FileUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a store over the files of one or several checkpoints, each clipped to the key groups that
 * are wanted of it. No record is rewritten, however the job is rescaled.
 */
final class CheckpointRestore<K> {
  private static final Logger LOG = LoggerFactory.getLogger(CheckpointRestore.class);

  private final RestoreRequest<K> request;

  CheckpointRestore(RestoreRequest<K> request) {
    this.request = request;
  }

  RestoredStore run(List<IncrementalKeyedStateHandle> handles) throws Exception {
    CheckpointMeta.Reader<K> metaReader = new CheckpointMeta.Reader<>(request);
    List<CheckpointMeta> metas = new ArrayList<>();
    List<AdoptionSource> sources = new ArrayList<>();
    try (StateFileDownload download = new StateFileDownload(request)) {
      for (IncrementalKeyedStateHandle handle : handles) {
        CheckpointMeta meta = metaReader.read(handle);
        metas.add(meta);
        KeyGroupRange wanted = handle.getKeyGroupRange().getIntersection(request.keyGroupRange());
        if (wanted.getNumberOfKeyGroups() > 0) {
          sources.add(source(place(handle, meta.files(), download), meta.files(), wanted));
        }
      }
      long start = System.nanoTime();
      download.run();
      report(MetricNames.DOWNLOAD_STATE_DURATION, start);
      start = System.nanoTime();
      Store store = Store.adopt(request.storeDirectory(), sources, request.storeOptions());
      report(MetricNames.RESTORE_STATE_DURATION, start);
      return restored(store, handles, metas);
    } finally {
      deleteDownloads();
    }
  }

  /** Where the files of this handle are, or will be once the downloads have run. */
  private Path place(
      IncrementalKeyedStateHandle handle, FileListing files, StateFileDownload download)
      throws IOException {
    if (handle instanceof IncrementalLocalKeyedStateHandle local) {
      return local.getDirectoryStateHandle().getDirectory();
    }
    if (!(handle instanceof IncrementalRemoteKeyedStateHandle remote)) {
      throw ForeignStateException.nativeCheckpoint(
          "its handle is a " + handle.getClass().getSimpleName());
    }
    return download.add(remote, files);
  }

  private AdoptionSource source(Path directory, FileListing files, KeyGroupRange wanted) {
    return new AdoptionSource(
        directory,
        files.manifest(),
        KeyGroups.prefix(wanted.getStartKeyGroup(), request.prefixBytes()),
        KeyGroups.prefix(wanted.getEndKeyGroup() + 1, request.prefixBytes()));
  }

  private RestoredStore restored(
      Store store, List<IncrementalKeyedStateHandle> handles, List<CheckpointMeta> metas) {
    try {
      StateCatalog catalog = new StateCatalog(store);
      for (CheckpointMeta meta : metas) {
        for (StateMetaInfoSnapshot state : meta.states()) {
          catalog.register(state);
        }
      }
      UploadedFiles uploaded = new UploadedFiles();
      UUID backendId = UUID.randomUUID();
      IncrementalKeyedStateHandle first = handles.get(0);
      if (handles.size() == 1 && first.getKeyGroupRange().equals(request.keyGroupRange())) {
        backendId = first.getBackendIdentifier();
        uploaded.restored(first.getCheckpointId(), sharedFiles(first, metas.get(0).files()));
      }
      return new RestoredStore(store, catalog, backendId, uploaded);
    } catch (Throwable t) {
      store.close();
      throw t;
    }
  }

  private static Map<String, StreamStateHandle> sharedFiles(
      IncrementalKeyedStateHandle handle, FileListing files) {
    Map<String, StreamStateHandle> shared = new HashMap<>();
    for (HandleAndLocalPath file : handle.getSharedStateHandles()) {
      shared.put(file.getLocalPath(), file.getHandle());
    }
    for (FileListing.Entry entry : files.entries()) {
      if (entry.kind() == CheckpointFile.Kind.MANIFEST) {
        shared.remove(entry.name());
      }
    }
    return shared;
  }

  private void report(String metric, long startNanos) {
    request.metrics().addMetric(metric, (System.nanoTime() - startNanos) / 1_000_000);
  }

  private void deleteDownloads() {
    try {
      FileUtils.deleteDirectory(request.downloadDirectory().toFile());
    } catch (IOException e) {
      LOG.warn("Downloads in {} could not be deleted", request.downloadDirectory(), e);
    }
  }
}
