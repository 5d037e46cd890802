// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

import io.oxbow.BulkLoad;
import io.oxbow.Cursor;
import io.oxbow.KeyRange;
import io.oxbow.MemoryBudget;
import io.oxbow.RecordBuffer;
import io.oxbow.Store;
import io.oxbow.StoreMetrics;
import io.oxbow.StoreOptions;
import io.oxbow.Tree;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Oxbow as shipped: default options (or strictly latch-free), on disk, checkpoints going on in the
 * background.
 */
final class OxbowContender implements Contender {
  private final Store store;
  private final Tree tree;
  private final MemoryBudget budget;
  private final CheckpointClock clock;

  OxbowContender(Path directory, Allowance allowance, boolean strictlyLatchFree) {
    budget = MemoryBudget.ofBytes(allowance.memoryBytes());
    store =
        Store.open(
            directory,
            StoreOptions.builder().memory(budget).strictlyLatchFree(strictlyLatchFree).build());
    tree = store.tree("bench");
    clock =
        new CheckpointClock(
            () -> store.checkpoint().join().release(), allowance.checkpointMillis());
  }

  @Override
  public Session session() {
    return new TreeSession(tree);
  }

  @Override
  public boolean bulkLoad(Workload workload, KeyOrder order) {
    byte[] key = new byte[Records.KEY_BYTES];
    byte[] value = new byte[workload.values.bytes];
    try (BulkLoad load = tree.bulkLoad()) {
      for (long rank = 0; rank < workload.keys; rank++) {
        long id = order.id(rank);
        Records.key(id, key);
        workload.values.write(id, 0, value);
        load.put(key, value);
      }
    }
    return true;
  }

  @Override
  public long offHeapBytes() {
    return budget.usedBytes();
  }

  @Override
  public String facts() {
    StoreMetrics m = store.metrics();
    return String.format(
        "%d checkpoints of %d ms on average, %d MB memory, %d MB written, %d splits,"
            + " %d consolidations, %d pre-images, %d overwrites in place",
        clock.published(),
        clock.averageMillis(),
        m.memoryUsedBytes() >> 20,
        m.bytesWritten() >> 20,
        m.splits(),
        m.consolidations(),
        m.preImages(),
        m.overwrites());
  }

  @Override
  public void close() {
    try (store) {
      clock.close();
    }
  }

  private static final class TreeSession implements Session {
    private final Tree tree;
    private final RecordBuffer buffer = new RecordBuffer();
    private RecordBuffer[] batch = {};
    private boolean[] found = {};

    TreeSession(Tree tree) {
      this.tree = tree;
    }

    @Override
    public int get(byte[] key) {
      return tree.get(key, 0, key.length, buffer) ? buffer.length() : -1;
    }

    @Override
    public byte[] buffer() {
      return buffer.array();
    }

    @Override
    public void getBatch(byte[][] keys, Answer answer) {
      if (batch.length < keys.length) {
        batch = new RecordBuffer[keys.length];
        Arrays.setAll(batch, i -> new RecordBuffer());
        found = new boolean[keys.length];
      }
      tree.getAll(keys, batch, found);
      for (int i = 0; i < keys.length; i++) {
        answer.accept(i, batch[i].array(), found[i] ? batch[i].length() : -1);
      }
    }

    @Override
    public void put(byte[] key, byte[] value) {
      tree.put(key, 0, key.length, value, 0, value.length);
    }

    @Override
    public void delete(byte[] key) {
      tree.delete(key, 0, key.length);
    }

    @Override
    public Walk prefix(byte[] prefix) {
      return new CursorWalk(tree.cursor(KeyRange.prefix(prefix)));
    }

    @Override
    public Walk all() {
      return new CursorWalk(tree.cursor(KeyRange.all()));
    }
  }

  private static final class CursorWalk implements Walk {
    private final Cursor cursor;

    CursorWalk(Cursor cursor) {
      this.cursor = cursor;
    }

    @Override
    public boolean next() {
      return cursor.next();
    }

    @Override
    public byte[] key() {
      return cursor.keyArray();
    }

    @Override
    public int keyAt() {
      return cursor.keyOffset();
    }

    @Override
    public byte[] value() {
      return cursor.valueArray();
    }

    @Override
    public int valueAt() {
      return cursor.valueOffset();
    }

    @Override
    public int valueLength() {
      return cursor.valueLength();
    }

    @Override
    public void close() {
      cursor.close();
    }
  }
}
