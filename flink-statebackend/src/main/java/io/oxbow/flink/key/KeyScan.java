// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink.key;

import io.oxbow.Cursor;
import io.oxbow.RecordBuffer;
import java.util.Arrays;

/**
 * The distinct keys of one state, in the order of their bytes, read from a cursor over its tree.
 * Optionally only those with a given namespace; otherwise each pair of key and namespace is one.
 * Not thread-safe.
 */
public final class KeyScan<K, N> implements AutoCloseable {
  private final Cursor cursor;
  private final CompositeKeyReader<K, N> reader;
  private final byte[] namespaceFilter;
  private byte[] distinct = new byte[0];
  private K key;
  private N namespace;

  /** With {@code namespaceFilter == null} all namespaces are read. */
  public KeyScan(Cursor cursor, CompositeKeyReader<K, N> reader, byte[] namespaceFilter) {
    this.cursor = cursor;
    this.reader = reader;
    this.namespaceFilter = namespaceFilter;
  }

  /** Moves to the next distinct key; false at the end. */
  public boolean next() {
    while (cursor.next()) {
      RecordBuffer stored = cursor.keyBuffer();
      byte[] array = stored.array();
      if (distinct.length > 0
          && stored.length() >= distinct.length
          && Arrays.equals(array, 0, distinct.length, distinct, 0, distinct.length)) {
        continue;
      }
      reader.read(array, stored.length());
      if (namespaceFilter == null) {
        namespace = reader.namespace();
        distinct = Arrays.copyOf(array, reader.namespaceEnd());
      } else if (reader.hasNamespace(namespaceFilter)) {
        distinct = Arrays.copyOf(array, reader.keyEnd());
      } else {
        continue;
      }
      key = reader.key();
      return true;
    }
    return false;
  }

  public K key() {
    return key;
  }

  /** Only without a filter. */
  public N namespace() {
    return namespace;
  }

  /** Key group and key (and namespace, without a filter) as stored; not to be changed. */
  public byte[] distinctBytes() {
    return distinct;
  }

  @Override
  public void close() {
    cursor.close();
  }
}
