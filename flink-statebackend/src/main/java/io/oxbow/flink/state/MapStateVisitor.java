// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink.state;

import io.oxbow.Cursor;
import io.oxbow.KeyRange;
import io.oxbow.Tree;
import io.oxbow.flink.key.CompositeKeyReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.state.StateEntry;
import org.apache.flink.runtime.state.internal.InternalKvState.StateIncrementalVisitor;
import org.apache.flink.util.FlinkRuntimeException;

/**
 * The same for map states, where a record is one user key. An entry holds as many user keys of one
 * map as fit into a call, not the whole map: removing or updating it touches just these.
 */
final class MapStateVisitor<K, N, UK, UV> implements StateIncrementalVisitor<K, N, Map<UK, UV>> {
  private final OxbowMapState<K, N, UK, UV> state;
  private final Tree tree;
  private final int batchSize;
  private final CompositeKeyReader<K, N> reader;
  private byte[] lastKey;
  private boolean exhausted;

  MapStateVisitor(OxbowMapState<K, N, UK, UV> state, int batchSize) {
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
  public Collection<StateEntry<K, N, Map<UK, UV>>> nextEntries() {
    List<StateEntry<K, N, Map<UK, UV>>> entries = new ArrayList<>();
    Part<K, N, UK, UV> part = null;
    try (Cursor cursor = tree.cursor(KeyRange.of(lastKey, false, null, false))) {
      for (int i = 0; i < batchSize; i++) {
        if (!cursor.next()) {
          exhausted = true;
          break;
        }
        lastKey = cursor.key();
        if (part == null || !part.covers(lastKey)) {
          part = startPart(lastKey);
          entries.add(part);
        }
        UK userKey = state.decodeUserKey(lastKey, part.prefix.length, lastKey.length);
        part.map.put(userKey, state.decodeUserValue(cursor.value()));
        part.storeKeys.put(userKey, lastKey);
      }
    } catch (IOException e) {
      throw new FlinkRuntimeException("a map entry could not be read: " + e.getMessage(), e);
    }
    return entries;
  }

  private Part<K, N, UK, UV> startPart(byte[] storeKey) {
    reader.read(storeKey, storeKey.length);
    N namespace = reader.namespace();
    byte[] prefix = Arrays.copyOf(storeKey, reader.namespaceEnd());
    return new Part<>(prefix, reader.key(), namespace);
  }

  @Override
  public void remove(StateEntry<K, N, Map<UK, UV>> entry) {
    ((Part<K, N, UK, UV>) entry).storeKeys.values().forEach(tree::delete);
  }

  @Override
  public void update(StateEntry<K, N, Map<UK, UV>> entry, Map<UK, UV> newMap) {
    Part<K, N, UK, UV> part = (Part<K, N, UK, UV>) entry;
    for (Map.Entry<UK, byte[]> stored : part.storeKeys.entrySet()) {
      UK userKey = stored.getKey();
      if (!newMap.containsKey(userKey)) {
        tree.delete(stored.getValue());
      } else if (newMap.get(userKey) != part.map.get(userKey)) {
        try {
          state.putRaw(stored.getValue(), newMap.get(userKey));
        } catch (IOException e) {
          throw new FlinkRuntimeException("a map entry could not be written", e);
        }
      }
    }
  }

  /** Some user keys of one map. */
  private static final class Part<K, N, UK, UV> implements StateEntry<K, N, Map<UK, UV>> {
    private final byte[] prefix;
    private final K key;
    private final N namespace;
    private final Map<UK, UV> map = new HashMap<>();
    private final Map<UK, byte[]> storeKeys = new HashMap<>();

    private Part(byte[] prefix, K key, N namespace) {
      this.prefix = prefix;
      this.key = key;
      this.namespace = namespace;
    }

    private boolean covers(byte[] storeKey) {
      return storeKey.length >= prefix.length
          && Arrays.equals(storeKey, 0, prefix.length, prefix, 0, prefix.length);
    }

    @Override
    public K getKey() {
      return key;
    }

    @Override
    public N getNamespace() {
      return namespace;
    }

    @Override
    public Map<UK, UV> getState() {
      return map;
    }
  }
}
