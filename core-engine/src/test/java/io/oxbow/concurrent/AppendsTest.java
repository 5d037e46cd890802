// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import io.oxbow.MemoryBudget;
import io.oxbow.MergeOperator;
import io.oxbow.RecordBuffer;
import io.oxbow.SmallPages;
import io.oxbow.Snapshot;
import io.oxbow.Store;
import io.oxbow.Tree;
import io.oxbow.TreeOptions;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Operands of eight threads: none is lost, none counts twice, none appears below a later one. */
class AppendsTest {
  private static final int WRITERS = 8;

  @TempDir private Path directory;

  private static byte[] key(int key) {
    return new byte[] {7, (byte) (key >>> 8), (byte) key};
  }

  private static byte[] number(long n) {
    return ByteBuffer.allocate(8).putLong(n).array();
  }

  @ParameterizedTest(name = "{0} keys, strictly latch-free: {1}")
  @CsvSource({"3,false", "200,true"})
  @Timeout(value = 60, unit = TimeUnit.MINUTES)
  void countersAreExact(int keys, boolean strictlyLatchFree) throws Exception {
    MemoryBudget budget = MemoryBudget.ofBytes(32L << 20);
    SmallPages stores = new SmallPages(directory, budget, strictlyLatchFree);
    AtomicLongArray started = new AtomicLongArray(keys);
    AtomicLongArray added = new AtomicLongArray(keys);
    TreeOptions adding = TreeOptions.merging(MergeOperator.ADD_LONG);
    try (Store store = stores.open()) {
      Tree tree = store.tree("counters", adding);
      Race race = new Race();
      for (int w = 0; w < WRITERS; w++) {
        int writer = w;
        race.worker(
            "writer-" + w,
            () -> {
              for (int i = 0; i < Race.operations(150_000) && !race.failed(); i++) {
                int key = (i * 31 + writer) % keys;
                started.addAndGet(key, 1 + writer);
                tree.append(key(key), number(1 + writer));
                added.addAndGet(key, 1 + writer);
              }
            });
      }
      for (int r = 0; r < 2; r++) {
        long[] seen = new long[keys];
        race.companion("reader-" + r, () -> readCounters(tree, null, started, added, seen));
      }
      race.companion(
          "snapshots",
          () -> {
            long[] low = copy(added);
            try (Snapshot snapshot = store.snapshot()) {
              readCounters(tree, snapshot, started, added, low);
            }
          });
      race.companion("commits", () -> store.commit(null).join());
      race.run();
      stores.validate();
      for (int k = 0; k < keys; k++) {
        assertThat(counter(tree, null, k)).as("counter %s", k).isEqualTo(added.get(k));
      }
      store.commit(null).join();
    }
    assertThat(budget.usedBytes()).isZero();
    try (Store store = stores.open()) {
      Tree tree = store.tree("counters", adding);
      for (int k = 0; k < keys; k++) {
        assertThat(counter(tree, null, k)).as("counter %s", k).isEqualTo(added.get(k));
      }
    }
  }

  private static long[] copy(AtomicLongArray words) {
    long[] copy = new long[words.length()];
    Arrays.setAll(copy, words::get);
    return copy;
  }

  private static long counter(Tree tree, Snapshot snapshot, int key) {
    byte[] value = snapshot == null ? tree.get(key(key)) : snapshot.get(tree, key(key));
    return value == null ? 0 : ByteBuffer.wrap(value).getLong();
  }

  private static void readCounters(
      Tree tree, Snapshot snapshot, AtomicLongArray started, AtomicLongArray added, long[] seen) {
    for (int k = 0; k < seen.length; k++) {
      long low = snapshot == null ? Math.max(seen[k], added.get(k)) : seen[k];
      long value = counter(tree, snapshot, k);
      if (value < low || value > started.get(k)) {
        throw new AssertionError(
            "counter " + k + " is " + value + ", not in " + low + ".." + started.get(k));
      }
      seen[k] = value;
    }
  }

  @ParameterizedTest(name = "{0} keys, strictly latch-free: {1}")
  @CsvSource({"2,false", "30,true"})
  @Timeout(value = 60, unit = TimeUnit.MINUTES)
  void listsAreCompleteAndOnlyGrowAtTheirEnd(int keys, boolean strictlyLatchFree) throws Exception {
    MemoryBudget budget = MemoryBudget.ofBytes(64L << 20);
    SmallPages stores = new SmallPages(directory, budget, strictlyLatchFree);
    AtomicLongArray appended = new AtomicLongArray(keys * WRITERS);
    try (Store store = stores.open()) {
      Tree tree = store.tree("lists", TreeOptions.concatenate((byte) ','));
      Race race = new Race();
      for (int w = 0; w < WRITERS; w++) {
        int writer = w;
        race.worker(
            "writer-" + w,
            () -> {
              for (int i = 0; i < Race.operations(2000) && !race.failed(); i++) {
                int key = i % keys;
                tree.append(key(key), operand(writer, i / keys));
                appended.incrementAndGet(key * WRITERS + writer);
              }
            });
      }
      for (int r = 0; r < 2; r++) {
        byte[][] before = new byte[keys][];
        Arrays.fill(before, new byte[0]);
        race.companion("reader-" + r, () -> readLists(tree, appended, before));
      }
      race.companion("snapshots", () -> readListsTwice(store, tree, keys, appended));
      race.companion("commits", () -> store.commit(null).join());
      race.run();
      stores.validate();
      for (int k = 0; k < keys; k++) {
        long[] counts = parse(tree.get(key(k)));
        for (int w = 0; w < WRITERS; w++) {
          assertThat(counts[w]).isEqualTo(appended.get(k * WRITERS + w));
        }
      }
    }
    assertThat(budget.usedBytes()).isZero();
  }

  /** Writer and number, 8 bytes, none of them the delimiter's. */
  private static byte[] operand(int writer, int n) {
    return String.format("%c%07d", 'a' + writer, n)
        .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
  }

  /** How many operands of each writer a list has; fails when one is missing or out of order. */
  private static long[] parse(byte[] list) {
    long[] counts = new long[WRITERS];
    if (list == null) {
      return counts;
    }
    for (int at = 0; at < list.length; at += 9) {
      int writer = list[at] - 'a';
      byte[] expected = operand(writer, (int) counts[writer]++);
      if (!Arrays.equals(list, at, at + 8, expected, 0, 8)
          || at + 8 < list.length && list[at + 8] != ',') {
        throw new AssertionError(
            "at byte " + at + ": " + new String(list, at, Math.min(30, list.length - at)));
      }
    }
    return counts;
  }

  private static void readLists(Tree tree, AtomicLongArray appended, byte[][] before) {
    RecordBuffer into = new RecordBuffer();
    for (int k = 0; k < before.length; k++) {
      long[] low = new long[WRITERS];
      for (int w = 0; w < WRITERS; w++) {
        low[w] = appended.get(k * WRITERS + w);
      }
      byte[] list = tree.get(key(k), into) ? into.toBytes() : new byte[0];
      long[] counts = parse(list);
      for (int w = 0; w < WRITERS; w++) {
        if (counts[w] < low[w]) {
          throw new AssertionError("list " + k + " lacks operands of writer " + w);
        }
      }
      if (list.length < before[k].length
          || !Arrays.equals(list, 0, before[k].length, before[k], 0, before[k].length)) {
        throw new AssertionError("list " + k + " has changed below its end");
      }
      before[k] = list;
    }
  }

  private static void readListsTwice(Store store, Tree tree, int keys, AtomicLongArray appended) {
    long[] low = copy(appended);
    try (Snapshot snapshot = store.snapshot()) {
      for (int k = 0; k < keys; k++) {
        byte[] list = snapshot.get(tree, key(k));
        long[] counts = parse(list);
        for (int w = 0; w < WRITERS; w++) {
          if (counts[w] < low[k * WRITERS + w]) {
            throw new AssertionError("list " + k + " of a snapshot lacks operands of " + w);
          }
        }
        if (!Arrays.equals(list, snapshot.get(tree, key(k)))) {
          throw new AssertionError("list " + k + " of a snapshot has changed");
        }
      }
    }
  }
}
