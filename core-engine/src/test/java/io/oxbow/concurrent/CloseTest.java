// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oxbow.BulkLoad;
import io.oxbow.Cursor;
import io.oxbow.KeyRange;
import io.oxbow.MemoryBudget;
import io.oxbow.SmallPages;
import io.oxbow.Snapshot;
import io.oxbow.Store;
import io.oxbow.StoreException;
import io.oxbow.Tree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A store is closed while threads are in the middle of everything. */
class CloseTest {
  private static final int KEYS = 400;

  @TempDir private Path directory;

  private static byte[] key(int key) {
    return new byte[] {(byte) (key >>> 8), (byte) key};
  }

  private interface Use {
    void run(Store store, Tree tree, int round) throws Exception;
  }

  private static void scan(Cursor cursor) {
    try (cursor) {
      while (cursor.next()) {
        if (cursor.valueBuffer().length() < Stamp.BYTES) {
          throw new AssertionError("a value of " + cursor.valueBuffer().length() + " bytes");
        }
      }
    }
  }

  private static final List<Use> USES =
      List.of(
          (store, tree, i) ->
              tree.put(key(i % KEYS), new Stamp(0, i, i % KEYS).bytes(i % 37 == 0 ? 3000 : i % 9)),
          (store, tree, i) -> tree.get(key(i % KEYS)),
          (store, tree, i) -> tree.delete(key(i * 7 % KEYS)),
          (store, tree, i) -> scan(tree.cursor(KeyRange.all())),
          (store, tree, i) -> scan(tree.cursor(KeyRange.all().descending())),
          (store, tree, i) -> tree.deleteRange(key(i % KEYS), key(i % KEYS + 40)),
          (store, tree, i) -> {
            try (Snapshot snapshot = store.snapshot()) {
              scan(snapshot.cursor(tree, KeyRange.all()));
            }
          },
          (store, tree, i) -> {
            try (BulkLoad load = tree.bulkLoad()) {
              for (int k = 0; k < KEYS; k++) {
                load.put(key(KEYS + i * 97 % 5000 + k), new Stamp(0, i, k).bytes(i % 9));
              }
            }
          },
          (store, tree, i) -> store.commit(null).join(),
          (store, tree, i) -> store.tree("other-" + i % 20).put(key(i), key(i)));

  @Test
  @Timeout(value = 60, unit = TimeUnit.MINUTES)
  void threadsGetCleanErrorsAndAllMemoryIsReturned() throws Exception {
    int rounds = Race.operations(60);
    for (int round = 0; round < rounds; round++) {
      MemoryBudget budget = MemoryBudget.ofBytes(32L << 20);
      SmallPages stores = new SmallPages(directory, budget, round % 2 == 1);
      closeInTheMiddle(stores.open(), 200 + round * 400 % 3000);
      assertThat(budget.usedBytes()).as("memory after round %s", round).isZero();
      try (Store reopened = stores.open()) {
        scan(reopened.tree("t").cursor(KeyRange.all()));
        stores.validate();
      }
    }
  }

  private static void closeInTheMiddle(Store store, int afterOperations) throws Exception {
    Tree tree = store.tree("t");
    AtomicInteger done = new AtomicInteger();
    CountDownLatch enough = new CountDownLatch(1);
    AtomicReference<Throwable> failure = new AtomicReference<>();
    List<Thread> threads = new ArrayList<>();
    for (Use use : USES) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  for (int i = 0; ; i++) {
                    use.run(store, tree, i);
                    if (done.incrementAndGet() >= afterOperations) {
                      enough.countDown();
                    }
                  }
                } catch (StoreException closed) {
                  // what a closed store answers
                } catch (CompletionException e) {
                  if (!(e.getCause() instanceof StoreException)) {
                    failure.compareAndSet(null, e);
                  }
                } catch (Throwable t) {
                  failure.compareAndSet(null, t);
                } finally {
                  enough.countDown();
                }
              });
      thread.setDaemon(true);
      threads.add(thread);
      thread.start();
    }
    enough.await();
    store.close();
    for (Thread thread : threads) {
      thread.join();
    }
    if (failure.get() != null) {
      throw new AssertionError(failure.get().toString(), failure.get());
    }
    assertThatThrownBy(() -> tree.get(key(1)))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("closed");
  }

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void cursorsAndSnapshotsOutliveTheirStoreHarmlessly() {
    MemoryBudget budget = MemoryBudget.ofBytes(32L << 20);
    Store store = new SmallPages(directory, budget, false).open();
    Tree tree = store.tree("t");
    byte[] value = new byte[4000];
    Arrays.fill(value, (byte) 3);
    for (int i = 0; i < KEYS; i++) {
      tree.put(key(i), value);
    }
    Snapshot snapshot = store.snapshot();
    Cursor live = tree.cursor(KeyRange.all());
    Cursor ofSnapshot = snapshot.cursor(tree, KeyRange.all());
    assertThat(live.next()).isTrue();
    assertThat(ofSnapshot.next()).isTrue();

    store.close();

    assertThat(budget.usedBytes()).isZero();
    assertThatThrownBy(
            () -> {
              while (live.next()) {
                live.value();
              }
            })
        .isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> snapshot.get(tree, key(1))).isInstanceOf(StoreException.class);
    ofSnapshot.close();
    live.close();
    snapshot.close();
    assertThat(budget.usedBytes()).isZero();
  }
}
