// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink.timer;

import io.oxbow.Cursor;
import io.oxbow.Snapshot;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.apache.flink.util.CloseableIterator;

/** Iterates over a snapshot, which it closes at its end or when it is closed. */
final class TimerIterator<E> implements CloseableIterator<E> {
  private final Snapshot snapshot;
  private final Cursor cursor;
  private final Function<byte[], E> deserializer;
  private byte[] next;

  TimerIterator(Snapshot snapshot, Cursor cursor, Function<byte[], E> deserializer) {
    this.snapshot = snapshot;
    this.cursor = cursor;
    this.deserializer = deserializer;
    advance();
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public E next() {
    if (next == null) {
      throw new NoSuchElementException("there is no further timer");
    }
    E element = deserializer.apply(next);
    advance();
    return element;
  }

  private void advance() {
    if (cursor.next()) {
      next = cursor.key();
    } else {
      next = null;
      close();
    }
  }

  @Override
  public void close() {
    next = null;
    cursor.close();
    snapshot.close();
  }
}
