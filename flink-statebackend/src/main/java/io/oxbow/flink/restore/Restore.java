// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink.restore;

import io.oxbow.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.flink.runtime.state.IncrementalKeyedStateHandle;
import org.apache.flink.runtime.state.KeyGroupsSavepointStateHandle;
import org.apache.flink.runtime.state.KeyedStateHandle;

/** Chooses how to restore by the kind of the handles. On failure nothing stays open. */
public final class Restore {
  private Restore() {}

  /**
   * Opens the store of a backend.
   *
   * @throws ForeignStateException if a handle was written by another backend
   */
  public static <K> RestoredStore run(RestoreRequest<K> request) throws Exception {
    List<IncrementalKeyedStateHandle> checkpoints = new ArrayList<>();
    List<KeyGroupsSavepointStateHandle> savepoints = new ArrayList<>();
    for (KeyedStateHandle handle : request.handles()) {
      if (handle instanceof IncrementalKeyedStateHandle checkpoint) {
        checkpoints.add(checkpoint);
      } else if (handle instanceof KeyGroupsSavepointStateHandle savepoint) {
        savepoints.add(savepoint);
      } else if (Objects.nonNull(handle)) {
        throw ForeignStateException.heapCheckpoint(handle);
      }
    }
    if (!checkpoints.isEmpty() && !savepoints.isEmpty()) {
      throw new ForeignStateException(
          "The state to restore mixes checkpoints and canonical savepoints; Flink never writes"
              + " such a mixture. Restore from one completed checkpoint or savepoint.");
    }
    if (!checkpoints.isEmpty()) {
      return new CheckpointRestore<>(request).run(checkpoints);
    }
    Store store = Store.open(request.storeDirectory(), request.storeOptions());
    try {
      RestoredStore restored = RestoredStore.fresh(store);
      if (!savepoints.isEmpty()) {
        new SavepointRestore<>(request).replay(savepoints, restored.catalog());
      }
      return restored;
    } catch (Throwable t) {
      store.close();
      throw t;
    }
  }
}
