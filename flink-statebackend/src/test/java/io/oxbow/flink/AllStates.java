// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.api.common.state.AggregatingState;
import org.apache.flink.api.common.state.AggregatingStateDescriptor;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReducingState;
import org.apache.flink.api.common.state.ReducingStateDescriptor;
import org.apache.flink.api.common.state.State;
import org.apache.flink.api.common.state.StateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.runtime.state.CheckpointableKeyedStateBackend;
import org.apache.flink.runtime.state.FullSnapshotResources;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.KeyGroupedInternalPriorityQueue;
import org.apache.flink.runtime.state.KeyValueStateIterator;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.TimerHeapInternalTimer;
import org.apache.flink.streaming.api.operators.TimerSerializer;

/** A job's worth of state: all five kinds and timers, changed at random; and its whole content. */
public final class AllStates {
  private final CheckpointableKeyedStateBackend<String> backend;
  private final ValueState<Long> value;
  private final ValueState<String> text;
  private final ListState<Long> list;
  private final MapState<String, Long> map;
  private final ReducingState<Long> reducing;
  private final AggregatingState<Long, Long> aggregating;
  private final KeyGroupedInternalPriorityQueue<TimerHeapInternalTimer<String, String>> timers;

  public AllStates(CheckpointableKeyedStateBackend<String> backend) throws Exception {
    this.backend = backend;
    value = state(new ValueStateDescriptor<>("value", LongSerializer.INSTANCE));
    text = state(new ValueStateDescriptor<>("text", StringSerializer.INSTANCE));
    list = state(new ListStateDescriptor<>("list, with: odd/name", LongSerializer.INSTANCE));
    map =
        state(new MapStateDescriptor<>("map", StringSerializer.INSTANCE, LongSerializer.INSTANCE));
    reducing = state(new ReducingStateDescriptor<>("reducing", Long::sum, LongSerializer.INSTANCE));
    aggregating =
        state(new AggregatingStateDescriptor<>("agg", new Sum(), LongSerializer.INSTANCE));
    timers =
        backend.create(
            "_timers", new TimerSerializer<>(StringSerializer.INSTANCE, StringSerializer.INSTANCE));
  }

  private <S extends State> S state(StateDescriptor<S, ?> descriptor) throws Exception {
    return backend.getPartitionedState(
        VoidNamespace.INSTANCE, VoidNamespaceSerializer.INSTANCE, descriptor);
  }

  /** Changes keys {@code key0..keyN}, as far as they belong to the backend, reproducibly. */
  public AllStates change(long seed, int keys, int operations) throws Exception {
    Random random = new Random(seed);
    for (int i = 0; i < operations; i++) {
      String key = "key" + random.nextInt(keys);
      int operation = random.nextInt(22);
      long number = random.nextLong();
      int group = KeyGroupRangeAssignment.assignToKeyGroup(key, BackendFixture.KEY_GROUPS);
      if (backend.getKeyGroupRange().contains(group)) {
        backend.setCurrentKey(key);
        change(key, operation, number);
      }
    }
    return this;
  }

  private void change(String key, int operation, long number) throws Exception {
    String userKey = "user" + Math.floorMod(number, 50);
    switch (operation) {
      case 0 -> value.clear();
      case 1 -> list.clear();
      case 2 -> map.clear();
      case 3 -> map.remove(userKey);
      case 4 -> timers.poll();
      case 5 -> timers.remove(timer(key, number));
      case 6, 7, 8 -> list.add(number);
      case 9 -> list.update(List.of(number, 2L, 3L));
      case 10, 11, 12 -> map.put(userKey, number);
      case 13 -> map.putAll(Map.of("a", number, "b", 1L));
      case 14, 15 -> timers.add(timer(key, number));
      case 16 -> reducing.add(number);
      case 17 -> aggregating.add(number);
      case 18 -> text.update("t".repeat((int) Math.floorMod(number, 6_000L)));
      case 19 -> text.clear();
      default -> value.update(number);
    }
  }

  /** No two keys have a timer at the same time: which of two is polled first is not defined. */
  private static TimerHeapInternalTimer<String, String> timer(String key, long number) {
    long time = Math.floorMod(number, 1000L) * 100_000 + Long.parseLong(key.substring(3));
    return new TimerHeapInternalTimer<>(time, key, "namespace");
  }

  /** Everything in the backend: state name and key as hex digits, to the value as hex digits. */
  public static SortedMap<String, String> content(CheckpointableKeyedStateBackend<?> backend)
      throws Exception {
    SortedMap<String, String> content = new TreeMap<>();
    FullSnapshotResources<?> snapshot = backend.savepoint().getSnapshotResources();
    try (KeyValueStateIterator records = snapshot.createKVStateIterator()) {
      while (records.isValid()) {
        String state = snapshot.getMetaInfoSnapshots().get(records.kvStateId()).getName();
        String record = state + " " + HexFormat.of().formatHex(records.key());
        String earlier = content.put(record, HexFormat.of().formatHex(records.value()));
        if (earlier != null) {
          throw new AssertionError("two records " + record);
        }
        records.next();
      }
    } finally {
      snapshot.release();
    }
    return content;
  }

  /** The contents of two subtasks as one, which must not overlap. */
  public static SortedMap<String, String> union(
      SortedMap<String, String> left, SortedMap<String, String> right) {
    SortedMap<String, String> union = new TreeMap<>(left);
    union.putAll(right);
    if (union.size() != left.size() + right.size()) {
      throw new AssertionError("two subtasks hold the same record");
    }
    return union;
  }

  /** The key groups of subtask {@code index} of {@code parallelism}. */
  public static KeyGroupRange range(int parallelism, int index) {
    return KeyGroupRangeAssignment.computeKeyGroupRangeForOperatorIndex(
        BackendFixture.KEY_GROUPS, parallelism, index);
  }

  private static final class Sum implements AggregateFunction<Long, Long, Long> {
    private static final long serialVersionUID = 1L;

    @Override
    public Long createAccumulator() {
      return 0L;
    }

    @Override
    public Long add(Long value, Long accumulator) {
      return accumulator + value;
    }

    @Override
    public Long getResult(Long accumulator) {
      return accumulator;
    }

    @Override
    public Long merge(Long a, Long b) {
      return a + b;
    }
  }
}
