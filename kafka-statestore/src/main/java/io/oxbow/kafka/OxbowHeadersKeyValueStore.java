// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.kafka;

import org.apache.kafka.streams.state.HeadersBytesStore;

/** The marker by which Streams hands over, and restores, values with headers and timestamp. */
final class OxbowHeadersKeyValueStore extends OxbowKeyValueStore implements HeadersBytesStore {
  OxbowHeadersKeyValueStore(String name) {
    super(name, StoreFormat.HEADERS);
  }
}
