// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow;

import io.oxbow.page.RecordList;
import io.oxbow.tree.TreeCursor;

/**
 * Walks the records of a range in key order. Positioned before the first record. A cursor of a tree
 * sees each leaf as of some moment during the walk; one of a {@link Snapshot} sees one moment. The
 * tree may change meanwhile, also by the same thread. For one thread at a time.
 */
public final class Cursor implements AutoCloseable {
  private final TreeCursor cursor;
  private RecordBuffer key;
  private RecordBuffer value;
  private int at = -1;
  private boolean keyCopied;
  private boolean valueCopied;
  private boolean closed;

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
    at = -1; // should what follows fail
    at = cursor.next();
    keyCopied = false;
    valueCopied = false;
    return at >= 0;
  }

  private void requireOpen() {
    if (closed) {
      throw new StoreException("the cursor is closed; open another one");
    }
  }

  private void requireRecord() {
    requireOpen();
    if (at < 0) {
      throw new StoreException("the cursor is not at a record: next() must have returned true");
    }
  }

  /** The current key, copied; valid until the next {@link #next()}. */
  public RecordBuffer keyBuffer() {
    requireRecord();
    if (!keyCopied) {
      if (key == null) {
        key = new RecordBuffer(32);
      }
      RecordList records = cursor.records();
      key.set(records.bytes(), records.keyAt(at), records.keyLength(at));
      keyCopied = true;
    }
    return key;
  }

  /** The current value, copied; valid until the next {@link #next()}. */
  public RecordBuffer valueBuffer() {
    requireRecord();
    if (!valueCopied) {
      if (value == null) {
        value = new RecordBuffer();
      }
      cursor.copyValue(at, value.resize(Math.toIntExact(cursor.valueLength(at))));
      valueCopied = true;
    }
    return value;
  }

  /**
   * The array that holds the current key, from {@link #keyOffset} on; not a copy. Read only, until
   * the next {@link #next()} or {@link #close()}: another cursor may use the array then.
   */
  public byte[] keyArray() {
    requireRecord();
    return cursor.records().bytes();
  }

  /** Where the current key begins in {@link #keyArray}. */
  public int keyOffset() {
    requireRecord();
    return cursor.records().keyAt(at);
  }

  /** Bytes of the current key. */
  public int keyLength() {
    requireRecord();
    return cursor.records().keyLength(at);
  }

  /**
   * The array that holds the current value, from {@link #valueOffset} on; a copy only when the
   * value is long enough to be stored apart. Read only, as {@link #keyArray}.
   */
  public byte[] valueArray() {
    requireRecord();
    return cursor.records().isRef(at) ? valueBuffer().array() : cursor.records().bytes();
  }

  /** Where the current value begins in {@link #valueArray}. */
  public int valueOffset() {
    requireRecord();
    return cursor.records().isRef(at) ? 0 : cursor.records().valueAt(at);
  }

  /** Bytes of the current value. */
  public int valueLength() {
    requireRecord();
    return Math.toIntExact(cursor.valueLength(at));
  }

  /** A copy of the current key. */
  public byte[] key() {
    requireRecord();
    return cursor.records().key(at);
  }

  /** A copy of the current value. */
  public byte[] value() {
    requireRecord();
    byte[] copy = new byte[valueLength()];
    cursor.copyValue(at, copy);
    return copy;
  }

  /** Idempotent. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      at = -1;
      cursor.close();
    }
  }
}
