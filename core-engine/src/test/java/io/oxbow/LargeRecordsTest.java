// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Records of some hundred bytes up to where values are separated: leaves hold many of them, and
 * their values, which stay in the old block while a new one is built from it, are never lost.
 */
class LargeRecordsTest {
  private static final int KEYS = 12_000;

  @TempDir private Path base;

  private final ModelledRecords records = new ModelledRecords(17);

  private Store open() {
    return Store.open(base, StoreOptions.builder().memory(MemoryBudget.ofBytes(128 << 20)).build());
  }

  @Test
  void newRecordsOfAKilobyteSplitALeafForManyOfThem() {
    try (Store store = open()) {
      Tree tree = records.tree(store);
      for (int i = 0; i < KEYS; i++) {
        records.put(tree, i, 1000);
      }
      assertThat(store.metrics().splits()).isBetween(KEYS / 32L, KEYS / 16L);
      records.requireEqual(store, "new records");
    }
  }

  @Test
  void valuesOfAllLengthsOutliveSplitsRebuildsAndCheckpoints() {
    try (Store store = open()) {
      Tree tree = records.tree(store);
      for (int i = 0; i < KEYS; i++) {
        records.put(tree, i, records.random.nextInt(2048));
        if (i % 5 == 0) {
          records.put(tree, records.random.nextInt(i + 1), records.random.nextInt(2048));
        }
        if (i % 3 == 0) {
          records.delete(tree, records.random.nextInt(i + 1));
        }
        if (i % 3000 == 2999) {
          store.checkpoint().join().release();
        }
      }
      records.requireEqual(store, "mixture");
      for (int i = 0; i < KEYS; i++) {
        if (i % 40 != 0) {
          records.delete(tree, i);
        }
      }
      store.commit(new byte[] {1}).join();
      records.requireEqual(store, "few are left");
    }
    try (Store store = Store.open(base, StoreOptions.builder().build())) {
      records.requireEqual(store, "reopened");
    }
  }
}
