// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import io.oxbow.MemoryBudget;
import io.oxbow.RecordBuffer;
import io.oxbow.SmallPages;
import io.oxbow.Snapshot;
import io.oxbow.Store;
import io.oxbow.Tree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Eight threads write and read the same few keys: each key's history must be linearizable. */
class HotKeysTest {
  private static final int THREADS = 8;

  @TempDir private Path directory;

  private static byte[] key(int key) {
    return new byte[] {(byte) key, 1, 2, 3, 4, 5, 6, 7, 8, (byte) key};
  }

  /** One thread's own history of every key. */
  private final class Client {
    private final Tree tree;
    private final int number;
    private final RegisterHistory[] histories;
    private final SplittableRandom random;
    private final RecordBuffer into = new RecordBuffer();
    private long writes;

    Client(Tree tree, int number, int keys) {
      this.tree = tree;
      this.number = number;
      random = new SplittableRandom(number);
      histories = new RegisterHistory[keys];
      for (int k = 0; k < keys; k++) {
        histories[k] = new RegisterHistory();
      }
    }

    void write(int key) {
      Stamp stamp = new Stamp(number, ++writes, key);
      int dice = random.nextInt(100);
      byte[] value = stamp.bytes(dice == 0 ? 2500 : dice < 12 ? random.nextInt(40) : 8);
      long begin = System.nanoTime();
      tree.put(key(key), value);
      histories[key].add(id(stamp), true, begin, System.nanoTime());
    }

    void read(int key) {
      long begin = System.nanoTime();
      boolean found = tree.get(key(key), into);
      long end = System.nanoTime();
      add(key, found, begin, end);
    }

    private void add(int key, boolean found, long begin, long end) {
      if (!found) {
        throw new AssertionError("key " + key + " is absent, and nobody deletes");
      }
      histories[key].add(id(Stamp.of(into.array(), into.length(), key)), false, begin, end);
    }

    private long id(Stamp stamp) {
      return (long) stamp.writer() << 40 | stamp.sequence();
    }

    void run(int operations, Race race) {
      for (int i = 0; i < operations && !race.failed(); i++) {
        int key = random.nextInt(histories.length);
        if (random.nextInt(3) == 0) {
          read(key);
        } else {
          write(key);
        }
      }
    }

    /** A read of a snapshot takes effect while the snapshot is opened. */
    void readSnapshot(Store store) {
      if (histories[0].count() > 1 << 20) {
        return;
      }
      long begin = System.nanoTime();
      try (Snapshot snapshot = store.snapshot()) {
        long end = System.nanoTime();
        for (int k = 0; k < histories.length; k++) {
          add(k, snapshot.get(tree, key(k), 0, key(k).length, into), begin, end);
        }
      }
    }
  }

  @ParameterizedTest(name = "{0} keys, strictly latch-free: {1}")
  @CsvSource({"1,false", "4,false", "4,true", "100,false"})
  @Timeout(value = 60, unit = TimeUnit.MINUTES)
  void historiesAreLinearizable(int keys, boolean strictlyLatchFree) throws Exception {
    MemoryBudget budget = MemoryBudget.ofBytes(32L << 20);
    SmallPages stores = new SmallPages(directory, budget, strictlyLatchFree);
    List<Client> clients = new ArrayList<>();
    try (Store store = stores.open()) {
      Tree tree = store.tree("t");
      Race race = new Race();
      for (int t = 0; t < THREADS; t++) {
        Client client = new Client(tree, t, keys);
        clients.add(client);
        race.worker("client-" + t, () -> client.run(Race.operations(40_000), race));
      }
      for (int k = 0; k < keys; k++) {
        clients.get(0).write(k);
      }
      Client snapshots = new Client(tree, THREADS, keys);
      clients.add(snapshots);
      race.companion("snapshots", () -> snapshots.readSnapshot(store));
      race.companion("commits", () -> store.commit(null).join());
      race.run();
      stores.validate();
    }
    assertThat(budget.usedBytes()).isZero();
    for (int k = 0; k < keys; k++) {
      List<RegisterHistory> ofKey = new ArrayList<>();
      for (Client client : clients) {
        ofKey.add(client.histories[k]);
      }
      RegisterHistory.check("key " + k, ofKey);
    }
  }
}
