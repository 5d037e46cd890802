// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.lmdbjava.Cursor;
import org.lmdbjava.Dbi;
import org.lmdbjava.Env;
import org.lmdbjava.GetOp;
import org.lmdbjava.PutFlags;
import org.lmdbjava.SeekOp;
import org.lmdbjava.Txn;

/**
 * One thread's use of LMDB. Writes go in batches of one transaction, in which this thread reads
 * meanwhile; otherwise it reads a snapshot that is renewed after so many reads.
 */
final class LmdbSession implements Session {
  /** Writes to a transaction, and reads to a snapshot. */
  static final int BATCH = 1000;

  private static final PutFlags[] NO_FLAGS = {};

  private final Env<ByteBuffer> env;
  private final Dbi<ByteBuffer> dbi;
  private final ByteBuffer keyIn = ByteBuffer.allocateDirect(Records.KEY_BYTES);
  private final ByteBuffer valueIn;
  private final byte[] buffer;
  private Txn<ByteBuffer> writing;
  private int writes;
  private Txn<ByteBuffer> reading;
  private boolean live;
  private int reads;
  private Cursor<ByteBuffer> kept;
  private boolean renewed;

  LmdbSession(Env<ByteBuffer> env, Dbi<ByteBuffer> dbi, int valueBytes) {
    this.env = env;
    this.dbi = dbi;
    valueIn = ByteBuffer.allocateDirect(valueBytes);
    buffer = new byte[valueBytes];
  }

  private Txn<ByteBuffer> reader() {
    if (writing != null) {
      return writing;
    }
    if (reading == null) {
      reading = env.txnRead();
      live = true;
    }
    if (++reads > BATCH) {
      pause();
    }
    if (!live) {
      reading.renew();
      live = true;
      renewed = true;
      reads = 0;
    }
    return reading;
  }

  /** Gives up the snapshot, so that its pages can be used again. */
  private void pause() {
    if (live) {
      reading.reset();
      live = false;
    }
  }

  private Txn<ByteBuffer> writer() {
    if (writing == null) {
      pause();
      writing = env.txnWrite();
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
      try (Txn<ByteBuffer> txn = writing) {
        txn.commit();
      } finally {
        writing = null;
      }
    }
  }

  private static int copy(ByteBuffer from, byte[] into) {
    int length = from.remaining();
    from.get(from.position(), into, 0, Math.min(length, into.length));
    return length;
  }

  @Override
  public int get(byte[] key) {
    ByteBuffer found = dbi.get(reader(), keyIn.clear().put(key).flip());
    return found == null ? -1 : copy(found, buffer);
  }

  @Override
  public byte[] buffer() {
    return buffer;
  }

  @Override
  public void put(byte[] key, byte[] value) {
    dbi.put(writer(), keyIn.clear().put(key).flip(), valueIn.clear().put(value).flip(), NO_FLAGS);
    written();
  }

  @Override
  public void delete(byte[] key) {
    dbi.delete(writer(), keyIn.clear().put(key).flip());
    written();
  }

  @Override
  public Walk prefix(byte[] prefix) {
    Txn<ByteBuffer> txn = reader();
    if (txn == writing) {
      return new CursorWalk(dbi.openCursor(txn), prefix, true, null);
    }
    if (kept == null) {
      kept = dbi.openCursor(txn);
    } else if (renewed) {
      kept.renew(txn);
    }
    renewed = false;
    return new CursorWalk(kept, prefix, false, null);
  }

  @Override
  public Walk all() {
    flush();
    Txn<ByteBuffer> txn = env.txnRead();
    return new CursorWalk(dbi.openCursor(txn), new byte[0], true, txn);
  }

  @Override
  public void close() {
    flush();
    if (kept != null) {
      kept.close();
    }
    if (reading != null) {
      reading.close();
    }
  }

  private final class CursorWalk implements Walk {
    private final Cursor<ByteBuffer> cursor;
    private final byte[] prefix;
    private final boolean owned;
    private final Txn<ByteBuffer> txn;
    private final byte[] key = new byte[Records.KEY_BYTES];
    private final byte[] value = new byte[buffer.length];
    private boolean started;
    private int valueLength;

    CursorWalk(Cursor<ByteBuffer> cursor, byte[] prefix, boolean owned, Txn<ByteBuffer> ownedTxn) {
      this.cursor = cursor;
      this.prefix = prefix;
      this.owned = owned;
      txn = ownedTxn;
    }

    private boolean move() {
      if (started) {
        return cursor.next();
      }
      started = true;
      return prefix.length == 0
          ? cursor.seek(SeekOp.MDB_FIRST)
          : cursor.get(keyIn.clear().put(prefix).flip(), GetOp.MDB_SET_RANGE);
    }

    @Override
    public boolean next() {
      if (!move()) {
        return false;
      }
      copy(cursor.key(), key);
      if (!Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length)) {
        return false;
      }
      valueLength = copy(cursor.val(), value);
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
      return valueLength;
    }

    @Override
    public void close() {
      if (owned) {
        cursor.close();
      }
      if (txn != null) {
        txn.close();
      }
    }
  }
}
