// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.kafka;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateRestoreCallback;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.test.InternalMockProcessorContext;

/**
 * Shows a store of wrapped values (with timestamp, with headers) as one of bare values, so that
 * Kafka's suite, which knows bare values only, runs on it.
 *
 * @param <K> key
 * @param <V> bare value
 * @param <W> wrapped value
 */
final class ConvertingStore<K, V, W> implements KeyValueStore<K, V> {
  private final KeyValueStore<K, W> inner;
  private final Function<V, W> wrap;
  private final Function<W, V> unwrap;
  private final UnaryOperator<byte[]> restoring;

  ConvertingStore(
      KeyValueStore<K, W> inner,
      Function<V, W> wrap,
      Function<W, V> unwrap,
      UnaryOperator<byte[]> restoring) {
    this.inner = inner;
    this.wrap = wrap;
    this.unwrap = unwrap;
    this.restoring = restoring;
  }

  @Override
  public String name() {
    return inner.name() + "-converting";
  }

  @Override
  public void init(StateStoreContext context, StateStore root) {
    inner.init(context, inner);
    // the mock context does not convert changelog values as Streams does
    InternalMockProcessorContext<?, ?> mock = (InternalMockProcessorContext<?, ?>) context;
    StateRestoreCallback callback =
        (key, value) ->
            mock.restore(inner.name(), List.of(KeyValue.pair(key, restoring.apply(value))));
    context.register(this, callback);
  }

  @Override
  public void put(K key, V value) {
    inner.put(key, wrap(value));
  }

  @Override
  public V putIfAbsent(K key, V value) {
    return unwrap(inner.putIfAbsent(key, wrap(value)));
  }

  @Override
  public void putAll(List<KeyValue<K, V>> entries) {
    inner.putAll(entries.stream().map(e -> KeyValue.pair(e.key, wrap(e.value))).toList());
  }

  @Override
  public V delete(K key) {
    return unwrap(inner.delete(key));
  }

  @Override
  public V get(K key) {
    return unwrap(inner.get(key));
  }

  @Override
  public KeyValueIterator<K, V> range(K from, K to) {
    return new Iterator(inner.range(from, to));
  }

  @Override
  public KeyValueIterator<K, V> reverseRange(K from, K to) {
    return new Iterator(inner.reverseRange(from, to));
  }

  @Override
  public KeyValueIterator<K, V> all() {
    return new Iterator(inner.all());
  }

  @Override
  public KeyValueIterator<K, V> reverseAll() {
    return new Iterator(inner.reverseAll());
  }

  @Override
  public <PS extends Serializer<P>, P> KeyValueIterator<K, V> prefixScan(P prefix, PS serializer) {
    return new Iterator(inner.prefixScan(prefix, serializer));
  }

  @Override
  public long approximateNumEntries() {
    return inner.approximateNumEntries();
  }

  @Override
  public void commit(Map<TopicPartition, Long> offsets) {
    inner.commit(offsets);
  }

  @Override
  public void close() {
    inner.close();
  }

  @Override
  public boolean persistent() {
    return inner.persistent();
  }

  @Override
  public boolean isOpen() {
    return inner.isOpen();
  }

  private W wrap(V value) {
    return value == null ? null : wrap.apply(value);
  }

  private V unwrap(W value) {
    return value == null ? null : unwrap.apply(value);
  }

  private final class Iterator implements KeyValueIterator<K, V> {
    private final KeyValueIterator<K, W> wrapped;

    Iterator(KeyValueIterator<K, W> wrapped) {
      this.wrapped = wrapped;
    }

    @Override
    public boolean hasNext() {
      return wrapped.hasNext();
    }

    @Override
    public KeyValue<K, V> next() {
      KeyValue<K, W> next = wrapped.next();
      return KeyValue.pair(next.key, unwrap(next.value));
    }

    @Override
    public K peekNextKey() {
      return wrapped.peekNextKey();
    }

    @Override
    public void close() {
      wrapped.close();
    }
  }
}
