// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Records of some hundred bytes up to where values are separated: leaves hold many of them, and
 * their values, which stay in the old block while a new one is built from it, are never lost.
 */
class LargeRecordsTest {
  private static final int KEYS = 12_000;

  @TempDir private Path base;

  private final StoreModel model = new StoreModel();
  private final Random random = new Random(17);

  private static byte[] key(int i) {
    return ByteBuffer.allocate(12).putInt(i * 0x9E3779B9).putLong(i).array();
  }

  private void put(Tree tree, int i, int length) {
    byte[] value = new byte[length];
    random.nextBytes(value);
    tree.put(key(i), value);
    model.tree("t").records().put(key(i), value);
  }

  private void delete(Tree tree, int i) {
    tree.delete(key(i));
    model.tree("t").records().remove(key(i));
  }

  private Store open() {
    model.create("t", TreeOptions.plain());
    return Store.open(base, StoreOptions.builder().memory(MemoryBudget.ofBytes(128 << 20)).build());
  }

  @Test
  void newRecordsOfAKilobyteSplitALeafForManyOfThem() {
    try (Store store = open()) {
      Tree tree = store.tree("t");
      for (int i = 0; i < KEYS; i++) {
        put(tree, i, 1000);
      }
      assertThat(store.metrics().splits()).isBetween(KEYS / 32L, KEYS / 16L);
      model.requireEqual(store, "new records");
    }
  }

  @Test
  void valuesOfAllLengthsOutliveSplitsRebuildsAndCheckpoints() {
    try (Store store = open()) {
      Tree tree = store.tree("t");
      for (int i = 0; i < KEYS; i++) {
        put(tree, i, random.nextInt(2048));
        if (i % 5 == 0) {
          put(tree, random.nextInt(i + 1), random.nextInt(2048));
        }
        if (i % 3 == 0) {
          delete(tree, random.nextInt(i + 1));
        }
        if (i % 3000 == 2999) {
          store.checkpoint().join().release();
        }
      }
      model.requireEqual(store, "mixture");
      for (int i = 0; i < KEYS; i++) {
        if (i % 40 != 0) {
          delete(tree, i);
        }
      }
      store.commit(new byte[] {1}).join();
      model.requireEqual(store, "few are left");
    }
    try (Store store = Store.open(base, StoreOptions.builder().build())) {
      model.requireEqual(store, "reopened");
    }
  }
}
