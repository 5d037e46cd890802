// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.kafka;

import io.oxbow.KeyRange;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.processor.BatchingStateRestoreCallback;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.query.PositionBound;
import org.apache.kafka.streams.query.Query;
import org.apache.kafka.streams.query.QueryConfig;
import org.apache.kafka.streams.query.QueryResult;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A key-value store of bytes on the Oxbow engine; this class for plain values, its subclasses,
 * which only add a marker, for the other formats. One writer at a time; reads, iterators and
 * queries from any thread, without locks, also while the store closes: they then throw {@link
 * InvalidStateStoreException}. Keys are 0..65,535 bytes.
 */
class OxbowKeyValueStore implements KeyValueStore<Bytes, byte[]> {
  private static final int LONGEST_KEY = 65_535;
  private static final Logger LOG = LoggerFactory.getLogger(OxbowKeyValueStore.class);

  private final String name;
  private final StoreFormat format;
  private final Object lifecycle = new Object();
  private volatile OpenStore open;
  private volatile Position position = Position.emptyPosition();
  private volatile StateStoreContext context;
  private StoreGauges gauges;

  OxbowKeyValueStore(String name, StoreFormat format) {
    this.name = name;
    this.format = format;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean persistent() {
    return true;
  }

  @Override
  public boolean isOpen() {
    return open != null;
  }

  @Override
  public void init(StateStoreContext stateStoreContext, StateStore root) {
    synchronized (lifecycle) {
      context = stateStoreContext;
      if (open == null) {
        OxbowConfig config = OxbowConfig.of(stateStoreContext.appConfigs());
        OpenStore opened =
            OpenStore.open(
                name, format, config, StoreDirectory.prepare(stateStoreContext.stateDir(), name));
        position = opened.position();
        open = opened;
        gauges = new StoreGauges(stateStoreContext, name, opened);
      }
    }
    stateStoreContext.register(root, new Restoration());
  }

  @Override
  public void close() {
    synchronized (lifecycle) {
      OpenStore closing = open;
      if (closing == null) {
        return;
      }
      open = null;
      try {
        if (gauges != null) {
          gauges.close();
          gauges = null;
        }
      } finally {
        closing.close();
      }
    }
  }

  @Override
  public void commit(Map<TopicPartition, Long> changelogOffsets) {
    store().commit(changelogOffsets);
  }

  @Override
  public Long committedOffset(TopicPartition partition) {
    return store().committedOffset(partition);
  }

  @Override
  @Deprecated
  public boolean managesOffsets() {
    return true;
  }

  @Override
  public Position getPosition() {
    return position;
  }

  @Override
  public <R> QueryResult<R> query(Query<R> query, PositionBound bound, QueryConfig config) {
    return new StoreQueries(this, context).answer(query, bound, config);
  }

  @Override
  public byte[] get(Bytes key) {
    return store().get(bytes(key));
  }

  @Override
  public void put(Bytes key, byte[] value) {
    byte[] bytes = bytes(key);
    store().put(bytes, value);
    advance();
  }

  @Override
  public byte[] putIfAbsent(Bytes key, byte[] value) {
    byte[] bytes = bytes(key);
    OpenStore store = store();
    byte[] old = store.get(bytes);
    if (old == null && value != null) {
      store.put(bytes, value);
      advance();
    }
    return old;
  }

  /**
   * Writes all entries, or none if a key is null or too long; of one key the last one stays. A
   * crash keeps all or none of them; a reader beside the writer may see some first.
   */
  @Override
  public void putAll(List<KeyValue<Bytes, byte[]>> entries) {
    entries.forEach(entry -> bytes(entry.key));
    try (WriteBatch batch = store().batch(entries.size())) {
      for (KeyValue<Bytes, byte[]> entry : entries) {
        batch.put(entry.key.get(), entry.value);
      }
    }
    advance();
  }

  @Override
  public byte[] delete(Bytes key) {
    byte[] bytes = bytes(key);
    OpenStore store = store();
    byte[] old = store.get(bytes);
    store.put(bytes, null);
    advance();
    return old;
  }

  @Override
  public KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
    return range(from, to, false);
  }

  @Override
  public KeyValueIterator<Bytes, byte[]> reverseRange(Bytes from, Bytes to) {
    return range(from, to, true);
  }

  @Override
  public KeyValueIterator<Bytes, byte[]> all() {
    return store().iterate(KeyRange.all());
  }

  @Override
  public KeyValueIterator<Bytes, byte[]> reverseAll() {
    return store().iterate(KeyRange.all().descending());
  }

  private KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to, boolean descending) {
    OpenStore store = store();
    if (from != null && to != null && from.compareTo(to) > 0) {
      LOG.warn(
          "Returning empty iterator for fetch with invalid key range: from > to. This may be due to"
              + " range arguments set in the wrong order, or serdes that don't preserve ordering"
              + " when lexicographically comparing the serialized bytes. Note that the built-in"
              + " numerical serdes do not follow this for negative numbers");
      return new EmptyIterator();
    }
    KeyRange range =
        KeyRange.of(from == null ? null : from.get(), true, to == null ? null : to.get(), true);
    return store.iterate(descending ? range.descending() : range);
  }

  @Override
  public <PS extends Serializer<P>, P> KeyValueIterator<Bytes, byte[]> prefixScan(
      P prefix, PS prefixKeySerializer) {
    Objects.requireNonNull(prefix, "prefix cannot be null");
    Objects.requireNonNull(prefixKeySerializer, "prefixKeySerializer cannot be null");
    return store().iterate(KeyRange.prefix(prefixKeySerializer.serialize(null, prefix)));
  }

  @Override
  public long approximateNumEntries() {
    return store().approximateEntries();
  }

  private OpenStore store() {
    OpenStore store = open;
    if (store == null) {
      throw new InvalidStateStoreException("Store " + name + " is currently closed");
    }
    return store;
  }

  private byte[] bytes(Bytes key) {
    Objects.requireNonNull(key, "key cannot be null");
    byte[] bytes = key.get();
    if (bytes.length > LONGEST_KEY) {
      throw new IllegalArgumentException(
          "A key of "
              + bytes.length
              + " bytes is too long for store "
              + name
              + ": Oxbow takes up to "
              + LONGEST_KEY
              + ". Move part of the key into the value, or use its hash.");
    }
    return bytes;
  }

  /** After the write, so that a query never claims a record its answer does not hold. */
  private void advance() {
    context
        .recordMetadata()
        .filter(record -> record.topic() != null)
        .ifPresent(
            record -> position.withComponent(record.topic(), record.partition(), record.offset()));
  }

  /** What the changelog holds; Streams has already converted the values to our format. */
  private final class Restoration implements BatchingStateRestoreCallback {
    @Override
    public void restoreAll(Collection<KeyValue<byte[], byte[]>> records) {
      try (WriteBatch batch = store().batch(records.size())) {
        for (KeyValue<byte[], byte[]> record : records) {
          batch.put(bytes(Bytes.wrap(record.key)), record.value);
        }
      }
    }

    @Override
    public void restore(byte[] key, byte[] value) {
      store().put(bytes(Bytes.wrap(key)), value);
    }
  }
}
