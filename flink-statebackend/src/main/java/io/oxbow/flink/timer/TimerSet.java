// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink.timer;

import io.oxbow.Cursor;
import io.oxbow.KeyRange;
import io.oxbow.Snapshot;
import io.oxbow.Store;
import io.oxbow.Tree;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.runtime.state.InternalPriorityQueue;
import org.apache.flink.runtime.state.heap.AbstractHeapPriorityQueueElement;
import org.apache.flink.util.FlinkRuntimeException;

/**
 * The timers of one key group, a set ordered by the bytes of its elements, which sort as the
 * elements do. Keys are {@code [key group][element]}, values empty. Not thread-safe.
 */
final class TimerSet<E> extends AbstractHeapPriorityQueueElement
    implements InternalPriorityQueue<E> {
  private static final byte[] NO_VALUE = new byte[0];

  private final Store store;
  private final Tree tree;
  private final Supplier<TypeSerializer<E>> serializer;
  private final byte[] prefix;
  private final int headCapacity;
  private final DataOutputSerializer out = new DataOutputSerializer(64);
  private final DataInputDeserializer in = new DataInputDeserializer();

  /** The smallest elements; all of them iff {@link #headIsAll}. */
  private final TreeSet<byte[]> head = new TreeSet<>(Arrays::compareUnsigned);

  private boolean headIsAll;
  private E first;

  /** No element is smaller: spares a refill the leaves that earlier timers have left behind. */
  private byte[] lowerBound;

  /**
   * @param serializer asked at each use, since it may be replaced by one that reads the same bytes
   * @param headCapacity how many elements are kept at hand
   */
  TimerSet(
      Store store,
      Tree tree,
      Supplier<TypeSerializer<E>> serializer,
      byte[] prefix,
      int headCapacity) {
    this.store = store;
    this.tree = tree;
    this.serializer = serializer;
    this.prefix = prefix;
    this.headCapacity = headCapacity;
    this.lowerBound = prefix;
  }

  @Override
  public E peek() {
    fillHead();
    if (first == null && !head.isEmpty()) {
      first = deserialize(head.first());
    }
    return first;
  }

  @Override
  public E poll() {
    E polled = peek();
    if (polled != null) {
      first = null;
      byte[] key = head.pollFirst();
      tree.delete(key);
      lowerBound = key;
    }
    return polled;
  }

  @Override
  public boolean add(E element) {
    fillHead();
    byte[] key = serialize(element);
    tree.put(key, NO_VALUE);
    if (Arrays.compareUnsigned(key, lowerBound) < 0) {
      lowerBound = key;
    }
    boolean belongsToHead = headIsAll || Arrays.compareUnsigned(key, head.last()) < 0;
    if (!belongsToHead) {
      return false;
    }
    boolean isNew = head.add(key);
    if (head.size() > headCapacity) {
      head.pollLast();
      headIsAll = false;
    }
    boolean isFirst = isNew && head.first() == key;
    if (isFirst) {
      first = null;
    }
    return isFirst;
  }

  @Override
  public boolean remove(E element) {
    fillHead();
    byte[] key = serialize(element);
    tree.delete(key);
    boolean wasFirst = !head.isEmpty() && Arrays.equals(head.first(), key);
    head.remove(key);
    if (wasFirst) {
      first = null;
    }
    return wasFirst;
  }

  @Override
  public boolean isEmpty() {
    fillHead();
    return head.isEmpty();
  }

  @Override
  public int size() {
    if (headIsAll) {
      return head.size();
    }
    int size = 0;
    try (Cursor cursor = tree.cursor(KeyRange.prefix(prefix))) {
      while (cursor.next()) {
        size++;
      }
    }
    return size;
  }

  @Override
  public void addAll(Collection<? extends E> elements) {
    if (elements != null) {
      elements.forEach(this::add);
    }
  }

  /** All elements in order, as they are now: changes while iterating are not seen. */
  @Override
  public TimerIterator<E> iterator() {
    Snapshot snapshot = store.snapshot();
    return new TimerIterator<>(
        snapshot, snapshot.cursor(tree, KeyRange.prefix(prefix)), this::deserialize);
  }

  private void fillHead() {
    if (headIsAll || !head.isEmpty()) {
      return;
    }
    headIsAll = true;
    KeyRange range = KeyRange.of(lowerBound, KeyRange.successor(prefix));
    try (Cursor cursor = tree.cursor(range)) {
      while (cursor.next()) {
        if (head.size() == headCapacity) {
          headIsAll = false;
          return;
        }
        head.add(cursor.key());
      }
    }
  }

  private byte[] serialize(E element) {
    out.clear();
    try {
      out.write(prefix);
      serializer.get().serialize(element, out);
    } catch (IOException e) {
      throw new FlinkRuntimeException("a timer could not be serialized: " + e.getMessage(), e);
    }
    return out.getCopyOfBuffer();
  }

  private E deserialize(byte[] key) {
    in.setBuffer(key, prefix.length, key.length - prefix.length);
    try {
      return serializer.get().deserialize(in);
    } catch (IOException e) {
      throw new FlinkRuntimeException("a stored timer could not be read: " + e.getMessage(), e);
    }
  }
}
