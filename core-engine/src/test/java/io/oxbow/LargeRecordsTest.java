// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Records of some hundred bytes up to where values are separated: leaves hold many of them, and
 * their values, which stay in the old block while a new one is built from it, are never lost.
 */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
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
      deleteMostOf(tree);
      store.commit(new byte[] {1}).join();
      records.requireEqual(store, "few are left");
    }
    try (Store store = Store.open(base, StoreOptions.builder().build())) {
      records.requireEqual(store, "reopened");
    }
  }

  private void deleteMostOf(Tree tree) {
    for (int i = 0; i < KEYS; i++) {
      if (i % 40 != 0) {
        records.delete(tree, i);
      }
    }
  }

  /** Fills a store and deletes nearly all of it; gives the least number of merges to come. */
  private long fillAndDelete(Store store) {
    Tree tree = records.tree(store);
    for (int i = 0; i < KEYS; i++) {
      records.put(tree, i, 1000);
    }
    store.commit(new byte[] {1}).join();
    long before = store.metrics().merges();
    deleteMostOf(tree);
    return before + store.metrics().splits() * 3 / 4;
  }

  private void requireMerges(Store store, long merges) {
    while (store.metrics().merges() < merges) {
      assertThat(Thread.interrupted()).as("the test's time has ended").isFalse();
    }
    records.requireEqual(store, "merged");
  }

  @Test
  void pagesOfDeletedRecordsAreMergedBehindTheNextCommit() {
    try (Store store = open()) {
      long merges = fillAndDelete(store);
      store.commit(new byte[] {2}).join();
      requireMerges(store, merges);
    }
    try (Store store = open()) {
      records.requireEqual(store, "reopened");
    }
  }

  @Test
  void aSnapshotPutsMergesOffUntilItIsClosed() {
    try (Store store = open()) {
      Tree tree = records.tree(store);
      long merges;
      try (Snapshot snapshot = store.snapshot()) {
        merges = fillAndDelete(store);
        store.commit(new byte[] {2}).join();
        assertThat(store.metrics().merges()).isZero();
        try (Cursor cursor = snapshot.cursor(tree, KeyRange.all())) {
          assertThat(cursor.next()).as("it was empty").isFalse();
        }
      }
      requireMerges(store, merges);
    }
  }
}
