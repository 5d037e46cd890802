// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.kafka;

/**
 * What the values of a store look like. Written into every commit: the bytes themselves do not say,
 * and reading one format as another would hand garbage to the deserializers.
 */
enum StoreFormat {
  PLAIN(1, "plain", "persistentKeyValueStore"),
  TIMESTAMPED(2, "timestamped", "persistentTimestampedKeyValueStore"),
  HEADERS(3, "headers", "persistentTimestampedKeyValueStoreWithHeaders");

  private final int tag;
  private final String label;
  private final String supplier;

  StoreFormat(int tag, String label, String supplier) {
    this.tag = tag;
    this.label = label;
    this.supplier = supplier;
  }

  /** The byte that stands for this format on disk. */
  int tag() {
    return tag;
  }

  /** The word for it in messages. */
  String label() {
    return label;
  }

  /** The method of {@link OxbowStores} that makes stores of this format. */
  String supplier() {
    return "OxbowStores." + supplier;
  }

  /** The format of a tag, or {@code null} for a tag this version does not know. */
  static StoreFormat ofTag(int tag) {
    for (StoreFormat format : values()) {
      if (format.tag == tag) {
        return format;
      }
    }
    return null;
  }
}
