// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.kafka;

import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.TimestampedBytesStore;
import org.apache.kafka.streams.state.ValueAndTimestamp;
import org.apache.kafka.streams.state.internals.AbstractKeyValueStoreTest;

/** Kafka's own contract suite on the timestamped store. */
class TimestampedContractTest extends AbstractKeyValueStoreTest {
  @Override
  @SuppressWarnings("unchecked")
  protected <K, V> KeyValueStore<K, V> createKeyValueStore(StateStoreContext context) {
    KeyValueStore<K, V> store =
        new ConvertingStore<>(
            Stores.timestampedKeyValueStoreBuilder(
                    OxbowStores.persistentTimestampedKeyValueStore("my-store"),
                    (Serde<K>) context.keySerde(),
                    (Serde<V>) context.valueSerde())
                .build(),
            value -> ValueAndTimestamp.make(value, 10),
            ValueAndTimestamp::getValueOrNull,
            TimestampedBytesStore::convertToTimestampedFormat);
    store.init(context, store);
    return store;
  }
}
