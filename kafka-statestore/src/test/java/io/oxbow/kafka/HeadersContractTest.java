// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.kafka;

import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.HeadersBytesStore;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.ValueTimestampHeaders;
import org.apache.kafka.streams.state.internals.AbstractKeyValueStoreTest;

/** Kafka's own contract suite on the store with headers. */
class HeadersContractTest extends AbstractKeyValueStoreTest {
  @Override
  @SuppressWarnings("unchecked")
  protected <K, V> KeyValueStore<K, V> createKeyValueStore(StateStoreContext context) {
    KeyValueStore<K, V> store =
        new ConvertingStore<>(
            Stores.timestampedKeyValueStoreWithHeadersBuilder(
                    OxbowStores.persistentTimestampedKeyValueStoreWithHeaders("my-store"),
                    (Serde<K>) context.keySerde(),
                    (Serde<V>) context.valueSerde())
                .build(),
            value -> ValueTimestampHeaders.make(value, 10, new RecordHeaders()),
            ValueTimestampHeaders::getValueOrNull,
            HeadersBytesStore::convertFromPlainToHeaderFormat);
    store.init(context, store);
    return store;
  }
}
