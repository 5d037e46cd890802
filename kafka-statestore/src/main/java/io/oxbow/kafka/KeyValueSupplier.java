// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.kafka;

import java.util.Objects;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;

/** Makes the key-value stores of one name and format. */
class KeyValueSupplier implements KeyValueBytesStoreSupplier {
  private final String name;
  private final StoreFormat format;

  KeyValueSupplier(String name, StoreFormat format) {
    this.name = Objects.requireNonNull(name, "name cannot be null");
    this.format = format;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public KeyValueStore<Bytes, byte[]> get() {
    return switch (format) {
      case PLAIN -> new OxbowKeyValueStore(name, format);
      case TIMESTAMPED -> new OxbowTimestampedKeyValueStore(name);
      case HEADERS -> new OxbowHeadersKeyValueStore(name);
    };
  }

  @Override
  public String metricsScope() {
    return "oxbow";
  }
}
