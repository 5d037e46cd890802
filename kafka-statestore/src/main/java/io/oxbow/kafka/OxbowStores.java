// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.kafka;

import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;

/**
 * Suppliers of Oxbow stores for the Processor API and for {@code Materialized.as}. The names are
 * those of {@link org.apache.kafka.streams.state.Stores}: in most programs {@code Stores.} becomes
 * {@code OxbowStores.} and nothing else changes. Thread-safe.
 */
public final class OxbowStores {
  private OxbowStores() {}

  /**
   * Values as the serializer wrote them. For {@code Stores.keyValueStoreBuilder}.
   *
   * @param name name of the store, never {@code null}
   */
  public static KeyValueBytesStoreSupplier persistentKeyValueStore(String name) {
    return new KeyValueSupplier(name, StoreFormat.PLAIN);
  }

  /**
   * Values with their record's timestamp. For {@code Stores.timestampedKeyValueStoreBuilder} and
   * {@code Materialized.as}.
   *
   * @param name name of the store, never {@code null}
   */
  public static KeyValueBytesStoreSupplier persistentTimestampedKeyValueStore(String name) {
    return new KeyValueSupplier(name, StoreFormat.TIMESTAMPED);
  }

  /**
   * Values with their record's timestamp and headers. For {@code
   * Stores.timestampedKeyValueStoreWithHeadersBuilder} and {@code Materialized.as}.
   *
   * @param name name of the store, never {@code null}
   */
  public static KeyValueBytesStoreSupplier persistentTimestampedKeyValueStoreWithHeaders(
      String name) {
    return new HeadersKeyValueSupplier(name);
  }
}
