// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/**
 * H2's MVStore on disk: the whole memory as its page cache, no old versions kept, commits in the
 * background at Oxbow's checkpoint rate or after 64 MB of changes, old chunks rewritten only when
 * half of the file is free.
 */
final class MvStoreContender implements Contender {
  private static final int COMMIT_AFTER_KB = 64 << 10;

  private final MVStore store;
  private final MVMap<byte[], byte[]> map;

  MvStoreContender(Path directory, Allowance allowance) {
    store =
        new MVStore.Builder()
            .fileName(directory.resolve("bench.mv").toString())
            .cacheSize((int) (allowance.memoryBytes() >> 20))
            .autoCommitBufferSize(COMMIT_AFTER_KB)
            .autoCompactFillRate(50)
            .open();
    store.setVersionsToKeep(0);
    store.setRetentionTime(0);
    store.setAutoCommitDelay((int) allowance.checkpointMillis());
    map =
        store.openMap(
            "bench",
            new MVMap.Builder<byte[], byte[]>().keyType(new Bytes()).valueType(new Bytes()));
  }

  @Override
  public Session session() {
    return new MapSession(map);
  }

  /** Its cache is on the heap. */
  @Override
  public long offHeapBytes() {
    return 0;
  }

  @Override
  public String facts() {
    return String.format(
        "%d MB cache used, %d%% of the file live", store.getCacheSizeUsed(), store.getFillRate());
  }

  @Override
  public void close() {
    store.close();
  }

  /** Arrays of bytes, compared as unsigned. */
  private static final class Bytes extends BasicDataType<byte[]> {
    private static final int HEADER = 24;

    @Override
    public int getMemory(byte[] bytes) {
      return HEADER + bytes.length;
    }

    @Override
    public void write(WriteBuffer into, byte[] bytes) {
      into.putVarInt(bytes.length).put(bytes);
    }

    @Override
    public byte[] read(ByteBuffer from) {
      byte[] bytes = new byte[DataUtils.readVarInt(from)];
      from.get(bytes);
      return bytes;
    }

    @Override
    public byte[][] createStorage(int size) {
      return new byte[size][];
    }

    @Override
    public int compare(byte[] a, byte[] b) {
      return Arrays.compareUnsigned(a, b);
    }
  }

  private static final class MapSession implements Session {
    private final MVMap<byte[], byte[]> map;
    private byte[] found;

    MapSession(MVMap<byte[], byte[]> map) {
      this.map = map;
    }

    @Override
    public int get(byte[] key) {
      found = map.get(key);
      return found == null ? -1 : found.length;
    }

    @Override
    public byte[] buffer() {
      return found;
    }

    @Override
    public void put(byte[] key, byte[] value) {
      map.put(key.clone(), value.clone());
    }

    @Override
    public void delete(byte[] key) {
      map.remove(key);
    }

    @Override
    public Walk prefix(byte[] prefix) {
      byte[] from = prefix.clone();
      return new CursorWalk(map.cursor(from), from);
    }

    @Override
    public Walk all() {
      return new CursorWalk(map.cursor(null), new byte[0]);
    }
  }

  private static final class CursorWalk implements Walk {
    private final Cursor<byte[], byte[]> cursor;
    private final byte[] prefix;

    CursorWalk(Cursor<byte[], byte[]> cursor, byte[] prefix) {
      this.cursor = cursor;
      this.prefix = prefix;
    }

    @Override
    public boolean next() {
      if (!cursor.hasNext()) {
        return false;
      }
      byte[] key = cursor.next();
      return Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }

    @Override
    public byte[] key() {
      return cursor.getKey();
    }

    @Override
    public byte[] value() {
      return cursor.getValue();
    }

    @Override
    public int valueLength() {
      return cursor.getValue().length;
    }

    @Override
    public void close() {}
  }
}
