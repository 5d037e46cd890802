// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink.restore;

import io.oxbow.Tree;
import io.oxbow.flink.catalog.StateCatalog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.flink.runtime.metrics.MetricNames;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot;
import org.apache.flink.runtime.state.restore.FullSnapshotRestoreOperation;
import org.apache.flink.runtime.state.restore.KeyGroup;
import org.apache.flink.runtime.state.restore.KeyGroupEntry;
import org.apache.flink.runtime.state.restore.SavepointRestoreResult;
import org.apache.flink.runtime.state.restore.ThrowingIterator;

/**
 * Writes the records of canonical savepoints, of whichever backend, into a store. Their keys and
 * values are those of our trees, so nothing is decoded. Within a key group and a state their order
 * is that of the backend that wrote them: that of their bytes, but for HashMap.
 */
final class SavepointRestore<K> {
  private static final int CANCEL_CHECK_INTERVAL = 4096;

  private final RestoreRequest<K> request;
  private final StateLoads loads = new StateLoads();
  private long records;

  SavepointRestore(RestoreRequest<K> request) {
    this.request = request;
  }

  void replay(Collection<? extends KeyedStateHandle> handles, StateCatalog catalog)
      throws Exception {
    long start = System.nanoTime();
    FullSnapshotRestoreOperation<K> operation =
        new FullSnapshotRestoreOperation<>(
            request.keyGroupRange(),
            request.userClasses(),
            new ArrayList<>(handles),
            request.keySerializer());
    try (ThrowingIterator<SavepointRestoreResult> results = operation.restore()) {
      while (results.hasNext()) {
        SavepointRestoreResult result = results.next();
        List<Tree> trees = new ArrayList<>();
        for (StateMetaInfoSnapshot state : result.getStateMetaInfoSnapshots()) {
          trees.add(catalog.register(state).tree());
        }
        try (ThrowingIterator<KeyGroup> groups = result.getRestoredKeyGroups()) {
          while (groups.hasNext()) {
            replay(groups.next(), trees);
          }
        }
      }
    }
    loads.finish();
    request
        .metrics()
        .addMetric(MetricNames.RESTORE_STATE_DURATION, (System.nanoTime() - start) / 1_000_000);
  }

  private void replay(KeyGroup group, List<Tree> trees) throws IOException {
    try (ThrowingIterator<KeyGroupEntry> entries = group.getKeyGroupEntries()) {
      while (entries.hasNext()) {
        KeyGroupEntry entry = entries.next();
        loads.put(trees.get(entry.getKvStateId()), entry.getKey(), entry.getValue());
        if (++records % CANCEL_CHECK_INTERVAL == 0 && request.registry().isClosed()) {
          throw new IOException("restoring was cancelled");
        }
      }
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("a key group could not be restored: " + e.getMessage(), e);
    }
  }
}
