// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import io.oxbow.BulkLoad;
import io.oxbow.Cursor;
import io.oxbow.KeyRange;
import io.oxbow.MemoryBudget;
import io.oxbow.SmallPages;
import io.oxbow.Snapshot;
import io.oxbow.Store;
import io.oxbow.Tree;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A load beside readers, snapshots, checkpoints and writers of other keys of the same pages. */
class BulkLoadRaceTest {
  private static final int RECORDS = Race.operations(60_000);
  private static final int CHUNK = 300;

  @TempDir private Path directory;

  private volatile int flushed; // records of the load below it are there
  private volatile int added; // none beyond it is

  /** Of record {@code i} of the load, {@code writer} 0, or of the one who writes between. */
  private static byte[] key(int i, int writer) {
    return ByteBuffer.allocate(5).putInt(i).put((byte) writer).array();
  }

  private static byte[] value(int i) {
    byte[] value = new byte[4 + i % 30];
    ByteBuffer.wrap(value).putInt(i);
    return value;
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.MINUTES)
  void everyoneElseSeesWholeRecordsAndAllThatWasFlushed() throws Exception {
    MemoryBudget budget = MemoryBudget.ofBytes(256L << 20);
    SmallPages stores = new SmallPages(directory, budget, false);
    Store store = stores.open();
    Tree tree = store.tree("t");
    new Race()
        .worker("load", () -> load(tree))
        .companion("writer between", () -> writeBetween(tree))
        .companion("reader", () -> read(tree))
        .companion("snapshots", () -> look(store, tree))
        .companion("checkpoints", () -> store.commit(null).join())
        .run();
    assertThat(store.metrics().recordsBulkLoaded()).isGreaterThan(RECORDS / 4);
    for (int i = 0; i < RECORDS; i++) {
      assertThat(tree.get(key(i, 0))).isEqualTo(value(i));
    }
    stores.validate();
    store.close();
    assertThat(budget.usedBytes()).isZero();
  }

  /** Chunks in order and shuffled, one behind the other. */
  private void load(Tree tree) {
    Random random = new Random(1);
    try (BulkLoad load = tree.bulkLoad()) {
      for (int from = 0; from < RECORDS; from += CHUNK) {
        List<Integer> chunk = new ArrayList<>();
        for (int i = from; i < Math.min(RECORDS, from + CHUNK); i++) {
          chunk.add(i);
        }
        if (random.nextInt(3) == 0) {
          Collections.shuffle(chunk, random);
        }
        added = from + chunk.size();
        chunk.forEach(i -> load.put(key(i, 0), value(i)));
        if (random.nextInt(4) == 0) {
          load.flush();
          flushed = added;
        }
      }
    }
    flushed = RECORDS;
  }

  private void writeBetween(Tree tree) {
    int end = added;
    int i = end < 500 ? end : end - ThreadLocalRandom.current().nextInt(500);
    byte[] key = key(i, 1);
    tree.put(key, value(i));
    require(Arrays.equals(tree.get(key), value(i)), "a put of another was lost");
    if (i % 3 > 0) {
      tree.delete(key);
      require(tree.get(key) == null, "a delete of another was lost");
    }
  }

  private void read(Tree tree) {
    int sure = flushed;
    int i = ThreadLocalRandom.current().nextInt(added + CHUNK);
    requireRecord(i, tree.get(key(i, 0)), sure);
  }

  private void requireRecord(int i, byte[] value, int sure) {
    require(value == null || Arrays.equals(value, value(i)), "record " + i + " is torn");
    require(value != null || i >= sure, "record " + i + " is not there");
    require(value == null || i < added, "record " + i + " was never written");
  }

  private void look(Store store, Tree tree) {
    int sure = flushed;
    try (Snapshot snapshot = store.snapshot()) {
      int there = scan(snapshot, tree, sure);
      require(scan(snapshot, tree, sure) == there, "a snapshot has changed");
    }
  }

  private int scan(Snapshot snapshot, Tree tree, int sure) {
    int from = Math.max(0, sure - 2000);
    int count = 0;
    int next = from;
    try (Cursor cursor = snapshot.cursor(tree, KeyRange.of(key(from, 0), null))) {
      while (cursor.next()) {
        ByteBuffer key = ByteBuffer.wrap(cursor.key());
        int i = key.getInt();
        if (key.get() == 0) {
          requireRecord(i, cursor.value(), sure);
          require(i >= sure || i == next++, "a snapshot lacks record " + next);
          count++;
        }
      }
    }
    require(next >= sure, "a snapshot ends at record " + next);
    return count;
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
