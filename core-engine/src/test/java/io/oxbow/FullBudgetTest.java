// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Until pages can leave memory a full budget is an error: clear, without effect, and neither reads
 * nor deletes suffer from it.
 */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class FullBudgetTest {
  @TempDir private Path base;

  private static byte[] key(int i) {
    return String.format("key-%06d", i * 7919 % 1_000_000).getBytes();
  }

  private static byte[] value(int i, int length) {
    byte[] value = new byte[length];
    new Random(i).nextBytes(value);
    return value;
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 100, 900, 3000, 60_000})
  void aFullStoreStillReadsAndDeletes(int valueBytes) {
    MemoryBudget budget = MemoryBudget.ofBytes(1 << 20);
    StoreModel model = new StoreModel();
    model.create("t", TreeOptions.plain());
    StoreOptions options = StoreOptions.builder().memory(budget).build();
    Store store = Store.open(base, options);
    int written = fill(store, budget, model, valueBytes);
    model.requireEqual(store, "full");
    Tree tree = store.tree("t");
    for (int i = 0; i < written; i += 3) {
      StoreModel.requireValue(tree.get(key(i)), value(i, valueBytes), "full");
    }
    int deleted = 0;
    for (int i = 0; i < written; i += 2) {
      tree.delete(key(i));
      model.tree("t").records().remove(key(i));
      deleted++;
      assertThat(budget.usedBytes()).isLessThanOrEqualTo(budget.limitBytes());
    }
    assertThat(deleted).isPositive();
    model.requireEqual(store, "after deletes");
    tree.deleteRange(null, null);
    model.tree("t").deleteRange(null, null);
    model.requireEqual(store, "after deleting all");
    tree.put(key(1), value(1, valueBytes));
    model.tree("t").records().put(key(1), value(1, valueBytes));
    store.commit(new byte[] {1}).join();
    store.close();
    assertThat(budget.usedBytes()).isZero();
    try (Store again = Store.open(base, options)) {
      model.requireEqual(again, "reopened");
    }
  }

  private static int fill(Store store, MemoryBudget budget, StoreModel model, int valueBytes) {
    Tree tree = store.tree("t");
    for (int i = 0; ; i++) {
      byte[] key = key(i);
      byte[] value = value(i, valueBytes);
      try {
        tree.put(key, value);
      } catch (StoreException full) {
        assertThat(full).isExactlyInstanceOf(StoreException.class);
        assertThat(full)
            .hasMessageContainingAll("memory budget", "" + budget.limitBytes(), "larger budget");
        assertThat(i).as("records before the budget is full").isPositive();
        return i;
      }
      model.tree("t").records().put(key, value);
      assertThat(budget.usedBytes()).isLessThanOrEqualTo(budget.limitBytes());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 900, 60_000})
  void aCommitThatFindsNoMemoryFailsAloneOrSucceeds(int valueBytes) {
    MemoryBudget budget = MemoryBudget.ofBytes(MemoryBudget.MIN_BYTES);
    StoreModel model = new StoreModel();
    model.create("t", TreeOptions.plain());
    StoreOptions options = StoreOptions.builder().memory(budget).build();
    Store store = Store.open(base, options);
    fill(store, budget, model, valueBytes);
    boolean committed = commits(store);
    model.requireEqual(store, "after the commit");
    store.tree("t").deleteRange(null, null);
    model.tree("t").deleteRange(null, null);
    for (int tries = 0; !committed; tries++) {
      assertThat(tries).as("commits of an emptied store that failed").isLessThan(10);
      committed = commits(store);
    }
    assertThat(commits(store)).isTrue();
    model.requireEqual(store, "emptied");
    store.close();
    assertThat(budget.usedBytes()).isZero();
    try (Store again = Store.open(base, options)) {
      model.requireEqual(again, "reopened");
    }
  }

  private static boolean commits(Store store) {
    try {
      store.commit(null).join();
      return true;
    } catch (CompletionException e) {
      assertThat(e.getCause()).isExactlyInstanceOf(StoreException.class);
      assertThat(e.getCause()).hasMessageContaining("memory budget");
      assertThat(store.isOpen()).isTrue();
      return false;
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {MemoryBudget.MIN_BYTES, 300_000, 500_000})
  void aStoreTooLargeForItsBudgetSaysSoWhenItIsOpened(long bytes) {
    try (Store store =
        Store.open(base, StoreOptions.builder().memory(MemoryBudget.ofBytes(64 << 20)).build())) {
      for (int i = 0; i < 300; i++) {
        Tree tree = store.tree("tree-" + i);
        tree.put(new byte[60_000], new byte[1]);
        byte[] last = new byte[60_000];
        last[0] = 1;
        tree.put(last, new byte[1500]);
      }
      store.commit(null).join();
    }
    MemoryBudget budget = MemoryBudget.ofBytes(bytes);
    try {
      Store.open(base, StoreOptions.builder().memory(budget).build()).close();
    } catch (StoreException tooSmall) {
      assertThat(tooSmall).isExactlyInstanceOf(StoreException.class);
      assertThat(tooSmall).hasMessageContainingAll("memory budget", "" + bytes);
    }
    assertThat(budget.usedBytes()).isZero();
    assertThatThrownBy(() -> MemoryBudget.ofBytes(MemoryBudget.MIN_BYTES - 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
