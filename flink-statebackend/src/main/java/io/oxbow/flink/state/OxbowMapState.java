// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink.state;

import static org.apache.flink.util.Preconditions.checkNotNull;

import io.oxbow.Cursor;
import io.oxbow.KeyRange;
import io.oxbow.flink.catalog.StateTree;
import io.oxbow.flink.key.CompositeKey;
import io.oxbow.flink.key.KeyedAccess;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.flink.api.common.state.StateDescriptor;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.base.MapSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.queryablestate.client.state.serialization.KvStateSerializer;
import org.apache.flink.runtime.state.internal.InternalMapState;

/**
 * A map per key and namespace: one record per user key, its value behind a byte that is 1 for null.
 * Iteration is ordered by the bytes of the user keys.
 */
final class OxbowMapState<K, N, UK, UV> extends AbstractOxbowState<K, N, Map<UK, UV>>
    implements InternalMapState<K, N, UK, UV> {
  private TypeSerializer<UK> userKeySerializer;
  private TypeSerializer<UV> userValueSerializer;

  OxbowMapState(KeyedAccess<K> access) {
    super(access);
  }

  @Override
  void bind(StateTree state, StateDescriptor<?, Map<UK, UV>> descriptor) {
    super.bind(state, descriptor);
    MapSerializer<UK, UV> serializer = (MapSerializer<UK, UV>) valueSerializer;
    userKeySerializer = serializer.getKeySerializer();
    userValueSerializer = serializer.getValueSerializer();
  }

  TypeSerializer<UK> userKeySerializer() {
    return userKeySerializer;
  }

  @Override
  public UV get(UK userKey) throws IOException {
    return read(key().setUserKey(userKey, userKeySerializer)) ? decodeUserValue(in) : null;
  }

  @Override
  public boolean contains(UK userKey) throws IOException {
    return read(key().setUserKey(userKey, userKeySerializer));
  }

  @Override
  public void put(UK userKey, UV userValue) throws IOException {
    out.clear();
    encodeUserValue(userValue, out);
    write(key().setUserKey(userKey, userKeySerializer));
  }

  @Override
  public void putAll(Map<UK, UV> map) throws IOException {
    if (map == null) {
      return;
    }
    for (Map.Entry<UK, UV> entry : map.entrySet()) {
      put(entry.getKey(), entry.getValue());
    }
  }

  @Override
  public void remove(UK userKey) throws IOException {
    CompositeKey<K> key = key().setUserKey(userKey, userKeySerializer);
    tree.delete(key.array(), 0, key.length());
  }

  @Override
  public void clear() {
    byte[] prefix = key().toBytes();
    tree.deleteRange(prefix, KeyRange.successor(prefix));
  }

  @Override
  public boolean isEmpty() {
    try (Cursor cursor = tree.cursor(KeyRange.prefix(key().toBytes()))) {
      return !cursor.next();
    }
  }

  @Override
  public Iterable<Map.Entry<UK, UV>> entries() {
    return iterable(entry -> entry);
  }

  @Override
  public Iterable<UK> keys() {
    return iterable(MapEntries.Entry::getKey);
  }

  @Override
  public Iterable<UV> values() {
    return iterable(MapEntries.Entry::getValue);
  }

  @Override
  public Iterator<Map.Entry<UK, UV>> iterator() {
    return entries().iterator();
  }

  private <T> Iterable<T> iterable(Function<MapEntries<UK, UV, T>.Entry, T> view) {
    byte[] prefix = key().toBytes();
    return () -> new MapEntries<>(this, prefix, view);
  }

  /**
   * Reads the map with the given serializers only, so that any thread may do it. The entries are
   * not one moment of the map while the task writes it; each entry is.
   */
  @Override
  public byte[] getSerializedValue(
      byte[] serializedKeyAndNamespace,
      TypeSerializer<K> safeKeySerializer,
      TypeSerializer<N> safeNamespaceSerializer,
      TypeSerializer<Map<UK, UV>> safeValueSerializer)
      throws Exception {
    checkNotNull(serializedKeyAndNamespace, "serializedKeyAndNamespace");
    byte[] prefix =
        access.queriedKey(serializedKeyAndNamespace, safeKeySerializer, safeNamespaceSerializer);
    MapSerializer<UK, UV> serializer = (MapSerializer<UK, UV>) safeValueSerializer;
    Map<UK, UV> read = new LinkedHashMap<>();
    DataInputDeserializer input = new DataInputDeserializer();
    try (Cursor cursor = tree.cursor(KeyRange.prefix(prefix))) {
      while (cursor.next()) {
        byte[] key = cursor.key();
        input.setBuffer(key, prefix.length, key.length - prefix.length);
        UK userKey = serializer.getKeySerializer().deserialize(input);
        input.setBuffer(cursor.value());
        read.put(userKey, decodeUserValue(input, serializer.getValueSerializer()));
      }
    }
    return read.isEmpty()
        ? null
        : KvStateSerializer.serializeMap(
            read.entrySet(), serializer.getKeySerializer(), serializer.getValueSerializer());
  }

  @Override
  public StateIncrementalVisitor<K, N, Map<UK, UV>> getStateIncrementalVisitor(
      int recommendedMaxNumberOfReturnedRecords) {
    return new MapStateVisitor<>(this, recommendedMaxNumberOfReturnedRecords);
  }

  UK decodeUserKey(byte[] key, int offset, int length) throws IOException {
    in.setBuffer(key, offset, length - offset);
    return userKeySerializer.deserialize(in);
  }

  UV decodeUserValue(byte[] value) throws IOException {
    in.setBuffer(value);
    return decodeUserValue(in);
  }

  private UV decodeUserValue(DataInputDeserializer input) throws IOException {
    return decodeUserValue(input, userValueSerializer);
  }

  private static <T> T decodeUserValue(DataInputDeserializer input, TypeSerializer<T> serializer)
      throws IOException {
    return input.readBoolean() ? null : serializer.deserialize(input);
  }

  private void encodeUserValue(UV value, DataOutputSerializer output) throws IOException {
    output.writeBoolean(value == null);
    if (value != null) {
      userValueSerializer.serialize(value, output);
    }
  }

  /** Overwrites the value of a record whose whole key is known. */
  void putRaw(byte[] key, UV value) throws IOException {
    out.clear();
    encodeUserValue(value, out);
    tree.put(key, 0, key.length, out.getSharedBuffer(), 0, out.length());
    releaseLargeOutput();
  }
}
