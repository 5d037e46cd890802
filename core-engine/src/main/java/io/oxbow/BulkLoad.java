// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow;

import io.oxbow.tree.LoadBuffer;
import java.util.Objects;

/**
 * Writes many records. Keys that ascend, behind what the tree has there, as in an empty tree or an
 * empty range, go in by whole pages, several times faster than by puts. Records in another order
 * are sorted first where they lie behind the tree's, else put one by one. Which way a record goes
 * shows in time alone: the outcome is that of the same puts and deletes in the order of the calls,
 * so the last record of a key stays.
 *
 * <p>A put is there for all readers, snapshots and checkpoints when {@link #close} or {@link
 * #flush} has returned, and may be earlier, in any order. A delete is done when it returns. The
 * tree may be read and written meanwhile; of a write beside the load to a key that was added and
 * not flushed it is not said which comes last. A load is for one thread at a time and keeps up to a
 * megabyte on the heap.
 *
 * <p>A {@link StoreException}, thrown where puts would throw it too, ends the load: of the puts
 * since the last flush some are made and the others never will be, {@link #close} has nothing left
 * to do. An {@link IllegalArgumentException} refuses one record; the load may go on.
 */
public final class BulkLoad implements AutoCloseable {
  private final Tree tree;
  private final LoadBuffer buffer;
  private boolean closed;

  BulkLoad(Tree tree, LoadBuffer buffer) {
    this.tree = tree;
    this.buffer = buffer;
  }

  /** Adds a record. */
  public void put(byte[] key, byte[] value) {
    Objects.requireNonNull(key, "key is null");
    Objects.requireNonNull(value, "value is null; use delete to remove a key");
    put(key, 0, key.length, value, 0, value.length);
  }

  /**
   * Adds a record, both parts from stretches of arrays, which are copied.
   *
   * @throws IllegalArgumentException for keys and values that are too large
   * @throws StoreException when the load or the store is closed, or the memory budget is full
   */
  public void put(
      byte[] key, int keyOffset, int keyLength, byte[] value, int valueOffset, int valueLength) {
    requireOpen();
    tree.checkKey(key, keyOffset, keyLength);
    tree.checkValue("value", value, valueOffset, valueLength);
    closed = true; // should what follows fail
    buffer.put(key, keyOffset, keyLength, value, valueOffset, valueLength);
    closed = false;
  }

  /** Removes a key, from the tree and from what was added so far. */
  public void delete(byte[] key) {
    Objects.requireNonNull(key, "key is null");
    requireOpen();
    tree.checkKey(key, 0, key.length);
    closed = true; // should what follows fail
    buffer.delete(key, 0, key.length);
    closed = false;
  }

  /** Writes what was added so far; every later read sees it. */
  public void flush() {
    requireOpen();
    closed = true; // should what follows fail
    buffer.flush();
    closed = false;
  }

  /** Writes the rest. Idempotent. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      buffer.flush();
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new StoreException("the bulk load is closed, or has failed; open another one");
    }
  }
}
