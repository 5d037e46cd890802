// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.kafka;

import org.apache.kafka.streams.state.HeadersBytesStoreSupplier;

/** The marker by which the DSL picks the builder for values with headers. */
final class HeadersKeyValueSupplier extends KeyValueSupplier implements HeadersBytesStoreSupplier {
  HeadersKeyValueSupplier(String name) {
    super(name, StoreFormat.HEADERS);
  }
}
