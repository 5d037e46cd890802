// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink.state;

import io.oxbow.Cursor;
import io.oxbow.KeyRange;
import io.oxbow.Tree;
import io.oxbow.flink.key.CompositeKeyReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.runtime.state.StateEntry;
import org.apache.flink.runtime.state.internal.InternalKvState.StateIncrementalVisitor;
import org.apache.flink.util.FlinkRuntimeException;

/**
 * Walks all records of a state, a few per call, for the incremental cleanup of expired values. It
 * remembers only the last key: between two calls nothing is held open and the state may change.
 */
final class StateVisitor<K, N, V> implements StateIncrementalVisitor<K, N, V> {
  private final AbstractOxbowState<K, N, V> state;
  private final Tree tree;
  private final int batchSize;
  private final CompositeKeyReader<K, N> reader;
  private final DataInputDeserializer in = new DataInputDeserializer();
  private final DataOutputSerializer out = new DataOutputSerializer(128);
  private byte[] lastKey;
  private boolean exhausted;

  StateVisitor(AbstractOxbowState<K, N, V> state, int batchSize) {
    this.state = state;
    this.tree = state.tree;
    this.batchSize = Math.max(1, batchSize);
    this.reader = state.access.reader(state.namespaceSerializer);
  }

  @Override
  public boolean hasNext() {
    return !exhausted;
  }

  @Override
  public Collection<StateEntry<K, N, V>> nextEntries() {
    List<StateEntry<K, N, V>> entries = new ArrayList<>(batchSize);
    try (Cursor cursor = tree.cursor(KeyRange.of(lastKey, false, null, false))) {
      while (entries.size() < batchSize) {
        if (!cursor.next()) {
          exhausted = true;
          break;
        }
        lastKey = cursor.key();
        reader.read(lastKey, lastKey.length);
        in.setBuffer(cursor.value());
        entries.add(new Visited<>(lastKey, reader.key(), reader.namespace(), state.decode(in)));
      }
    } catch (IOException e) {
      throw new FlinkRuntimeException("a value could not be read: " + e.getMessage(), e);
    }
    return entries;
  }

  @Override
  public void remove(StateEntry<K, N, V> entry) {
    tree.delete(((Visited<K, N, V>) entry).storeKey());
  }

  @Override
  public void update(StateEntry<K, N, V> entry, V newValue) {
    byte[] key = ((Visited<K, N, V>) entry).storeKey();
    out.clear();
    try {
      state.encode(newValue, out);
    } catch (IOException e) {
      throw new FlinkRuntimeException("a value could not be written: " + e.getMessage(), e);
    }
    tree.put(key, 0, key.length, out.getSharedBuffer(), 0, out.length());
  }

  /** A record and the key under which it is stored. */
  private record Visited<K, N, V>(byte[] storeKey, K key, N namespace, V value)
      implements StateEntry<K, N, V> {
    @Override
    public K getKey() {
      return key;
    }

    @Override
    public N getNamespace() {
      return namespace;
    }

    @Override
    public V getState() {
      return value;
    }
  }
}
