// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A column of the table: which store, in which setting. The first is what the others are set
 * against.
 */
enum Column {
  OXBOW("oxbow", "Oxbow", Trait.DEFAULT),
  ROCKSDB_FLINK("rocksdb-flink", "RocksDB as Flink sets it", Trait.DEFAULT),
  ROCKSDB_KAFKA("rocksdb-kafka", "RocksDB as Kafka Streams sets it", Trait.DEFAULT),
  ROCKSDB_BLOOM("rocksdb-bloom", "RocksDB tuned, Bloom filters", Trait.DEFAULT),
  ROCKSDB_COMPACTED("rocksdb-compacted", "RocksDB tuned, fully compacted", Trait.DEFAULT),
  SKIP_LIST("skiplist", "ConcurrentSkipListMap", Trait.DEFAULT, Trait.RECORDS_ON_HEAP),
  OXBOW_STRICT("oxbow-strict", "Oxbow, strictly latch-free"),
  LMDB("lmdb", "LMDB"),
  LMDB_SYNCED("lmdb-synced", "LMDB, synced as often as Oxbow"),
  MVSTORE("mvstore", "H2 MVStore", Trait.RECORDS_ON_HEAP, Trait.CACHE_ON_HEAP, Trait.SLOW),
  XODUS("xodus", "Xodus", Trait.RECORDS_ON_HEAP, Trait.CACHE_ON_HEAP, Trait.SLOW),
  HASH_MAP(
      "hashmap", "HashMap (no order)", Trait.RECORDS_ON_HEAP, Trait.ONE_THREAD, Trait.NO_ORDER);

  private enum Trait {
    DEFAULT,
    RECORDS_ON_HEAP,
    CACHE_ON_HEAP,
    ONE_THREAD,
    NO_ORDER,
    SLOW
  }

  private static final int BASE_MB = 2048;
  private static final int LEDGER_BYTES = 32;
  private static final int OBJECT_BYTES = 200;

  final String option;
  final String title;
  private final Set<Trait> traits;

  Column(String option, String title, Trait... traits) {
    this.option = option;
    this.title = title;
    this.traits = Set.of(traits);
  }

  /** Whether it runs when no columns are named. */
  boolean byDefault() {
    return traits.contains(Trait.DEFAULT);
  }

  /** Whether it may run in fewer rounds, for it takes many times as long as the others. */
  boolean slow() {
    return traits.contains(Trait.SLOW);
  }

  /** Whether it can do this row. */
  boolean has(Row row) {
    return !(row.needsOrder && traits.contains(Trait.NO_ORDER)
        || row.needsThreads && traits.contains(Trait.ONE_THREAD));
  }

  /** Whether its records have an order. */
  boolean ordered() {
    return !traits.contains(Trait.NO_ORDER);
  }

  /** Heap in MB that a JVM needs for it: little unless it keeps records there. */
  int heapMb(int keys, int valueBytes, int memoryMb) {
    long mb = BASE_MB + ((long) keys * LEDGER_BYTES >> 20);
    if (traits.contains(Trait.RECORDS_ON_HEAP)) {
      mb += 2L * keys * (valueBytes + OBJECT_BYTES) >> 20;
    }
    return (int) (traits.contains(Trait.CACHE_ON_HEAP) ? mb + memoryMb : mb);
  }

  /** Opens an empty store in this directory. */
  Contender open(Path directory, Workload workload, Allowance allowance) {
    long memory = allowance.memoryBytes();
    int value = workload.values.bytes;
    switch (this) {
      case OXBOW:
        return new OxbowContender(directory, allowance, false);
      case OXBOW_STRICT:
        return new OxbowContender(directory, allowance, true);
      case ROCKSDB_FLINK:
        return rocks(directory, RocksSettings.flink(memory), RocksContender.Extra.NONE, value);
      case ROCKSDB_KAFKA:
        return rocks(directory, RocksSettings.kafka(memory), RocksContender.Extra.NONE, value);
      case ROCKSDB_BLOOM:
        return rocks(directory, RocksSettings.tuned(memory), RocksContender.Extra.TUNED, value);
      case ROCKSDB_COMPACTED:
        return rocks(
            directory,
            RocksSettings.tuned(memory),
            RocksContender.Extra.TUNED_AND_COMPACTED,
            value);
      case LMDB:
        return new LmdbContender(directory, workload, allowance, false);
      case LMDB_SYNCED:
        return new LmdbContender(directory, workload, allowance, true);
      case MVSTORE:
        return new MvStoreContender(directory, allowance);
      case XODUS:
        return new XodusContender(directory, allowance);
      case HASH_MAP:
        return new HashMapContender();
      default:
        return new SkipListContender();
    }
  }

  private static Contender rocks(
      Path directory, RocksSettings settings, RocksContender.Extra extra, int valueBytes) {
    return new RocksContender(directory, settings, extra, valueBytes);
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
