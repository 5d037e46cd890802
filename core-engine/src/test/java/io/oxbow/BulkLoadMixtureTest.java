// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Loads of ascending, shuffled and repeated records, with deletes, operands and long values between
 * them, on tiny pages: whichever way each record goes, the outcome is that of puts.
 */
@Timeout(300)
class BulkLoadMixtureTest {
  private static final int SEEDS = 24 * Math.min(20, Integer.getInteger("oxbow.scale", 1));
  private static final int STRETCHES = 30;
  private static final TreeOptions[] TREES = {
    TreeOptions.plain(),
    TreeOptions.concatenate((byte) ','),
    TreeOptions.merging(MergeOperator.CONCATENATE),
    TreeOptions.merging(MergeOperator.ADD_LONG)
  };

  @TempDir private Path base;

  private Random random;
  private Store store;
  private Tree tree;
  private StoreModel.ModelTree model;
  private BulkLoad load;

  @Test
  void anyMixtureHasTheOutcomeOfPuts() {
    long bulkLoaded = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      try {
        bulkLoaded += run(seed);
      } catch (RuntimeException | Error e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }
    assertThat(bulkLoaded).as("records of whole pages").isGreaterThan(SEEDS * 1000L);
  }

  @Test
  void keysThatTheirFirstWordsDoNotTellApartComeInOrder() {
    StoreModel models = new StoreModel();
    SmallPages stores = new SmallPages(base, MemoryBudget.ofBytes(64 << 20), false);
    store = stores.open();
    for (int seed = 0; seed < 300; seed++) {
      random = new Random(seed);
      models.create("t" + seed, TreeOptions.plain());
      try (BulkLoad some = store.tree("t" + seed).bulkLoad()) {
        for (int i = 0; i < 12; i++) {
          byte[] key = new byte[random.nextInt(20)]; // zeros, as a short key's words are filled up
          if (key.length > 0 && random.nextInt(3) == 0) {
            key[random.nextInt(key.length)] = (byte) (random.nextBoolean() ? 1 : -1);
          }
          byte[] value = {(byte) i};
          some.put(key, value);
          models.tree("t" + seed).records().put(key, value);
        }
      }
    }
    assertThat(store.metrics().recordsBulkLoaded()).as("records of whole pages").isPositive();
    models.requireEqual(store, "loaded");
    stores.validate();
    store.close();
  }

  private long run(int seed) {
    random = new Random(seed);
    MemoryBudget budget = MemoryBudget.ofBytes(64 << 20);
    SmallPages stores = new SmallPages(base.resolve("" + seed), budget, seed % 3 == 0);
    StoreModel models = new StoreModel();
    TreeOptions options = TREES[seed % TREES.length];
    models.create("t", options);
    model = models.tree("t");
    store = stores.open();
    tree = store.tree("t", options);
    long bulkLoaded = 0;
    for (int life = 0; life < 2; life++) {
      load = tree.bulkLoad();
      for (int i = 0; i < STRETCHES; i++) {
        stretch();
      }
      load.close();
      bulkLoaded += store.metrics().recordsBulkLoaded();
      models.requireEqual(store, "loaded");
      stores.validate();
      store.commit(null).join();
      store.close();
      store = stores.open();
      models.requireEqual(store, "reopened");
      tree = store.tree("t", options);
    }
    store.close();
    assertThat(budget.usedBytes()).isZero();
    return bulkLoaded;
  }

  private void stretch() {
    int group = random.nextInt(12);
    int count = random.nextInt(random.nextInt(3) == 0 ? 1200 : 60);
    switch (random.nextInt(8)) {
      case 0, 1, 2 -> {
        int start = random.nextInt(1 << 20);
        for (int i = 0; i < count; i++) {
          put(key(group, start += random.nextInt(3))); // some twice
        }
      }
      case 3, 4 -> {
        int span = 1 + random.nextInt(2000);
        for (int i = 0; i < count; i++) {
          put(key(group, random.nextInt(span)));
        }
      }
      case 5 -> {
        for (int i = 0; i < count; i++) {
          put(key(random.nextInt(12), random.nextInt(1 << 20)));
        }
      }
      case 6 -> {
        for (int i = 0; i < count / 4; i++) {
          byte[] key = key(group, random.nextInt(300));
          load.delete(key);
          model.records().remove(key);
          put(key(group, random.nextInt(300)));
        }
      }
      default -> besides(group);
    }
  }

  /** What others do to the tree; the load is flushed, so that the order is known. */
  private void besides(int group) {
    load.flush();
    for (int i = 0; i < 40; i++) {
      byte[] key = key(group, random.nextInt(300));
      if (tree.options().mergeOperator() != MergeOperator.NONE) {
        byte[] operand = value(8);
        tree.append(key, operand);
        model.append(key, operand);
      } else {
        tree.delete(key);
        model.records().remove(key);
      }
    }
    if (random.nextInt(4) == 0) {
      store.commit(null);
    }
    if (random.nextInt(3) == 0) {
      byte[] from = key(group, 0);
      byte[] to = key(group + 1, 0);
      tree.deleteRange(from, to);
      model.deleteRange(from, to);
    }
  }

  private void put(byte[] key) {
    byte[] value = value(random.nextInt(200) == 0 ? 3000 : random.nextInt(60));
    load.put(key, value);
    model.records().put(key, value);
  }

  private byte[] value(int length) {
    boolean number = tree.options().mergeOperator() == MergeOperator.ADD_LONG;
    byte[] value = new byte[number ? 8 : length];
    random.nextBytes(value);
    return value;
  }

  /** Keys of different lengths; those of a group are neighbours. */
  private static byte[] key(int group, int number) {
    return ByteBuffer.allocate(5 + number % 9).put((byte) group).putInt(number).array();
  }
}
