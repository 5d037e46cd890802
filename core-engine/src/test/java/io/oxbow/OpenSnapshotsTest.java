// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An open snapshot keeps what it reads and no more: one version of each page, however often the
 * page changes and however many checkpoints are made meanwhile.
 */
class OpenSnapshotsTest {
  private static final int KEYS = 20_000;
  private static final int LENGTH = 100;

  @TempDir private Path directory;

  private final ModelledRecords records = new ModelledRecords(17);

  private Store open(boolean strictlyLatchFree) {
    return Store.open(
        directory,
        StoreOptions.builder()
            .memory(MemoryBudget.ofBytes(256 << 20))
            .strictlyLatchFree(strictlyLatchFree)
            .build());
  }

  /** Overwrites the records from {@code from} in steps, deletes some and puts others back. */
  private void change(Tree tree, int from, int step) {
    for (int i = from; i < KEYS; i += step) {
      if (records.random.nextInt(10) == 0) {
        records.delete(tree, i);
      } else {
        records.put(tree, i, LENGTH);
      }
    }
  }

  private static long content(Snapshot snapshot, Tree tree) {
    CRC32C sum = new CRC32C();
    int count = 0;
    try (Cursor cursor = snapshot.cursor(tree, KeyRange.all())) {
      while (cursor.next()) {
        sum.update(cursor.key());
        sum.update(cursor.value());
        count++;
      }
    }
    return (long) count << 32 | sum.getValue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aSnapshotThatStaysOpenHoldsOneVersionOfEachPageThroughAllCheckpoints(boolean strict) {
    try (Store store = open(strict)) {
      Tree tree = records.tree(store);
      for (int i = 0; i < KEYS; i++) {
        records.put(tree, i, LENGTH);
      }
      store.commit(new byte[] {0}).join();
      try (Snapshot snapshot = store.snapshot()) {
        long before = content(snapshot, tree);
        long atFirst = mostMemory(store, tree, 4);
        long later = mostMemory(store, tree, 20);
        assertThat(content(snapshot, tree)).isEqualTo(before);
        assertThat(later).as("bytes, %d at first", atFirst).isLessThan(atFirst + atFirst / 10);
      }
      records.requireEqual(store, "behind the snapshot");
    }
  }

  /** The most memory behind any of so many rounds, each with a checkpoint. */
  private long mostMemory(Store store, Tree tree, int rounds) {
    long most = 0;
    for (int round = 1; round <= rounds; round++) {
      change(tree, 0, 1);
      store.commit(new byte[] {(byte) round}).join();
      most = Math.max(most, store.metrics().memoryUsedBytes());
    }
    return most;
  }

  @Test
  void manyOpenSnapshotsEachReadTheirOwnMomentInWhateverOrderTheyAreClosed() {
    try (Store store = open(false)) {
      Tree tree = records.tree(store);
      change(tree, 0, 1);
      List<Snapshot> snapshots = new ArrayList<>();
      List<Long> contents = new ArrayList<>();
      List<Integer> order = new ArrayList<>();
      for (int n = 0; n < 40; n++) {
        order.add(n);
        snapshots.add(store.snapshot());
        contents.add(content(snapshots.get(n), tree));
        change(tree, n, 40);
        if (n % 10 == 9) {
          store.commit(new byte[] {(byte) n}).join();
        }
      }
      assertThat(contents).doesNotHaveDuplicates();
      Collections.shuffle(order, records.random);
      for (int n : order) {
        assertThat(content(snapshots.get(n), tree)).as("snapshot %d", n).isEqualTo(contents.get(n));
        snapshots.get(n).close();
        change(tree, n, 400);
      }
      records.requireEqual(store, "behind all snapshots");
    }
  }
}
