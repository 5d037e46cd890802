// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink.state;

import static org.apache.flink.util.Preconditions.checkNotNull;

import io.oxbow.RecordBuffer;
import io.oxbow.Tree;
import io.oxbow.flink.catalog.StateTree;
import io.oxbow.flink.key.CompositeKey;
import io.oxbow.flink.key.KeyedAccess;
import java.io.IOException;
import org.apache.flink.api.common.state.StateDescriptor;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.runtime.state.RegisteredKeyValueStateBackendMetaInfo;
import org.apache.flink.runtime.state.internal.InternalKvState;

/**
 * What the five kinds have in common: the current namespace, and reading and writing the record of
 * the current key through reused buffers. Values are serialized before the key is built, so that a
 * serializer or a lazy collection that touches other states does no harm.
 *
 * @param <V> the type kept in the state, as its value serializer sees it
 */
public abstract class AbstractOxbowState<K, N, V> implements InternalKvState<K, N, V> {
  private static final int SMALL_BUFFER_BYTES = 128;
  private static final int LARGE_BUFFER_BYTES = 1 << 20;

  final KeyedAccess<K> access;
  final DataInputDeserializer in = new DataInputDeserializer();
  DataOutputSerializer out = new DataOutputSerializer(SMALL_BUFFER_BYTES);
  Tree tree;
  TypeSerializer<N> namespaceSerializer;
  TypeSerializer<V> valueSerializer;
  private RecordBuffer buffer = new RecordBuffer();
  private V defaultValue;
  private N currentNamespace;

  AbstractOxbowState(KeyedAccess<K> access) {
    this.access = access;
  }

  /** Takes tree and serializers as they are registered now; called again when they change. */
  void bind(StateTree state, StateDescriptor<?, V> descriptor) {
    RegisteredKeyValueStateBackendMetaInfo<N, V> info = state.keyValueInfo();
    tree = state.tree();
    namespaceSerializer = info.getNamespaceSerializer();
    valueSerializer = info.getStateSerializer();
    defaultValue = descriptor.getDefaultValue();
  }

  @Override
  public TypeSerializer<K> getKeySerializer() {
    return access.keySerializer();
  }

  @Override
  public TypeSerializer<N> getNamespaceSerializer() {
    return namespaceSerializer;
  }

  @Override
  public TypeSerializer<V> getValueSerializer() {
    return valueSerializer;
  }

  @Override
  public void setCurrentNamespace(N namespace) {
    currentNamespace = checkNotNull(namespace, "namespace");
  }

  N currentNamespace() {
    return currentNamespace;
  }

  @Override
  public void clear() {
    CompositeKey<K> key = key();
    tree.delete(key.array(), 0, key.length());
  }

  @Override
  public byte[] getSerializedValue(
      byte[] serializedKeyAndNamespace,
      TypeSerializer<K> safeKeySerializer,
      TypeSerializer<N> safeNamespaceSerializer,
      TypeSerializer<V> safeValueSerializer)
      throws Exception {
    checkNotNull(serializedKeyAndNamespace, "serializedKeyAndNamespace");
    return tree.get(
        access.queriedKey(serializedKeyAndNamespace, safeKeySerializer, safeNamespaceSerializer));
  }

  @Override
  public StateIncrementalVisitor<K, N, V> getStateIncrementalVisitor(
      int recommendedMaxNumberOfReturnedRecords) {
    return new StateVisitor<>(this, recommendedMaxNumberOfReturnedRecords);
  }

  /** The key of the current record and namespace. */
  final CompositeKey<K> key() {
    return access.currentKey().setNamespace(currentNamespace, namespaceSerializer);
  }

  /** Reads the record of this key and sets {@link #in} on it; false if there is none. */
  final boolean read(CompositeKey<K> key) {
    if (!tree.get(key.array(), 0, key.length(), buffer)) {
      return false;
    }
    in.setBuffer(buffer.array(), 0, buffer.length());
    if (buffer.length() > LARGE_BUFFER_BYTES) {
      buffer = new RecordBuffer();
    }
    return true;
  }

  /** Writes what is in {@link #out} as the record of this key. */
  final void write(CompositeKey<K> key) {
    tree.put(key.array(), 0, key.length(), out.getSharedBuffer(), 0, out.length());
    releaseLargeOutput();
  }

  /** One huge value must not pin its buffer for the rest of the job. */
  final void releaseLargeOutput() {
    if (out.length() > LARGE_BUFFER_BYTES) {
      out = new DataOutputSerializer(SMALL_BUFFER_BYTES);
    }
  }

  /** The value of the current key, or {@code null}. */
  final V readValue() throws IOException {
    return read(key()) ? decode(in) : null;
  }

  final void writeValue(V value) throws IOException {
    out.clear();
    encode(value, out);
    write(key());
  }

  /** Reads one stored record. */
  V decode(DataInputDeserializer input) throws IOException {
    return valueSerializer.deserialize(input);
  }

  /** Writes one stored record. */
  void encode(V value, DataOutputSerializer output) throws IOException {
    valueSerializer.serialize(value, output);
  }

  final V defaultValue() {
    return defaultValue == null ? null : valueSerializer.copy(defaultValue);
  }
}
