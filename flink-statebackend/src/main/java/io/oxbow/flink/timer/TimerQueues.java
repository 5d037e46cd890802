// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink.timer;

import io.oxbow.Store;
import io.oxbow.flink.catalog.StateRegistration;
import io.oxbow.flink.catalog.StateTree;
import io.oxbow.flink.key.KeyGroups;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.runtime.state.KeyExtractorFunction;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyGroupedInternalPriorityQueue;
import org.apache.flink.runtime.state.Keyed;
import org.apache.flink.runtime.state.PriorityComparable;
import org.apache.flink.runtime.state.PriorityComparator;
import org.apache.flink.runtime.state.PriorityQueueSetFactory;
import org.apache.flink.runtime.state.heap.HeapPriorityQueueElement;
import org.apache.flink.runtime.state.heap.KeyGroupPartitionedPriorityQueue;

/** Creates the timer queues of a backend: one tree each, partitioned by key group. */
public final class TimerQueues implements PriorityQueueSetFactory {
  private static final int HEAD_CAPACITY = 128;

  private final Store store;
  private final StateRegistration registration;
  private final KeyGroupRange keyGroupRange;
  private final int numberOfKeyGroups;
  private final Map<String, Queue<?>> queues = new HashMap<>();

  public TimerQueues(
      Store store,
      StateRegistration registration,
      KeyGroupRange keyGroupRange,
      int numberOfKeyGroups) {
    this.store = store;
    this.registration = registration;
    this.keyGroupRange = keyGroupRange;
    this.numberOfKeyGroups = numberOfKeyGroups;
  }

  @Override
  public <T extends HeapPriorityQueueElement & PriorityComparable<? super T> & Keyed<?>>
      KeyGroupedInternalPriorityQueue<T> create(String name, TypeSerializer<T> serializer) {
    return create(name, serializer, false);
  }

  @Override
  public <T extends HeapPriorityQueueElement & PriorityComparable<? super T> & Keyed<?>>
      KeyGroupedInternalPriorityQueue<T> create(
          String name, TypeSerializer<T> serializer, boolean allowFutureMetadataUpdates) {
    StateTree state = registration.timers(name, serializer, allowFutureMetadataUpdates);
    // One queue per name: two would each keep a head of the same timers.
    @SuppressWarnings("unchecked")
    Queue<T> queue = (Queue<T>) queues.computeIfAbsent(name, unused -> create(state, serializer));
    queue.serializer().set(serializer);
    return queue.partitions();
  }

  private <T extends HeapPriorityQueueElement & PriorityComparable<? super T> & Keyed<?>>
      Queue<T> create(StateTree state, TypeSerializer<T> serializer) {
    int prefixBytes = KeyGroups.prefixBytes(numberOfKeyGroups);
    AtomicReference<TypeSerializer<T>> current = new AtomicReference<>(serializer);
    return new Queue<>(
        current,
        new KeyGroupPartitionedPriorityQueue<T, TimerSet<T>>(
            KeyExtractorFunction.forKeyedObjects(),
            PriorityComparator.forPriorityComparableObjects(),
            (keyGroup, numKeyGroups, keyExtractor, comparator) ->
                new TimerSet<>(
                    store,
                    state.tree(),
                    current::get,
                    KeyGroups.prefix(keyGroup, prefixBytes),
                    HEAD_CAPACITY),
            keyGroupRange,
            numberOfKeyGroups));
  }

  private record Queue<T>(
      AtomicReference<TypeSerializer<T>> serializer,
      KeyGroupedInternalPriorityQueue<T> partitions) {}
}
