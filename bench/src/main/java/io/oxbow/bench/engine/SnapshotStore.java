// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

import io.oxbow.Cursor;
import io.oxbow.KeyRange;
import io.oxbow.MemoryBudget;
import io.oxbow.RecordBuffer;
import io.oxbow.Snapshot;
import io.oxbow.Store;
import io.oxbow.StoreOptions;
import io.oxbow.Tree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A loaded store with snapshots whose content is known: the n-th, from 0, has every record with
 * stamp n, and what is written behind the last one has higher stamps. Every read is checked.
 */
final class SnapshotStore implements AutoCloseable {
  private final ScratchDirectory directory;
  private final Workload workload;
  private final MemoryBudget budget;
  private final Store store;
  private final Tree tree;
  private final CheckpointClock clock;
  private final List<Snapshot> snapshots = new ArrayList<>();
  private final AtomicLong seeds = new AtomicLong();
  private int stamp; // of the puts of before and of now

  private SnapshotStore(
      ScratchDirectory directory, Workload workload, long memoryBytes, long checkpointMillis) {
    this.directory = directory;
    this.workload = workload;
    budget = MemoryBudget.ofBytes(memoryBytes);
    store = Store.open(directory.path(), StoreOptions.builder().memory(budget).build());
    tree = store.tree("bench");
    clock = new CheckpointClock(() -> store.checkpoint().join().release(), checkpointMillis);
  }

  /** A store with all records, of stamp 0. */
  static SnapshotStore open(
      String parent, Workload workload, long memoryBytes, long checkpointMillis) {
    SnapshotStore opened =
        new SnapshotStore(
            ScratchDirectory.in(Path.of(parent), "snapshots"),
            workload,
            memoryBytes,
            checkpointMillis);
    opened.overwriteAll();
    return opened;
  }

  private void overwriteAll() {
    byte[] key = new byte[Records.KEY_BYTES];
    byte[] value = new byte[workload.values.bytes];
    for (long i = 0; i < workload.keys; i++) {
      long id = i * Picks.STEP % workload.keys;
      Records.key(id, key);
      workload.values.write(id, stamp, value);
      tree.put(key, value);
    }
  }

  /** Takes snapshots, and overwrites all records behind each. */
  void takeSnapshots(int count) {
    for (int i = 0; i < count; i++) {
      snapshots.add(store.snapshot());
      stamp++;
      overwriteAll();
    }
  }

  /** Memory of the store's pages. */
  long memoryBytes() {
    return budget.usedBytes();
  }

  /** For one thread; called in that thread. */
  Access access() {
    return new Access(seeds.incrementAndGet());
  }

  /**
   * Reads all snapshots.
   *
   * @throws WrongAnswerException unless they are what they were
   */
  void verify() {
    try (Access access = access()) {
      for (int n = 0; n < snapshots.size(); n++) {
        try (Cursor cursor = snapshots.get(n).cursor(tree, KeyRange.all())) {
          int count = 0;
          while (cursor.next()) {
            access.check(cursor, n);
            count++;
          }
          access.requireAll(count);
        }
      }
    }
  }

  @Override
  public void close() {
    try (directory;
        store) {
      clock.close();
      snapshots.forEach(Snapshot::close);
    }
  }

  /** The operations of one thread. */
  final class Access implements AutoCloseable {
    private final byte[] key = new byte[Records.KEY_BYTES];
    private final byte[] value = new byte[workload.values.bytes];
    private final RecordBuffer buffer = new RecordBuffer();
    private final Picks picks;
    private Snapshot own; // taken by this thread
    private Cursor cursor;
    private int steps;
    private int turn;

    private Access(long seed) {
      picks = Picks.uniform(Records.mix(seed) >>> 8, 0, workload.keys);
    }

    void put() {
      long id = picks.next();
      Records.key(id, key);
      workload.values.write(id, stamp + 1 + (int) picks.taken(), value);
      tree.put(key, 0, key.length, value, 0, value.length);
    }

    /** Behind so many puts, closes this thread's snapshot and takes another. */
    void putRenewing(int puts) {
      if (picks.taken() % puts == 0) {
        renew();
      }
      put();
    }

    private void renew() {
      if (own != null) {
        own.close();
      }
      own = store.snapshot();
    }

    void get() {
      long id = picks.next();
      Records.key(id, key);
      boolean found = tree.get(key, 0, key.length, buffer);
      check(id, found ? buffer.length() : -1);
    }

    /** From the snapshots in turn, or from one of this thread. */
    void snapshotGet() {
      long id = picks.next();
      Records.key(id, key);
      int n = snapshots.isEmpty() ? -1 : turn++ % snapshots.size();
      boolean found = at(n).get(tree, key, 0, key.length, buffer);
      check(id, found ? buffer.length() : -1);
      requireStamp(id, buffer.array(), 0, n);
    }

    private Snapshot at(int n) {
      if (n >= 0) {
        return snapshots.get(n);
      }
      if (own == null) {
        renew();
      }
      return own;
    }

    private void check(long id, int length) {
      workload.values.check(id, buffer.array(), 0, length);
    }

    private void requireStamp(long id, byte[] from, int offset, int n) {
      if (n >= 0 && workload.values.stamp(from, offset) != n) {
        throw new WrongAnswerException(
            "id " + id + " of snapshot " + n + ": " + workload.values.stamp(from, offset));
      }
    }

    /** A step of a cursor over the oldest snapshot, or over the newest records. */
    void step(boolean ofSnapshot) {
      int n = ofSnapshot && !snapshots.isEmpty() ? 0 : -1;
      if (cursor == null) {
        cursor = ofSnapshot ? at(n).cursor(tree, KeyRange.all()) : tree.cursor(KeyRange.all());
        steps = 0;
      }
      if (cursor.next()) {
        check(cursor, n);
        steps++;
      } else {
        requireAll(steps);
        endScan();
      }
    }

    private void check(Cursor at, int n) {
      byte[] from = at.valueArray();
      int offset = at.valueOffset();
      long id = workload.values.id(from, offset);
      workload.values.check(id, from, offset, at.valueLength());
      Records.checkKey(at.keyArray(), at.keyOffset(), id);
      requireStamp(id, from, offset, n);
    }

    private void requireAll(int count) {
      if (count != workload.keys) {
        throw new WrongAnswerException(count + " records of " + workload.keys);
      }
    }

    private void endScan() {
      if (cursor != null) {
        cursor.close();
        cursor = null;
      }
    }

    @Override
    public void close() {
      endScan();
      if (own != null) {
        own.close();
      }
    }
  }
}
