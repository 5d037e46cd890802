// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** The JDK's sorted concurrent map, on the heap: nothing durable, no versions. */
final class SkipListContender implements Contender {
  private final ConcurrentSkipListMap<byte[], byte[]> map =
      new ConcurrentSkipListMap<>(Arrays::compareUnsigned);

  @Override
  public Session session() {
    return new MapSession(map);
  }

  @Override
  public long offHeapBytes() {
    return 0;
  }

  @Override
  public String facts() {
    return "on the heap, nothing on disk";
  }

  @Override
  public void close() {
    map.clear();
  }

  private static final class MapSession implements Session {
    private final ConcurrentSkipListMap<byte[], byte[]> map;
    private byte[] found;

    MapSession(ConcurrentSkipListMap<byte[], byte[]> map) {
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
      return new MapWalk(map.tailMap(from, true).entrySet().iterator(), from);
    }

    @Override
    public Walk all() {
      return new MapWalk(map.entrySet().iterator(), new byte[0]);
    }
  }

  private static final class MapWalk implements Walk {
    private final Iterator<Map.Entry<byte[], byte[]>> entries;
    private final byte[] prefix;
    private Map.Entry<byte[], byte[]> entry;

    MapWalk(Iterator<Map.Entry<byte[], byte[]>> entries, byte[] prefix) {
      this.entries = entries;
      this.prefix = prefix;
    }

    @Override
    public boolean next() {
      if (!entries.hasNext()) {
        return false;
      }
      entry = entries.next();
      return Arrays.equals(entry.getKey(), 0, prefix.length, prefix, 0, prefix.length);
    }

    @Override
    public byte[] key() {
      return entry.getKey();
    }

    @Override
    public byte[] value() {
      return entry.getValue();
    }

    @Override
    public int valueLength() {
      return entry.getValue().length;
    }

    @Override
    public void close() {}
  }
}
