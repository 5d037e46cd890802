// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

import io.oxbow.MemoryBudget;
import io.oxbow.MergeOperator;
import io.oxbow.RecordBuffer;
import io.oxbow.Store;
import io.oxbow.StoreOptions;
import io.oxbow.Tree;
import io.oxbow.TreeOptions;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.StringAppendOperator;
import org.rocksdb.UInt64AddOperator;
import org.rocksdb.WriteOptions;

/** A store whose values grow by operands: bytes behind bytes, or sums of longs. */
abstract class AppendStore implements AutoCloseable {
  /** What operands are. */
  enum Kind {
    /** Bytes, put behind those that are there. */
    CONCATENATE,
    /** A long of 8 bytes, added. */
    ADD_LONG
  }

  /** Adds an operand. */
  abstract void append(byte[] key, byte[] operand);

  /** Reads a value; its length, or -1. */
  abstract int get(byte[] key);

  /** Has the value that was read last. */
  abstract byte[] buffer();

  /** Writes a long as this store's operands have it. */
  abstract void number(long value, byte[] into);

  /** The long that a value is. */
  abstract long number(byte[] value);

  /** Memory outside the heap. */
  abstract long memoryBytes();

  @Override
  public abstract void close();

  /** Opens the column's store, {@code oxbow} or {@code rocksdb-bloom}. */
  static AppendStore open(Column column, Path directory, Kind kind, Allowance allowance) {
    switch (column) {
      case OXBOW:
        return new OfOxbow(directory, kind, allowance);
      case ROCKSDB_BLOOM:
        return new OfRocks(directory, kind, allowance.memoryBytes());
      default:
        throw new IllegalArgumentException(
            "column " + column.option + " has no appends here; there are oxbow and rocksdb-bloom");
    }
  }

  /** Oxbow as shipped, with checkpoints. */
  private static final class OfOxbow extends AppendStore {
    private static final VarHandle BIG =
        MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final MemoryBudget budget;
    private final Store store;
    private final Tree tree;
    private final CheckpointClock clock;
    private final RecordBuffer buffer = new RecordBuffer();

    OfOxbow(Path directory, Kind kind, Allowance allowance) {
      budget = MemoryBudget.ofBytes(allowance.memoryBytes());
      store = Store.open(directory, StoreOptions.builder().memory(budget).build());
      tree =
          store.tree(
              "appends",
              TreeOptions.merging(
                  kind == Kind.ADD_LONG ? MergeOperator.ADD_LONG : MergeOperator.CONCATENATE));
      clock =
          new CheckpointClock(
              () -> store.checkpoint().join().release(), allowance.checkpointMillis());
    }

    @Override
    void append(byte[] key, byte[] operand) {
      tree.append(key, operand);
    }

    @Override
    int get(byte[] key) {
      return tree.get(key, buffer) ? buffer.length() : -1;
    }

    @Override
    byte[] buffer() {
      return buffer.array();
    }

    @Override
    void number(long value, byte[] into) {
      BIG.set(into, 0, value);
    }

    @Override
    long number(byte[] value) {
      return (long) BIG.get(value, 0);
    }

    @Override
    long memoryBytes() {
      return budget.usedBytes();
    }

    @Override
    public void close() {
      try (store) {
        clock.close();
      }
    }
  }

  /** RocksDB tuned, with the merge operators it brings. */
  private static final class OfRocks extends AppendStore {
    private static final VarHandle LITTLE =
        MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    static {
      RocksDB.loadLibrary();
    }

    private final RocksSettings settings;
    private final org.rocksdb.MergeOperator operator;
    private final RocksDB db;
    private final WriteOptions write = new WriteOptions().setDisableWAL(true);
    private byte[] buffer = new byte[1024];

    OfRocks(Path directory, Kind kind, long memoryBytes) {
      settings = RocksSettings.tuned(memoryBytes);
      operator = kind == Kind.ADD_LONG ? new UInt64AddOperator() : new StringAppendOperator("");
      settings.options.setMergeOperator(operator);
      try {
        db = RocksDB.open(settings.options, directory.toString());
      } catch (RocksDBException e) {
        throw RocksContender.failed("open", e);
      }
    }

    @Override
    void append(byte[] key, byte[] operand) {
      try {
        db.merge(write, key, operand);
      } catch (RocksDBException e) {
        throw RocksContender.failed("merge", e);
      }
    }

    @Override
    int get(byte[] key) {
      try {
        int length = db.get(key, buffer);
        if (length > buffer.length) {
          buffer = new byte[2 * length];
          length = db.get(key, buffer);
        }
        return length;
      } catch (RocksDBException e) {
        throw RocksContender.failed("get", e);
      }
    }

    @Override
    byte[] buffer() {
      return buffer;
    }

    @Override
    void number(long value, byte[] into) {
      LITTLE.set(into, 0, value);
    }

    @Override
    long number(byte[] value) {
      return (long) LITTLE.get(value, 0);
    }

    @Override
    long memoryBytes() {
      try {
        return db.getLongProperty("rocksdb.block-cache-usage")
            + db.getLongProperty("rocksdb.cur-size-all-mem-tables");
      } catch (RocksDBException e) {
        throw RocksContender.failed("tell its memory", e);
      }
    }

    @Override
    public void close() {
      db.close();
      write.close();
      settings.close();
      operator.close();
    }
  }
}
