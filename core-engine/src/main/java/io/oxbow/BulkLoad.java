// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow;

import io.oxbow.tree.LeafLoader;

/**
 * Writes records in ascending key order into a tree, several times faster than puts where they come
 * behind what the tree has there, as in an empty tree or an empty range; elsewhere as fast as puts.
 * Every record is a put of its own: it is there for all readers when {@link #close} or {@link
 * #flush} has returned, and may be earlier. The tree may be read and written meanwhile; a load is
 * for one thread at a time.
 */
public final class BulkLoad implements AutoCloseable {
  private final Tree tree;
  private final LeafLoader loader;
  private boolean closed;

  BulkLoad(Tree tree, LeafLoader loader) {
    this.tree = tree;
    this.loader = loader;
  }

  /** Adds a record. */
  public void put(byte[] key, byte[] value) {
    tree.checkRecord(key, value);
    put(key, 0, key.length, value, 0, value.length);
  }

  /**
   * Adds a record, both parts from stretches of arrays, which are copied.
   *
   * @throws IllegalArgumentException when the key is not above the one before; the load may go on
   * @throws StoreException when the memory budget is full or the store closed
   */
  public void put(
      byte[] key, int keyOffset, int keyLength, byte[] value, int valueOffset, int valueLength) {
    if (closed) {
      throw new StoreException("the bulk load is closed; open another one");
    }
    tree.checkRecord(key, keyOffset, keyLength, value, valueOffset, valueLength);
    if (!loader.add(key, keyOffset, keyLength, value, valueOffset, valueLength)) {
      throw new IllegalArgumentException(
          "a bulk load takes keys in ascending order, each once: this one is not above the one"
              + " before; sort the input, or use put");
    }
  }

  /** Writes what was added so far; every later read sees it. */
  public void flush() {
    loader.flush();
  }

  /** Writes the rest. Idempotent. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      loader.flush();
    }
  }
}
