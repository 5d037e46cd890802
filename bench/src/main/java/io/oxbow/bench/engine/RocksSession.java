// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.rocksdb.ByteBufferGetStatus;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Status;
import org.rocksdb.WriteOptions;

/** One thread's use of RocksDB; values are read into an array that is used again. */
final class RocksSession implements Session {
  private final RocksDB db;
  private final WriteOptions write;
  private final byte[] buffer;
  private final boolean tuned;
  private final List<ByteBuffer> batchKeys = new ArrayList<>();
  private final List<ByteBuffer> batchValues = new ArrayList<>();
  private RocksIterator kept;

  /** Tuned: keeps an iterator and reads batches through buffers of its own. */
  RocksSession(RocksDB db, WriteOptions write, int valueBytes, boolean tuned) {
    this.db = db;
    this.write = write;
    buffer = new byte[valueBytes];
    this.tuned = tuned;
  }

  private static IllegalStateException failed(String what, RocksDBException e) {
    return RocksContender.failed(what, e);
  }

  @Override
  public int get(byte[] key) {
    try {
      return db.get(key, buffer);
    } catch (RocksDBException e) {
      throw failed("get", e);
    }
  }

  @Override
  public byte[] buffer() {
    return buffer;
  }

  @Override
  public void getBatch(byte[][] keys, Answer answer) {
    try {
      if (tuned) {
        batchThroughBuffers(keys, answer);
      } else {
        List<byte[]> values = db.multiGetAsList(Arrays.asList(keys));
        for (int i = 0; i < keys.length; i++) {
          byte[] value = values.get(i);
          answer.accept(i, value, value == null ? -1 : value.length);
        }
      }
    } catch (RocksDBException e) {
      throw failed("get a batch", e);
    }
  }

  private void batchThroughBuffers(byte[][] keys, Answer answer) throws RocksDBException {
    while (batchKeys.size() < keys.length) {
      batchKeys.add(ByteBuffer.allocateDirect(Records.KEY_BYTES));
      batchValues.add(ByteBuffer.allocateDirect(buffer.length));
    }
    for (int i = 0; i < keys.length; i++) {
      batchKeys.get(i).clear().put(keys[i]).flip();
      batchValues.get(i).clear();
    }
    List<ByteBufferGetStatus> results =
        db.multiGetByteBuffers(
            batchKeys.subList(0, keys.length), batchValues.subList(0, keys.length));
    for (int i = 0; i < keys.length; i++) {
      ByteBufferGetStatus result = results.get(i);
      int length = -1;
      if (result.status.getCode() == Status.Code.Ok) {
        length = result.requiredSize;
        result.value.get(result.value.position(), buffer, 0, Math.min(length, buffer.length));
      }
      answer.accept(i, buffer, length);
    }
  }

  @Override
  public void put(byte[] key, byte[] value) {
    try {
      db.put(write, key, value);
    } catch (RocksDBException e) {
      throw failed("put", e);
    }
  }

  @Override
  public void delete(byte[] key) {
    try {
      db.delete(write, key);
    } catch (RocksDBException e) {
      throw failed("delete", e);
    }
  }

  @Override
  public Walk prefix(byte[] prefix) {
    if (!tuned) {
      return new IteratorWalk(db.newIterator(), prefix, true);
    }
    if (kept == null) {
      kept = db.newIterator();
    } else {
      try {
        kept.refresh();
      } catch (RocksDBException e) {
        throw failed("refresh an iterator", e);
      }
    }
    return new IteratorWalk(kept, prefix, false);
  }

  @Override
  public Walk all() {
    return new IteratorWalk(db.newIterator(), new byte[0], true);
  }

  @Override
  public void close() {
    if (kept != null) {
      kept.close();
    }
  }

  private final class IteratorWalk implements Walk {
    private final RocksIterator iterator;
    private final byte[] prefix;
    private final boolean owned;
    private final byte[] key = new byte[Records.KEY_BYTES];
    private final byte[] value = new byte[buffer.length];
    private boolean started;
    private int valueLength;

    IteratorWalk(RocksIterator iterator, byte[] prefix, boolean owned) {
      this.iterator = iterator;
      this.prefix = prefix;
      this.owned = owned;
    }

    @Override
    public boolean next() {
      if (started) {
        iterator.next();
      } else if (prefix.length == 0) {
        iterator.seekToFirst();
      } else {
        iterator.seek(prefix);
      }
      started = true;
      if (!iterator.isValid()) {
        checkStatus();
        return false;
      }
      iterator.key(key);
      if (!Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length)) {
        return false;
      }
      valueLength = iterator.value(value);
      return true;
    }

    private void checkStatus() {
      try {
        iterator.status();
      } catch (RocksDBException e) {
        throw failed("iterate", e);
      }
    }

    @Override
    public byte[] key() {
      return key;
    }

    @Override
    public byte[] value() {
      return value;
    }

    @Override
    public int valueLength() {
      return valueLength;
    }

    @Override
    public void close() {
      if (owned) {
        iterator.close();
      }
    }
  }
}
