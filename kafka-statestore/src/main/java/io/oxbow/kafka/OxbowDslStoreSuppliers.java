// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.kafka;

import java.util.Map;
import org.apache.kafka.streams.state.DslKeyValueParams;
import org.apache.kafka.streams.state.DslSessionParams;
import org.apache.kafka.streams.state.DslStoreSuppliers;
import org.apache.kafka.streams.state.DslWindowParams;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.SessionBytesStoreSupplier;
import org.apache.kafka.streams.state.WindowBytesStoreSupplier;

/**
 * Puts Oxbow under every key-value store of the Streams DSL: set {@code dsl.store.suppliers.class}
 * to this class. Options are those of {@link OxbowConfig}. Window and session stores are refused
 * when the application is made, before it starts, with what to do instead. Thread-safe.
 */
public final class OxbowDslStoreSuppliers implements DslStoreSuppliers {
  /** For Streams, which makes the object from its class name. */
  public OxbowDslStoreSuppliers() {}

  /**
   * Reads the options, so that a wrong one is reported before anything starts.
   *
   * @throws org.apache.kafka.common.config.ConfigException for a value that is not allowed
   */
  @Override
  public void configure(Map<String, ?> configs) {
    OxbowConfig.of(configs);
  }

  @Override
  public KeyValueBytesStoreSupplier keyValueStore(DslKeyValueParams params) {
    return switch (params.dslStoreFormat()) {
      case PLAIN -> OxbowStores.persistentKeyValueStore(params.name());
      case TIMESTAMPED -> OxbowStores.persistentTimestampedKeyValueStore(params.name());
      case HEADERS -> OxbowStores.persistentTimestampedKeyValueStoreWithHeaders(params.name());
    };
  }

  @Override
  public WindowBytesStoreSupplier windowStore(DslWindowParams params) {
    throw refused(
        "window",
        params.name(),
        "Materialized.withStoreType(BuiltInDslStoreSuppliers.ROCKS_DB) or, for a stream-stream"
            + " join, StreamJoined.withDslStoreSuppliers(BuiltInDslStoreSuppliers.ROCKS_DB)");
  }

  @Override
  public SessionBytesStoreSupplier sessionStore(DslSessionParams params) {
    throw refused(
        "session", params.name(), "Materialized.withStoreType(BuiltInDslStoreSuppliers.ROCKS_DB)");
  }

  private static UnsupportedOperationException refused(String kind, String name, String instead) {
    return new UnsupportedOperationException(
        "This version of Oxbow has no "
            + kind
            + " stores, and store "
            + name
            + " is one. Give that operator another store: "
            + instead
            + ".");
  }
}
