// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import io.oxbow.Checkpoint;
import io.oxbow.MemoryBudget;
import io.oxbow.RecordBuffer;
import io.oxbow.SmallPages;
import io.oxbow.Snapshot;
import io.oxbow.Store;
import io.oxbow.StoreMetrics;
import io.oxbow.Tree;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Many keys, one writer each, beside gets, live cursors both ways, snapshots, commits and
 * checkpoints; over three lives of the store, the later ones with cold pages at their start.
 */
class OwnedKeysTest {
  private static final int WRITERS = 4;

  @TempDir private Path directory;
  private final OwnedKeys keys = new OwnedKeys(WRITERS);
  private long[] committedFrom = new long[WRITERS];
  private long[] committedTo = new long[WRITERS];

  @ParameterizedTest(name = "strictly latch-free: {0}")
  @ValueSource(booleans = {false, true})
  @Timeout(value = 60, unit = TimeUnit.MINUTES)
  void everyReaderSeesWhatItMay(boolean strictlyLatchFree) throws Exception {
    MemoryBudget budget = MemoryBudget.ofBytes(48L << 20);
    SmallPages stores = new SmallPages(directory, budget, strictlyLatchFree);
    long splits = 0;
    long merges = 0;
    long loads = 0;
    long preImages = 0;
    for (int life = 0; life < 3; life++) {
      try (Store store = stores.open()) {
        if (life > 0) {
          long[] contents = keys.contents(store.tree("t"));
          OwnedKeys.Replay replay = keys.new Replay();
          keys.restartAt(replay.match(contents, committedFrom, committedTo));
        }
      }
      try (Store store = stores.open()) {
        race(store, store.tree("t"));
        stores.validate();
        StoreMetrics m = store.metrics();
        splits += m.splits();
        merges += m.merges();
        loads += m.pagesLoaded();
        preImages += m.preImages();
        assertThat(m.overwrites() == 0).isEqualTo(strictlyLatchFree);
      }
      assertThat(budget.usedBytes()).isZero();
    }
    assertThat(splits).isPositive();
    assertThat(merges).isPositive();
    assertThat(loads).isPositive();
    assertThat(preImages).isPositive();
  }

  private void race(Store store, Tree tree) throws InterruptedException {
    Race race = new Race();
    int operations = Race.operations(50_000);
    for (int w = 0; w < WRITERS; w++) {
      int writer = w;
      race.worker("writer-" + w, () -> keys.write(tree, writer, operations, race));
    }
    for (int r = 0; r < 2; r++) {
      long[] seen = new long[WRITERS * OwnedKeys.KEYS];
      RecordBuffer into = new RecordBuffer();
      race.companion("reader-" + r, () -> readAll(tree, into, seen));
    }
    long[] seen = new long[WRITERS * OwnedKeys.KEYS];
    RecordBuffer[] into = new RecordBuffer[20];
    Arrays.setAll(into, i -> new RecordBuffer());
    race.companion("side by side", () -> readSideBySide(tree, into, seen));
    race.companion("forward", () -> keys.scan(tree, false));
    race.companion("backward", () -> keys.scan(tree, true));
    OwnedKeys.Replay replay = keys.new Replay();
    race.companion("snapshots", () -> snapshot(store, tree, replay));
    race.companion("commits", () -> commit(store));
    race.run();
  }

  private void readAll(Tree tree, RecordBuffer into, long[] seen) {
    for (int i = 0; i < seen.length; i++) {
      keys.read(tree, (int) (i * 7919L % seen.length), into, seen);
    }
  }

  private void readSideBySide(Tree tree, RecordBuffer[] into, long[] seen) {
    int[] indexes = new int[into.length];
    for (int i = 0; i < seen.length; i++) {
      indexes[i % into.length] = (int) (i * 7919L % seen.length);
      if (i % into.length == into.length - 1) {
        keys.readAll(tree, indexes, into, seen);
      }
    }
  }

  private void snapshot(Store store, Tree tree, OwnedKeys.Replay replay) {
    long[] from = keys.acknowledged();
    try (Snapshot snapshot = store.snapshot()) {
      long[] to = keys.started();
      long[] contents = keys.contents(snapshot, tree);
      replay.match(contents, from, to);
      RecordBuffer value = new RecordBuffer();
      for (int i = 0; i < contents.length; i++) {
        byte[] key = OwnedKeys.key(i / OwnedKeys.KEYS, i % OwnedKeys.KEYS);
        boolean found = snapshot.get(tree, key, 0, key.length, value);
        long number = found ? Stamp.of(value.array(), value.length(), i).sequence() : -1;
        if (number != contents[i]) {
          throw new AssertionError(
              "key " + i + " of a snapshot is " + number + " and was " + contents[i]);
        }
      }
      long[] again = keys.contents(snapshot, tree);
      if (!Arrays.equals(contents, again)) {
        throw new AssertionError("a snapshot has changed");
      }
    }
  }

  /** Commits, now and then three that wait for each other, or a retained checkpoint. */
  private void commit(Store store) {
    long[] from = keys.acknowledged();
    CompletableFuture<Checkpoint> retained = store.checkpoint();
    store.commit(null);
    store.commit(null);
    from = keys.acknowledged();
    CompletableFuture<Checkpoint> last = store.commit(null);
    committedTo = keys.started();
    committedFrom = from;
    retained.join().release();
    last.join();
  }
}
