// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.kafka;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The iterators of a store that are not closed yet. Thread-safe, without locks. */
final class OpenIterators {
  private static final Logger LOG = LoggerFactory.getLogger(OpenIterators.class);

  private final String storeName;
  private final Set<SnapshotIterator> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  OpenIterators(String storeName) {
    this.storeName = storeName;
  }

  /** Keeps an iterator until {@link #remove}; closes and refuses it if the store has closed. */
  SnapshotIterator add(SnapshotIterator iterator) {
    open.add(iterator);
    if (closed) { // read after the add, so either we see this or closeAll sees the iterator
      iterator.close();
      throw new InvalidStateStoreException("Store " + storeName + " is currently closed");
    }
    return iterator;
  }

  void remove(SnapshotIterator iterator) {
    open.remove(iterator);
  }

  int size() {
    return open.size();
  }

  /** Closes what users forgot, each after the call it may be in. */
  void closeAll() {
    closed = true;
    int left = open.size();
    if (left > 0) {
      LOG.warn("Closing {} open iterators for store {}", left, storeName);
    }
    open.forEach(SnapshotIterator::close);
  }

  String storeName() {
    return storeName;
  }
}
