// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

import java.util.Arrays;
import java.util.stream.Collectors;

/** A row of the table. A round runs them in this order, but for the loads: the random one first. */
enum Row {
  SORTED_LOAD("sortedLoad", "load in key order, by puts", Kind.LOAD, true),
  BULK_LOAD("bulkLoad", "bulk load of sorted input", Kind.LOAD, true),
  LOAD("load", "load, random order", Kind.LOAD, false),
  PUT("put", "put (blind overwrite)", Kind.WRITE, false),
  READ_MODIFY_WRITE("readModifyWrite", "read-modify-write", Kind.WRITE, false),
  READ_MODIFY_WRITE_ZIPF("readModifyWriteZipf", "read-modify-write, Zipf", Kind.WRITE, false),
  DELETE("delete", "delete", Kind.WRITE, false),
  GET_HIT("getHit", "get, hit", Kind.READ, false),
  GET_HIT_ZIPF("getHitZipf", "get, hit, Zipf", Kind.READ, false),
  GET_MISS("getMiss", "get, miss", Kind.READ, false),
  GET_BATCH("getBatch", "get in batches of 16, per key", Kind.READ, false),
  PREFIX_SCAN("prefixScan", "prefix scan of 10", Kind.READ, true),
  FULL_SCAN("fullScan", "full scan, per entry", Kind.READ, true),
  MIXED_READS("mixedReads", "2 readers + 1 writer: reads", Kind.MIX, false),
  MIXED_WRITES("mixedWrites", "2 readers + 1 writer: writes", Kind.MIX, false),
  GET_DISJOINT("getDisjoint", "2 threads get, disjoint keys", Kind.PAIR, false),
  GET_SHARED("getShared", "2 threads get, shared keys", Kind.PAIR, false),
  PUT_DISJOINT("putDisjoint", "2 threads put, disjoint keys", Kind.PAIR, false),
  PUT_SHARED("putShared", "2 threads put, shared keys", Kind.PAIR, false),
  PUT_HOT("putHot", "2 threads put, one key", Kind.PAIR, false);

  /** How a row is measured. */
  enum Kind {
    /** Filling a store; ns per record. */
    LOAD,
    /** One thread; ns per operation. */
    READ,
    /** One thread; ns per operation. */
    WRITE,
    /** Two readers and a writer; operations per second, all in one run. */
    MIX,
    /** Two threads in turn with one of them alone; operations per second of the two. */
    PAIR
  }

  final String method;
  final String title;
  final Kind kind;
  final boolean needsOrder;
  final boolean needsThreads;

  Row(String method, String title, Kind kind, boolean needsOrder) {
    this.method = method;
    this.title = title;
    this.kind = kind;
    this.needsOrder = needsOrder;
    needsThreads = kind == Kind.MIX || kind == Kind.PAIR;
  }

  /** Whether its figure is operations per second; else it is ns per operation. */
  boolean isRate() {
    return needsThreads;
  }

  /** The row of an option's word. */
  static Row of(String option) {
    for (Row row : values()) {
      if (row.method.equals(option)) {
        return row;
      }
    }
    throw new IllegalArgumentException(
        "there is no row '"
            + option
            + "'; there are "
            + Arrays.stream(values()).map(r -> r.method).collect(Collectors.joining(", ")));
  }
}
