// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink.state;

import io.oxbow.Cursor;
import io.oxbow.KeyRange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.Function;
import org.apache.flink.util.FlinkRuntimeException;

/**
 * Iterates over one map of a map state, ordered by the bytes of the user keys. Reads a bounded
 * number of entries ahead through a cursor that is closed again at once: nothing is held open by an
 * iterator that a user drops half-way. Entries may be removed and set while iterating.
 *
 * @param <T> what the iterator returns: keys, values or entries
 */
final class MapEntries<UK, UV, T> implements Iterator<T> {
  private static final int BATCH_ENTRIES = 128;
  private static final long BATCH_BYTES = 256 << 10;

  private final OxbowMapState<?, ?, UK, UV> state;
  private final byte[] prefix;
  private final Function<Entry, T> view;
  private final List<Entry> batch = new ArrayList<>();
  private int position;
  private Entry current;
  private byte[] lastKey;
  private boolean exhausted;

  MapEntries(OxbowMapState<?, ?, UK, UV> state, byte[] prefix, Function<Entry, T> view) {
    this.state = state;
    this.prefix = prefix;
    this.view = view;
  }

  @Override
  public boolean hasNext() {
    if (position == batch.size() && !exhausted) {
      load();
    }
    return position < batch.size();
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the map has no further entry");
    }
    current = batch.get(position++);
    return view.apply(current);
  }

  @Override
  public void remove() {
    if (current == null || current.deleted) {
      throw new IllegalStateException("remove() needs a next() before it, once each");
    }
    current.delete();
  }

  private void load() {
    batch.clear();
    position = 0;
    long bytes = 0;
    KeyRange range =
        lastKey == null
            ? KeyRange.prefix(prefix)
            : KeyRange.of(lastKey, false, KeyRange.successor(prefix), false);
    try (Cursor cursor = state.tree.cursor(range)) {
      while (batch.size() < BATCH_ENTRIES && bytes < BATCH_BYTES) {
        if (!cursor.next()) {
          exhausted = true;
          return;
        }
        lastKey = cursor.key();
        byte[] value = cursor.value();
        batch.add(new Entry(lastKey, value));
        bytes += lastKey.length + value.length;
      }
    }
  }

  /** One entry; key and value are deserialized when they are first asked for. */
  final class Entry implements Map.Entry<UK, UV> {
    private final byte[] keyBytes;
    private byte[] valueBytes;
    private UK userKey;
    private UV userValue;
    private boolean deleted;

    private Entry(byte[] keyBytes, byte[] valueBytes) {
      this.keyBytes = keyBytes;
      this.valueBytes = valueBytes;
    }

    private void delete() {
      state.tree.delete(keyBytes);
      deleted = true;
      valueBytes = null;
      userValue = null;
    }

    @Override
    public UK getKey() {
      if (userKey == null) {
        try {
          userKey = state.decodeUserKey(keyBytes, prefix.length, keyBytes.length);
        } catch (IOException e) {
          throw new FlinkRuntimeException("a key of a map state could not be read", e);
        }
      }
      return userKey;
    }

    @Override
    public UV getValue() {
      if (valueBytes != null) {
        try {
          userValue = state.decodeUserValue(valueBytes);
        } catch (IOException e) {
          throw new FlinkRuntimeException("a value of a map state could not be read", e);
        }
        valueBytes = null;
      }
      return userValue;
    }

    @Override
    public UV setValue(UV value) {
      if (deleted) {
        throw new IllegalStateException("the entry has been removed");
      }
      UV old = getValue();
      try {
        state.putRaw(keyBytes, value);
      } catch (IOException e) {
        throw new FlinkRuntimeException("a value of a map state could not be written", e);
      }
      userValue = value;
      return old;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Map.Entry<?, ?> that
          && Objects.equals(getKey(), that.getKey())
          && Objects.equals(getValue(), that.getValue());
    }

    @Override
    public int hashCode() {
      return Objects.hashCode(getKey()) ^ Objects.hashCode(getValue());
    }

    @Override
    public String toString() {
      return getKey() + "=" + getValue();
    }
  }
}
