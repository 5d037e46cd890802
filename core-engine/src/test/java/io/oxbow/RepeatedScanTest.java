// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Scanning a tree again and again rebuilds its leaves, once, and changes nothing that anybody reads
 * or that the disk keeps; nothing is rebuilt while somebody needs the leaves as they are.
 */
class RepeatedScanTest {
  private static final int KEYS = 20_000;
  private static final int ENOUGH = 8;

  @TempDir private Path base;

  private final ModelledRecords records = new ModelledRecords(11);

  private void put(Tree tree, int i) {
    records.put(tree, i, 20 + i % 3); // of unequal lengths, too
  }

  private void fill(Tree tree) {
    for (int i = 0; i < KEYS; i++) {
      put(tree, i);
    }
    for (int i = 0; i < KEYS; i += 7) {
      records.delete(tree, i);
    }
  }

  private static long rebuilt(Store store) {
    return store.metrics().consolidations() + store.metrics().splits();
  }

  /** Pages that so many scans rebuild. */
  private long scan(Store store, int times) {
    long before = rebuilt(store);
    for (int i = 0; i < times; i++) {
      records.requireEqual(store, "scan " + i);
    }
    return rebuilt(store) - before;
  }

  @Test
  void leavesAreRebuiltOnceAndReadAsBefore() {
    StoreOptions options = StoreOptions.builder().memory(MemoryBudget.ofBytes(64 << 20)).build();
    try (Store store = Store.open(base, options)) {
      Tree tree = records.tree(store);
      fill(tree);
      assertThat(scan(store, 1)).as("one scan is no habit").isZero();
      assertThat(scan(store, ENOUGH)).isPositive();
      assertThat(scan(store, ENOUGH)).as("nothing is left to rebuild").isZero();
      store.commit(new byte[] {1}).join();
      long written = store.metrics().recordsWritten();
      for (int i = 0; i < KEYS; i += 11) {
        put(tree, i);
      }
      scan(store, ENOUGH);
      store.commit(new byte[] {2}).join();
      assertThat(store.metrics().recordsWritten() - written)
          .as("records that were not changed are not written again")
          .isLessThan(KEYS / 2);
    }
    try (Store store = Store.open(base, options)) {
      records.requireEqual(store, "reopened");
    }
  }

  @Test
  void leavesThatASnapshotNeedsAreLeftAlone() {
    StoreOptions options = StoreOptions.builder().memory(MemoryBudget.ofBytes(64 << 20)).build();
    try (Store store = Store.open(base, options)) {
      fill(records.tree(store));
      try (Snapshot snapshot = store.snapshot()) {
        assertThat(scan(store, ENOUGH)).isZero();
        try (Cursor cursor = snapshot.cursor(records.tree(store), KeyRange.all())) {
          records.requireEqual(cursor, "snapshot");
        }
      }
      assertThat(scan(store, 1)).isPositive();
    }
  }

  @Test
  void aFullBudgetIsNoReasonForAScanToFail() {
    MemoryBudget budget = MemoryBudget.ofBytes(1 << 20);
    StoreOptions options = StoreOptions.builder().memory(budget).build();
    try (Store store = Store.open(base, options)) {
      Tree tree = records.tree(store);
      try {
        for (int i = 0; i < KEYS; i++) {
          put(tree, i);
        }
      } catch (StoreException full) {
        assertThat(full).hasMessageContaining("memory");
      }
      scan(store, ENOUGH);
      assertThat(budget.usedBytes()).isLessThanOrEqualTo(budget.limitBytes());
    }
  }
}
