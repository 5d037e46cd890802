// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A bulk load has the outcome of puts, and makes whole pages of what lies behind the tree. */
@Timeout(300)
class BulkLoadTest {
  private static final int RECORDS = 20_000;

  @TempDir private Path directory;

  private final MemoryBudget budget = MemoryBudget.ofBytes(64 << 20);
  private final StoreModel model = new StoreModel();
  private Store store;
  private Tree tree;

  private void open(MemoryBudget memory) {
    store = Store.open(directory, StoreOptions.builder().memory(memory).build());
    tree = store.tree("t");
    model.create("t", TreeOptions.plain());
  }

  @AfterEach
  void allMemoryIsReturned() {
    Thread.interrupted();
    if (store != null) {
      store.close();
    }
    assertThat(budget.usedBytes()).isZero();
  }

  /** Group, number. */
  private static byte[] key(int group, int number) {
    return ByteBuffer.allocate(12).putInt(group).putLong(number).array();
  }

  private static byte[] value(int number) {
    return ByteBuffer.allocate(100).putInt(number).array();
  }

  private void load(BulkLoad load, byte[] key, byte[] value) {
    load.put(key, value);
    model.tree("t").records().put(key, value);
  }

  private static List<Integer> shuffled(int count) {
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      numbers.add(i);
    }
    Collections.shuffle(numbers, new Random(count));
    return numbers;
  }

  @Test
  void ascendingRecordsGoInByWholePages() {
    open(budget);
    try (BulkLoad load = tree.bulkLoad()) {
      for (int i = 0; i < RECORDS; i++) {
        load(load, key(1, i), value(i));
      }
    }
    assertThat(store.metrics().recordsBulkLoaded()).isGreaterThan(RECORDS * 99L / 100);
    assertThat(store.metrics().consolidations()).isLessThan(10);
    model.requireEqual(store, "loaded");

    long before = store.metrics().recordsBulkLoaded();
    for (int i = 0; i < RECORDS; i++) {
      tree.put(key(2, i), value(i));
      model.tree("t").records().put(key(2, i), value(i));
    }
    assertThat(store.metrics().recordsBulkLoaded()).isEqualTo(before);
    assertThat(store.metrics().consolidations()).isGreaterThan(RECORDS / 50);
    model.requireEqual(store, "put");
  }

  @Test
  void eachRunOfAscendingRecordsGoesInByWholePagesWhateverTheOrderOfTheRuns() {
    open(budget);
    try (BulkLoad load = tree.bulkLoad()) {
      for (int group : new int[] {6, 2, 9, 1, 4}) {
        for (int i = 0; i < RECORDS / 5; i++) {
          load(load, key(group, i), value(i));
        }
      }
    }
    assertThat(store.metrics().recordsBulkLoaded()).isGreaterThan(RECORDS * 95L / 100);
    model.requireEqual(store, "loaded");
  }

  @Test
  void ascendingGroupsOfUnsortedRecordsGoInByWholePages() {
    open(budget);
    int groups = 128;
    try (BulkLoad load = tree.bulkLoad()) {
      for (int group = 0; group < groups; group++) {
        for (int i : shuffled(RECORDS / groups)) {
          load(load, key(group, i), value(i));
        }
      }
    }
    // a full buffer cuts a group in two: what is left of it is put
    assertThat(store.metrics().recordsBulkLoaded()).isGreaterThan(RECORDS * 90L / 100);
    model.requireEqual(store, "loaded");
  }

  @Test
  void aLargeUnsortedGroupCostsTheGroupsAfterItNothing() {
    open(budget);
    try (BulkLoad load = tree.bulkLoad()) {
      for (int i : shuffled(RECORDS)) {
        load(load, key(1, i), value(i));
      }
      long before = store.metrics().recordsBulkLoaded();
      assertThat(before).isBetween(1_000L, RECORDS / 2L); // one buffer, then they interleave
      for (int group = 2; group < 40; group++) {
        for (int i : shuffled(500)) {
          load(load, key(group, i), value(i));
        }
      }
      load.flush();
      assertThat(store.metrics().recordsBulkLoaded() - before).isGreaterThan(38 * 500 * 8 / 10);
    }
    model.requireEqual(store, "loaded");
  }

  @Test
  void recordsBetweenThoseOfTheTreeArePut() {
    open(budget);
    for (int i : shuffled(RECORDS)) {
      tree.put(key(1, 2 * i), value(i));
      model.tree("t").records().put(key(1, 2 * i), value(i));
    }
    try (BulkLoad load = tree.bulkLoad()) {
      for (int i : shuffled(RECORDS - 1)) {
        load(load, key(1, 2 * i + 1), value(i));
      }
      load.flush();
      for (int i = 0; i < RECORDS; i++) {
        load(load, key(1, i), value(-i));
      }
    }
    assertThat(store.metrics().recordsBulkLoaded()).isLessThan(RECORDS / 50);
    model.requireEqual(store, "loaded");
  }

  @Test
  void theLastRecordOfAKeyStays() {
    open(budget);
    try (BulkLoad load = tree.bulkLoad()) {
      for (int i = 0; i < 3000; i++) {
        load(load, key(1, i / 3), value(i));
      }
      for (int i = 0; i < 3000; i++) {
        load(load, key(2, i % 1000), value(i));
      }
      for (int i : shuffled(3000)) {
        load(load, key(3, i % 700), value(i));
      }
    }
    model.requireEqual(store, "loaded");
  }

  @Test
  void aDeletedRecordIsGoneAtOnceAndMayComeBack() {
    open(budget);
    tree.put(key(1, 5), value(0));
    try (BulkLoad load = tree.bulkLoad()) {
      for (int i = 0; i < 40; i++) {
        load.put(key(1, i), value(i));
      }
      load.delete(key(1, 5));
      load.delete(key(1, 39));
      load.delete(key(7, 7));
      assertThat(tree.get(key(1, 5))).isNull();
      load.put(key(1, 39), value(-39));
      load.put(key(1, 2), value(-2));
      load.delete(key(1, 2));
      load.delete(key(1, 3));
      load.put(key(1, 3), value(-3));
    }
    try (BulkLoad load = tree.bulkLoad()) {
      load.put(key(1, 3), value(3));
      load.delete(key(1, 3)); // of the load, nothing is left
    }
    for (int i = 0; i < 40; i++) {
      byte[] expected = i == 39 ? value(-i) : i == 2 || i == 3 || i == 5 ? null : value(i);
      assertThat(tree.get(key(1, i))).as("key %d", i).isEqualTo(expected);
    }
  }

  @Test
  void aFlushMakesAllVisible() {
    open(budget);
    try (BulkLoad load = tree.bulkLoad()) {
      for (int i = 0; i < 5000; i++) {
        load(load, key(1, i), value(i));
        if (i % 999 == 0) {
          load.flush();
          model.requireEqual(store, "flushed");
        }
      }
    }
    model.requireEqual(store, "closed");
  }

  @Test
  void aSnapshotTakenBeforeSeesNothingOfTheLoad() {
    open(budget);
    for (int i = 0; i < 100; i++) {
      tree.put(key(1, i), value(i));
      model.tree("t").records().put(key(1, i), value(i));
    }
    StoreModel before = model.copy();
    try (Snapshot snapshot = store.snapshot();
        BulkLoad load = tree.bulkLoad()) {
      for (int i = 100; i < RECORDS; i++) {
        load(load, key(1, i), value(i));
      }
      load.flush();
      assertThat(store.metrics().recordsBulkLoaded()).isPositive();
      try (Cursor cursor = snapshot.cursor(tree, KeyRange.all())) {
        StoreModel.requireEqual(cursor, before.tree("t").records(), "snapshot");
      }
      assertThat(snapshot.get(tree, key(1, 100))).isNull();
    }
    model.requireEqual(store, "loaded");
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 100, 1900, 5000})
  void aFullBudgetFailsTheLoadAsItFailsPutsAndLosesNothing(int valueBytes) {
    MemoryBudget small = MemoryBudget.ofBytes(2 << 20);
    open(small);
    byte[] filling = new byte[valueBytes];
    int byPuts = 0;
    StoreException ofPuts = null;
    while (ofPuts == null) {
      try {
        tree.put(key(1, byPuts), filling);
        byPuts++;
      } catch (StoreException full) {
        ofPuts = full;
      }
    }
    store.close();
    store = Store.open(directory, StoreOptions.builder().memory(small).build());
    tree = store.tree("t");
    tree.put(key(0, 0), filling);
    BulkLoad load = tree.bulkLoad();
    int added = 0;
    StoreException ofLoad = null;
    while (ofLoad == null) {
      try {
        load.put(key(1, added), filling);
        added++;
        assertThat(small.usedBytes()).isLessThanOrEqualTo(small.limitBytes());
      } catch (StoreException full) {
        ofLoad = full;
      }
    }
    assertThat(ofLoad).isExactlyInstanceOf(ofPuts.getClass());
    assertThat(ofLoad).hasMessageContainingAll("memory budget", "" + small.limitBytes());
    load.close();
    assertThatThrownBy(() -> load.put(key(9, 9), filling))
        .isExactlyInstanceOf(StoreException.class)
        .hasMessageContaining("open another one");
    int there = 0;
    for (int i = 0; i <= added; i++) {
      byte[] value = tree.get(key(1, i));
      assertThat(value == null || value.length == valueBytes).isTrue();
      there += value == null ? 0 : 1;
    }
    assertThat(there).as("records that fit").isGreaterThan(byPuts * 9 / 10);
    assertThat(tree.get(key(0, 0))).isEqualTo(filling);
    tree.deleteRange(null, null);
    tree.put(key(1, 1), filling);
    assertThat(tree.get(key(1, 1))).isEqualTo(filling);
    store.close();
    assertThat(small.usedBytes()).isZero();
  }

  @Test
  void aLoadThatFailedLeavesItsPagesReadyForOverwrites() {
    MemoryBudget small = MemoryBudget.ofBytes(2 << 20);
    open(small);
    for (int i = 0; i < 20; i++) {
      tree.put(key(1, i), value(i));
    }
    Tree other = store.tree("other");
    for (int bytes : new int[] {1900, 300, 20, 0}) {
      fill(other, bytes);
    }
    int there = loadUntilFull(20);
    assertThat(loadUntilFull(there)).as("records there is room for").isEqualTo(there);
    for (int i = 0; i < there; i++) {
      tree.put(key(1, i), value(-i)); // in place: nothing has to be replaced first
      assertThat(tree.get(key(1, i))).isEqualTo(value(-i));
    }
    store.close();
    assertThat(small.usedBytes()).isZero();
  }

  /** Loads ascending records, and fails; returns the number of the first one that is not there. */
  private int loadUntilFull(int from) {
    BulkLoad load = tree.bulkLoad();
    assertThatThrownBy(
            () -> {
              for (int i = from; i < RECORDS; i++) {
                load.put(key(1, i), value(i));
              }
            })
        .isExactlyInstanceOf(StoreException.class)
        .hasMessageContaining("memory budget");
    int there = from;
    while (tree.contains(key(1, there))) {
      there++;
    }
    return there;
  }

  private static void fill(Tree tree, int valueBytes) {
    byte[] filling = new byte[valueBytes];
    try {
      for (int i = 0; ; i++) {
        tree.put(key(valueBytes, i), filling);
      }
    } catch (StoreException full) {
      assertThat(full).hasMessageContaining("memory budget");
    }
  }

  @Test
  void aRecordThatIsTooLargeIsRefusedAlone() {
    open(budget);
    try (BulkLoad load = tree.bulkLoad()) {
      load(load, key(1, 1), value(1));
      assertThatThrownBy(() -> load.put(new byte[Tree.MAX_KEY_BYTES + 1], value(2)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("65536");
      assertThatThrownBy(() -> load.put(null, value(2)))
          .isInstanceOf(NullPointerException.class)
          .hasMessageContaining("key is null");
      assertThatThrownBy(() -> load.put(key(1, 1), null))
          .isInstanceOf(NullPointerException.class)
          .hasMessageContaining("use delete");
      load(load, key(1, 2), value(2));
      load(load, new byte[Tree.MAX_KEY_BYTES], value(3));
      load(load, new byte[0], value(4));
    }
    model.requireEqual(store, "loaded");
  }

  @Test
  void aStoreThatClosesEndsTheLoad() {
    open(budget);
    BulkLoad load = tree.bulkLoad();
    for (int i = 0; i < 100; i++) {
      load.put(key(1, i), value(i));
    }
    store.close();
    assertThatThrownBy(load::flush).isExactlyInstanceOf(StoreException.class);
    assertThatThrownBy(() -> load.delete(key(1, 1))).isExactlyInstanceOf(StoreException.class);
    load.close();
  }

  @Test
  void anInterruptIsKeptAndDoesNoHarm() {
    open(budget);
    Thread.currentThread().interrupt();
    try (BulkLoad load = tree.bulkLoad()) {
      for (int i = 0; i < RECORDS; i++) {
        load(load, key(1, i), value(i));
      }
    }
    assertThat(Thread.interrupted()).isTrue();
    model.requireEqual(store, "loaded");
    store.commit(null).join();
  }
}
