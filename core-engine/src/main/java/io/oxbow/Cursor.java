// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow;

import io.oxbow.tree.TreeCursor;

/**
 * Walks the records of a range in key order. Positioned before the first record. A cursor of a tree
 * sees each leaf as of some moment during the walk; one of a {@link Snapshot} sees one moment. The
 * tree may change meanwhile, also by the same thread. For one thread at a time.
 */
public final class Cursor implements AutoCloseable {
  private final TreeCursor cursor;
  private final RecordBuffer key = new RecordBuffer(32);
  private final RecordBuffer value = new RecordBuffer();
  private boolean closed;
  private boolean positioned;

  Cursor(TreeCursor cursor) {
    this.cursor = cursor;
  }

  /**
   * Moves to the next record.
   *
   * @return false at the end, and from then on
   * @throws StoreException when the cursor or its store is closed
   */
  public boolean next() {
    requireOpen();
    int i = cursor.next();
    positioned = i >= 0;
    if (!positioned) {
      return false;
    }
    key.set(cursor.records().bytes(), cursor.records().keyAt(i), cursor.records().keyLength(i));
    cursor.copyValue(i, value.resize(Math.toIntExact(cursor.valueLength(i))));
    return true;
  }

  private void requireOpen() {
    if (closed) {
      throw new StoreException("the cursor is closed; open another one");
    }
  }

  private void requireRecord() {
    requireOpen();
    if (!positioned) {
      throw new StoreException("the cursor is not at a record: next() must have returned true");
    }
  }

  /** The current key; valid until the next {@link #next()}. */
  public RecordBuffer keyBuffer() {
    requireRecord();
    return key;
  }

  /** The current value; valid until the next {@link #next()}. */
  public RecordBuffer valueBuffer() {
    requireRecord();
    return value;
  }

  /** A copy of the current key. */
  public byte[] key() {
    return keyBuffer().toBytes();
  }

  /** A copy of the current value. */
  public byte[] value() {
    return valueBuffer().toBytes();
  }

  /** Idempotent. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      cursor.close();
    }
  }
}
