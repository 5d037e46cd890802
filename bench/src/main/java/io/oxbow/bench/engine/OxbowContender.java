// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

import io.oxbow.Cursor;
import io.oxbow.KeyRange;
import io.oxbow.MemoryBudget;
import io.oxbow.RecordBuffer;
import io.oxbow.Store;
import io.oxbow.StoreMetrics;
import io.oxbow.StoreOptions;
import io.oxbow.Tree;
import java.nio.file.Path;

/** Oxbow as shipped: default options, on disk, checkpoints going on in the background. */
final class OxbowContender implements Contender {
  private final Store store;
  private final Tree tree;
  private final CheckpointClock clock;
  private final RecordBuffer buffer = new RecordBuffer();

  OxbowContender(Path directory, long memoryBytes, long checkpointMillis) {
    store =
        Store.open(
            directory, StoreOptions.builder().memory(MemoryBudget.ofBytes(memoryBytes)).build());
    tree = store.tree("bench");
    clock = new CheckpointClock(store, checkpointMillis);
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
  public void put(byte[] key, byte[] value) {
    tree.put(key, 0, key.length, value, 0, value.length);
  }

  @Override
  public Walk prefix(byte[] prefix) {
    return new CursorWalk(tree.cursor(KeyRange.prefix(prefix)));
  }

  @Override
  public Walk all() {
    return new CursorWalk(tree.cursor(KeyRange.all()));
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
      return cursor.keyBuffer().array();
    }

    @Override
    public byte[] value() {
      return cursor.valueBuffer().array();
    }

    @Override
    public int valueLength() {
      return cursor.valueBuffer().length();
    }

    @Override
    public void close() {
      cursor.close();
    }
  }
}
