// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.lmdbjava.ByteBufferProxy;
import org.lmdbjava.Dbi;
import org.lmdbjava.DbiFlags;
import org.lmdbjava.Env;
import org.lmdbjava.EnvFlags;
import org.lmdbjava.PutFlags;
import org.lmdbjava.Txn;

/**
 * LMDB at its fastest: a writable map (no copy of dirty pages), no read-ahead, direct buffers that
 * are used again, 1,000 writes to a transaction, 1,000 reads to a snapshot. Never synced, it does
 * not survive a crash of the machine, as Oxbow does; synced at the rate of Oxbow's checkpoints,
 * what was synced is on disk, though a crash while later pages are written back may still damage
 * it.
 */
final class LmdbContender implements Contender {
  private static final long MB = 1L << 20;

  /** Splits and free pages make a map larger than its records; address space costs nothing. */
  private static final long ROOM = 6;

  private static final long APPEND_BATCH = 100_000;

  private final Env<ByteBuffer> env;
  private final Dbi<ByteBuffer> dbi;
  private final int valueBytes;
  private final CheckpointClock clock; // null: it is never synced

  LmdbContender(Path directory, Workload workload, Allowance allowance, boolean synced) {
    valueBytes = workload.values.bytes;
    env =
        Env.create(ByteBufferProxy.PROXY_OPTIMAL)
            .setMapSize(256 * MB + ROOM * workload.rawBytes())
            .setMaxReaders(16)
            .setMaxDbs(1)
            .open(
                directory.toFile(),
                EnvFlags.MDB_WRITEMAP,
                EnvFlags.MDB_NOSYNC,
                EnvFlags.MDB_NORDAHEAD,
                EnvFlags.MDB_NOTLS);
    dbi = env.openDbi("bench", DbiFlags.MDB_CREATE);
    clock = synced ? new CheckpointClock(() -> env.sync(true), allowance.checkpointMillis()) : null;
  }

  @Override
  public Session session() {
    return new LmdbSession(env, dbi, valueBytes);
  }

  @Override
  public boolean bulkLoad(Workload workload, KeyOrder order) {
    byte[] key = new byte[Records.KEY_BYTES];
    byte[] value = new byte[valueBytes];
    ByteBuffer keyBuffer = ByteBuffer.allocateDirect(key.length);
    ByteBuffer valueBuffer = ByteBuffer.allocateDirect(value.length);
    for (long from = 0; from < workload.keys; from += APPEND_BATCH) {
      try (Txn<ByteBuffer> txn = env.txnWrite()) {
        for (long rank = from; rank < Math.min(workload.keys, from + APPEND_BATCH); rank++) {
          long id = order.id(rank);
          Records.key(id, key);
          workload.values.write(id, 0, value);
          dbi.put(
              txn,
              keyBuffer.clear().put(key).flip(),
              valueBuffer.clear().put(value).flip(),
              PutFlags.MDB_APPEND);
        }
        txn.commit();
      }
    }
    return true;
  }

  /** The part of the map that was ever used; it lies in the page cache. */
  @Override
  public long offHeapBytes() {
    return (env.info().lastPageNumber + 1) * env.stat().pageSize;
  }

  @Override
  public String facts() {
    return String.format(
        "%d MB of the map used, %s",
        offHeapBytes() >> 20,
        clock == null
            ? "never synced"
            : String.format(
                "%d syncs of %d ms on average", clock.published(), clock.averageMillis()));
  }

  @Override
  public void close() {
    try (env) {
      if (clock != null) {
        clock.close();
      }
    }
  }
}
