// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * The JDK's hash map of byte arrays, as the physical reference: no order, one thread, nothing
 * durable. A put replaces the value by a copy, as a user's object would be replaced.
 */
final class HashMapContender implements Contender {
  private final Map<Key, byte[]> map = new HashMap<>();

  /** Bytes of a key, compared by content. The one a session looks up with changes its bytes. */
  private static final class Key {
    private byte[] bytes;

    Key(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key && Arrays.equals(bytes, ((Key) other).bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }
  }

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
    return "on the heap, no order, one thread, nothing on disk";
  }

  @Override
  public void close() {
    map.clear();
  }

  private static final class MapSession implements Session {
    private final Map<Key, byte[]> map;
    private final Key probe = new Key(null);
    private byte[] found;

    MapSession(Map<Key, byte[]> map) {
      this.map = map;
    }

    @Override
    public int get(byte[] key) {
      probe.bytes = key;
      found = map.get(probe);
      return found == null ? -1 : found.length;
    }

    @Override
    public byte[] buffer() {
      return found;
    }

    @Override
    public void put(byte[] key, byte[] value) {
      probe.bytes = key;
      byte[] copy = value.clone();
      if (map.replace(probe, copy) == null) {
        map.put(new Key(key.clone()), copy);
      }
    }

    @Override
    public void delete(byte[] key) {
      probe.bytes = key;
      map.remove(probe);
    }

    @Override
    public Walk prefix(byte[] prefix) {
      throw new UnsupportedOperationException("a hash map has no order");
    }

    @Override
    public Walk all() {
      return new EntryWalk(map.entrySet().iterator());
    }
  }

  private static final class EntryWalk implements Walk {
    private final Iterator<Map.Entry<Key, byte[]>> entries;
    private Map.Entry<Key, byte[]> entry;

    EntryWalk(Iterator<Map.Entry<Key, byte[]>> entries) {
      this.entries = entries;
    }

    @Override
    public boolean next() {
      if (!entries.hasNext()) {
        return false;
      }
      entry = entries.next();
      return true;
    }

    @Override
    public byte[] key() {
      return entry.getKey().bytes;
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
