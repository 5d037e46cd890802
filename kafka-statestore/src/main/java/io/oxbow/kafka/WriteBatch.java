// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.kafka;

import io.oxbow.BulkLoad;
import io.oxbow.StoreException;

/**
 * Many writes in a row: of one key the last one stays, and all are there when {@link #close} has
 * returned. Changelogs of growing keys, and sorted batches, so go in by whole pages.
 */
final class WriteBatch implements AutoCloseable {
  private final OpenStore store;
  private final StoreCommits commits;
  private final BulkLoad load; // null: the writes are few

  WriteBatch(OpenStore store, StoreCommits commits, BulkLoad load) {
    this.store = store;
    this.commits = commits;
    this.load = load;
  }

  /** Writes, or deletes for a {@code null} value. */
  void put(byte[] key, byte[] value) {
    if (load == null) {
      store.put(key, value);
      return;
    }
    commits.wrote();
    try {
      if (value == null) {
        load.delete(key);
      } else {
        load.put(key, value);
      }
    } catch (StoreException e) {
      throw store.failure("write to", e);
    }
  }

  @Override
  public void close() {
    try {
      if (load != null) {
        load.close();
      }
    } catch (StoreException e) {
      throw store.failure("write to", e);
    }
  }
}
