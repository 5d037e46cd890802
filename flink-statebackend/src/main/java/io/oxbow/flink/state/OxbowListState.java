// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink.state;

import static org.apache.flink.util.Preconditions.checkNotNull;

import io.oxbow.RecordBuffer;
import io.oxbow.flink.catalog.StateTree;
import io.oxbow.flink.key.CompositeKey;
import io.oxbow.flink.key.KeyedAccess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.common.state.StateDescriptor;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.base.ListSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.runtime.state.ListDelimitedSerializer;
import org.apache.flink.runtime.state.internal.InternalListState;

/**
 * A list per key and namespace: one record, to which elements are appended without reading it.
 * Elements are separated by one byte, the format of Flink's canonical savepoints.
 */
final class OxbowListState<K, N, V> extends AbstractOxbowState<K, N, List<V>>
    implements InternalListState<K, N, V> {
  private static final byte DELIMITER = ',';

  private TypeSerializer<V> elementSerializer;

  OxbowListState(KeyedAccess<K> access) {
    super(access);
  }

  @Override
  void bind(StateTree state, StateDescriptor<?, List<V>> descriptor) {
    super.bind(state, descriptor);
    elementSerializer = ((ListSerializer<V>) valueSerializer).getElementSerializer();
  }

  @Override
  public Iterable<V> get() throws IOException {
    return getInternal();
  }

  @Override
  public List<V> getInternal() throws IOException {
    return readValue();
  }

  @Override
  public void add(V value) throws IOException {
    checkNotNull(value, "a list state takes no null");
    out.clear();
    elementSerializer.serialize(value, out);
    append();
  }

  @Override
  public void addAll(List<V> values) throws IOException {
    checkNotNull(values, "the list of values to add is null");
    if (!values.isEmpty()) {
      out.clear();
      encode(values, out);
      append();
    }
  }

  @Override
  public void update(List<V> values) throws IOException {
    updateInternal(values);
  }

  @Override
  public void updateInternal(List<V> values) throws IOException {
    checkNotNull(values, "the new list is null; use clear() or an empty list");
    if (values.isEmpty()) {
      clear();
    } else {
      writeValue(values);
    }
  }

  @Override
  public void mergeNamespaces(N target, Collection<N> sources) {
    if (sources == null) {
      return;
    }
    RecordBuffer moved = new RecordBuffer();
    for (N source : sources) {
      if (source == null) {
        continue;
      }
      setCurrentNamespace(source);
      CompositeKey<K> from = key();
      if (tree.get(from.array(), 0, from.length(), moved)) {
        tree.delete(from.array(), 0, from.length());
        setCurrentNamespace(target);
        CompositeKey<K> to = key();
        tree.append(to.array(), 0, to.length(), moved.array(), 0, moved.length());
      }
    }
    setCurrentNamespace(target);
  }

  private void append() {
    CompositeKey<K> key = key();
    tree.append(key.array(), 0, key.length(), out.getSharedBuffer(), 0, out.length());
    releaseLargeOutput();
  }

  @Override
  List<V> decode(DataInputDeserializer input) throws IOException {
    List<V> elements = new ArrayList<>();
    V element;
    while ((element = ListDelimitedSerializer.deserializeNextElement(input, elementSerializer))
        != null) {
      elements.add(element);
    }
    return elements;
  }

  @Override
  void encode(List<V> values, DataOutputSerializer output) throws IOException {
    boolean first = true;
    for (V value : values) {
      checkNotNull(value, "a list state takes no null");
      if (!first) {
        output.write(DELIMITER);
      }
      first = false;
      elementSerializer.serialize(value, output);
    }
  }
}
