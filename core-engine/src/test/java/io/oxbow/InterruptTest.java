// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An interrupt of a caller never reaches a file: the store goes on, the interrupt is kept. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class InterruptTest {
  @TempDir private Path base;

  private final MemoryBudget budget = MemoryBudget.ofBytes(32 << 20);

  private static byte[] key(int i) {
    return StoreModel.bytes(i * 2654435761L);
  }

  @Test
  void anInterruptedThreadReadsWritesCommitsAndCloses() {
    StoreModel model = new StoreModel();
    model.create("t", TreeOptions.plain());
    try {
      for (int life = 0; life < 4; life++) {
        Thread.currentThread().interrupt();
        Store store = Store.open(base, StoreOptions.builder().memory(budget).build());
        model.requireEqual(life == 0 ? withTree(store) : store, "life " + life);
        Tree tree = store.tree("t");
        for (int i = 0; i < 300; i++) {
          byte[] value = new byte[i % 40 == 0 ? 5000 : i % 50];
          tree.put(key(life * 200 + i), value);
          model.tree("t").records().put(key(life * 200 + i), value);
        }
        CompletableFuture<Checkpoint> commit = store.commit(new byte[] {(byte) life});
        store.close();
        assertThat(Thread.currentThread().isInterrupted()).as("the interrupt is kept").isTrue();
        Thread.interrupted();
        assertThat(commit.join().metadata()).containsExactly(life);
        assertThat(budget.usedBytes()).isZero();
      }
    } finally {
      Thread.interrupted();
    }
  }

  private static Store withTree(Store store) {
    store.tree("t");
    return store;
  }

  @Test
  void aStormOfInterruptsLosesNothing() {
    Thread writer = Thread.currentThread();
    AtomicBoolean over = new AtomicBoolean();
    AtomicBoolean raging = new AtomicBoolean();
    Thread storm =
        new Thread(
            () -> {
              while (!over.get()) {
                if (raging.get()) {
                  writer.interrupt();
                }
                Thread.onSpinWait();
              }
            });
    StoreModel model = new StoreModel();
    model.create("t", TreeOptions.plain());
    storm.start();
    try {
      for (int life = 0; life < 5; life++) {
        try (Store store = Store.open(base, StoreOptions.builder().memory(budget).build())) {
          raging.set(true);
          Tree tree = store.tree("t");
          for (int i = 0; i < 400; i++) {
            byte[] value = new byte[i % 100 == 0 ? 5000 : i % 50];
            tree.put(key(life * 300 + i), value);
            model.tree("t").records().put(key(life * 300 + i), value);
            if (i % 100 == 50) {
              store.commit(new byte[] {(byte) i});
            }
          }
          model.requireEqual(store, "in the storm");
          store.commit(new byte[] {99});
        }
        raging.set(false); // an open that creates files may fail when it is interrupted
      }
    } finally {
      over.set(true);
      while (storm.isAlive()) {
        Thread.onSpinWait(); // a join would be interrupted
      }
      Thread.interrupted();
    }
    assertThat(budget.usedBytes()).isZero();
    try (Store store = Store.open(base, StoreOptions.builder().memory(budget).build())) {
      model.requireEqual(store, "after the storm");
      assertThat(store.metadata()).containsExactly(99);
      store.verify();
    }
  }
}
