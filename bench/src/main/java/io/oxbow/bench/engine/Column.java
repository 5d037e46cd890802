// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * A column of the table: which store, in which setting. The first is what the others are set
 * against.
 */
enum Column {
  OXBOW("oxbow", "Oxbow"),
  ROCKSDB_FLINK("rocksdb-flink", "RocksDB as Flink sets it"),
  ROCKSDB_KAFKA("rocksdb-kafka", "RocksDB as Kafka Streams sets it"),
  ROCKSDB_BLOOM("rocksdb-bloom", "RocksDB tuned, Bloom filters"),
  ROCKSDB_COMPACTED("rocksdb-compacted", "RocksDB tuned, fully compacted"),
  SKIP_LIST("skiplist", "ConcurrentSkipListMap");

  final String option;
  final String title;

  Column(String option, String title) {
    this.option = option;
    this.title = title;
  }

  /** Opens an empty store in this directory. */
  Contender open(Path directory, long memoryBytes, long checkpointMillis) {
    switch (this) {
      case OXBOW:
        return new OxbowContender(directory, memoryBytes, checkpointMillis);
      case ROCKSDB_FLINK:
        return rocks(directory, RocksSettings.flink(memoryBytes), RocksContender.Extra.NONE);
      case ROCKSDB_KAFKA:
        return rocks(directory, RocksSettings.kafka(memoryBytes), RocksContender.Extra.NONE);
      case ROCKSDB_BLOOM:
        return rocks(
            directory, RocksSettings.tuned(memoryBytes), RocksContender.Extra.KEEP_ITERATOR);
      case ROCKSDB_COMPACTED:
        return rocks(
            directory,
            RocksSettings.tuned(memoryBytes),
            RocksContender.Extra.KEEP_ITERATOR_AND_COMPACT);
      default:
        return new SkipListContender();
    }
  }

  private static Contender rocks(
      Path directory, RocksSettings settings, RocksContender.Extra extra) {
    return new RocksContender(directory, settings, extra);
  }

  /** The column of an option's word. */
  static Column of(String option) {
    for (Column column : values()) {
      if (column.option.equals(option)) {
        return column;
      }
    }
    throw new IllegalArgumentException(
        "there is no column '"
            + option
            + "'; there are "
            + Arrays.stream(values()).map(c -> c.option).collect(Collectors.joining(", ")));
  }
}
