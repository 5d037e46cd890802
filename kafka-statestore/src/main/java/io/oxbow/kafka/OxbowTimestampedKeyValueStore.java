// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.kafka;

import org.apache.kafka.streams.state.TimestampedBytesStore;

/** The marker by which Streams hands over, and restores, values with a timestamp in front. */
final class OxbowTimestampedKeyValueStore extends OxbowKeyValueStore
    implements TimestampedBytesStore {
  OxbowTimestampedKeyValueStore(String name) {
    super(name, StoreFormat.TIMESTAMPED);
  }
}
