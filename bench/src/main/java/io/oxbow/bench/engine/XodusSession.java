// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

import java.util.Arrays;
import jetbrains.exodus.ArrayByteIterable;
import jetbrains.exodus.ByteIterable;
import jetbrains.exodus.env.Cursor;
import jetbrains.exodus.env.Environment;
import jetbrains.exodus.env.Store;
import jetbrains.exodus.env.Transaction;

/**
 * One thread's use of Xodus. Writes go in batches of one exclusive transaction, in which this
 * thread reads meanwhile; otherwise it reads a snapshot that is renewed after so many reads.
 */
final class XodusSession implements Session {
  /** Writes to a transaction, and reads to a snapshot. */
  static final int BATCH = 1000;

  private final Environment environment;
  private final Store store;
  private Transaction writing;
  private int writes;
  private Transaction reading;
  private int reads;
  private byte[] found;

  XodusSession(Environment environment, Store store) {
    this.environment = environment;
    this.store = store;
  }

  private Transaction reader() {
    if (writing != null) {
      return writing;
    }
    if (++reads > BATCH) {
      pause();
    }
    if (reading == null) {
      reading = environment.beginReadonlyTransaction();
      reads = 0;
    }
    return reading;
  }

  private void pause() {
    if (reading != null) {
      reading.abort();
      reading = null;
    }
  }

  private Transaction writer() {
    if (writing == null) {
      pause();
      writing = environment.beginExclusiveTransaction();
      writes = 0;
    }
    return writing;
  }

  private void written() {
    if (++writes == BATCH) {
      flush();
    }
  }

  @Override
  public void flush() {
    if (writing != null) {
      writing.commit();
      writing = null;
    }
  }

  private static byte[] array(ByteIterable bytes) {
    byte[] raw = bytes.getBytesUnsafe();
    return raw.length == bytes.getLength() ? raw : Arrays.copyOf(raw, bytes.getLength());
  }

  @Override
  public int get(byte[] key) {
    ByteIterable value = store.get(reader(), new ArrayByteIterable(key));
    found = value == null ? null : array(value);
    return found == null ? -1 : found.length;
  }

  @Override
  public byte[] buffer() {
    return found;
  }

  @Override
  public void put(byte[] key, byte[] value) {
    store.put(writer(), new ArrayByteIterable(key.clone()), new ArrayByteIterable(value.clone()));
    written();
  }

  @Override
  public void delete(byte[] key) {
    store.delete(writer(), new ArrayByteIterable(key));
    written();
  }

  @Override
  public Walk prefix(byte[] prefix) {
    return new CursorWalk(store.openCursor(reader()), prefix.clone(), null);
  }

  @Override
  public Walk all() {
    flush();
    Transaction txn = environment.beginReadonlyTransaction();
    return new CursorWalk(store.openCursor(txn), new byte[0], txn);
  }

  @Override
  public void close() {
    flush();
    pause();
  }

  private static final class CursorWalk implements Walk {
    private final Cursor cursor;
    private final byte[] prefix;
    private final Transaction txn;
    private boolean started;
    private byte[] key;
    private byte[] value;

    CursorWalk(Cursor cursor, byte[] prefix, Transaction ownedTxn) {
      this.cursor = cursor;
      this.prefix = prefix;
      txn = ownedTxn;
    }

    private boolean move() {
      if (started || prefix.length == 0) {
        return cursor.getNext();
      }
      started = true;
      return cursor.getSearchKeyRange(new ArrayByteIterable(prefix)) != null;
    }

    @Override
    public boolean next() {
      if (!move()) {
        return false;
      }
      key = array(cursor.getKey());
      if (!Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length)) {
        return false;
      }
      value = array(cursor.getValue());
      return true;
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
      return value.length;
    }

    @Override
    public void close() {
      cursor.close();
      if (txn != null) {
        txn.abort();
      }
    }
  }
}
