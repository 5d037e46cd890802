// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.kafka;

import io.oxbow.Cursor;
import io.oxbow.Snapshot;
import io.oxbow.StoreException;
import java.util.NoSuchElementException;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.KeyValueIterator;

/**
 * The records of a store as they were when the iterator was made. For one thread at a time; the
 * monitor is there so that the closing store can wait for a call under way, and is otherwise free.
 * An iterator read to its end lets go of its snapshot by itself.
 */
final class SnapshotIterator implements KeyValueIterator<Bytes, byte[]> {
  private final OpenStore store;
  private final OpenIterators registry;
  private final Snapshot snapshot;
  private final Cursor cursor;
  private KeyValue<Bytes, byte[]> ahead;
  private boolean released;
  private boolean closed;

  SnapshotIterator(OpenStore store, OpenIterators registry, Snapshot snapshot, Cursor cursor) {
    this.store = store;
    this.registry = registry;
    this.snapshot = snapshot;
    this.cursor = cursor;
  }

  @Override
  public synchronized boolean hasNext() {
    if (closed) {
      throw new InvalidStateStoreException(
          "Iterator over store "
              + registry.storeName()
              + " is closed"
              + (store.isClosed() ? ", as is the store" : ""));
    }
    if (ahead != null) {
      return true;
    }
    if (released) {
      return false;
    }
    try {
      if (cursor.next()) {
        ahead = KeyValue.pair(Bytes.wrap(cursor.key()), cursor.value());
        return true;
      }
    } catch (StoreException e) {
      throw store.failure("iterate over", e);
    }
    release();
    return false;
  }

  @Override
  public synchronized KeyValue<Bytes, byte[]> next() {
    KeyValue<Bytes, byte[]> current = current();
    ahead = null;
    return current;
  }

  @Override
  public synchronized Bytes peekNextKey() {
    return current().key;
  }

  private KeyValue<Bytes, byte[]> current() {
    if (!hasNext()) {
      throw new NoSuchElementException(
          "Iterator over store " + registry.storeName() + " is at its end");
    }
    return ahead;
  }

  @Override
  public synchronized void close() {
    closed = true;
    ahead = null;
    release();
  }

  private void release() {
    if (!released) {
      released = true;
      registry.remove(this);
      try {
        cursor.close();
      } finally {
        snapshot.close();
      }
    }
  }
}
