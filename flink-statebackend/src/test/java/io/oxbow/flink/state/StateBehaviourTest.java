// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oxbow.flink.BackendFixture;
import io.oxbow.flink.OxbowKeyedStateBackend;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
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
import org.apache.flink.api.common.typeutils.base.IntSerializer;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.queryablestate.client.state.serialization.KvStateSerializer;
import org.apache.flink.runtime.state.internal.InternalKvState;
import org.apache.flink.runtime.state.internal.InternalMergingState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What users rely on beyond Flink's contract suite: big maps, merging, many namespaces, queries.
 */
class StateBehaviourTest {
  private static final String NAMESPACE = "window";
  private static final int MANY = 1_000;

  @TempDir Path directory;
  private BackendFixture fixture;
  private OxbowKeyedStateBackend<String> backend;

  @BeforeEach
  void start() throws Exception {
    fixture = new BackendFixture(directory, new Configuration());
    backend = fixture.create();
    backend.setCurrentKey("key");
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private <S extends State> S state(StateDescriptor<S, ?> descriptor, String namespace)
      throws Exception {
    return backend.getPartitionedState(namespace, StringSerializer.INSTANCE, descriptor);
  }

  private static MapStateDescriptor<Integer, String> maps(String name) {
    return new MapStateDescriptor<>(name, IntSerializer.INSTANCE, StringSerializer.INSTANCE);
  }

  private MapState<Integer, String> bigMap() throws Exception {
    MapState<Integer, String> map = state(maps("map"), NAMESPACE);
    for (int i = 0; i < MANY; i++) {
      map.put(i, i % 10 == 0 ? null : "value" + i);
    }
    // Neighbours that an iteration or a clear must not touch.
    state(maps("map"), "vindow").put(1, "below");
    state(maps("map"), "windox").put(1, "above");
    backend.setCurrentKey("kez");
    state(maps("map"), NAMESPACE).put(1, "other key");
    backend.setCurrentKey("key");
    return state(maps("map"), NAMESPACE);
  }

  @Test
  void mapsLargerThanABatchIterateInOrderAndOnce() throws Exception {
    MapState<Integer, String> map = bigMap();
    List<Integer> keys = new ArrayList<>();
    for (Map.Entry<Integer, String> entry : map.entries()) {
      keys.add(entry.getKey());
      assertThat(entry.getValue())
          .isEqualTo(entry.getKey() % 10 == 0 ? null : "value" + entry.getKey());
    }
    assertThat(keys).hasSize(MANY).isSorted();
    assertThat(map.keys()).containsExactlyElementsOf(keys);
    Iterator<Integer> end = map.keys().iterator();
    keys.forEach(unused -> end.next());
    assertThat(end.hasNext()).isFalse();
    assertThatThrownBy(end::next).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void mapsCanBeChangedWhileTheyAreIterated() throws Exception {
    MapState<Integer, String> map = bigMap();
    Iterator<Map.Entry<Integer, String>> entries = map.iterator();
    assertThatThrownBy(entries::remove).isInstanceOf(IllegalStateException.class);
    while (entries.hasNext()) {
      Map.Entry<Integer, String> entry = entries.next();
      if (entry.getKey() % 2 == 0) {
        entries.remove();
        assertThatThrownBy(() -> entry.setValue("x")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(entries::remove).isInstanceOf(IllegalStateException.class);
      } else {
        String old = entry.getValue();
        assertThat(entry.setValue(old + "!")).isEqualTo(old);
        assertThat(entry.getValue()).isEqualTo(old + "!");
      }
    }
    for (int i = 0; i < MANY; i++) {
      assertThat(map.contains(i)).isEqualTo(i % 2 == 1);
      assertThat(map.get(i)).isEqualTo(i % 2 == 1 ? "value" + i + "!" : null);
    }
  }

  @Test
  void clearingAMapTouchesNoNeighbour() throws Exception {
    bigMap().clear();
    assertThat(state(maps("map"), NAMESPACE).isEmpty()).isTrue();
    assertThat(state(maps("map"), "vindow").get(1)).isEqualTo("below");
    assertThat(state(maps("map"), "windox").get(1)).isEqualTo("above");
    backend.setCurrentKey("kez");
    assertThat(state(maps("map"), NAMESPACE).get(1)).isEqualTo("other key");
    assertThat(backend.numKeyValueStateEntries()).isEqualTo(3);
  }

  @Test
  void sessionWindowsMerge() throws Exception {
    ListStateDescriptor<Long> lists = new ListStateDescriptor<>("l", LongSerializer.INSTANCE);
    ReducingStateDescriptor<Long> sums =
        new ReducingStateDescriptor<>("s", Long::sum, LongSerializer.INSTANCE);
    for (String window : List.of("a", "b", "target", "untouched")) {
      state(lists, window).add(1L);
      state(lists, window).add(2L);
      state(sums, window).add(10L);
    }
    merge(state(lists, "a"));
    merge(state(sums, "a"));
    assertThat(state(lists, "target").get()).containsExactly(1L, 2L, 1L, 2L, 1L, 2L);
    assertThat(state(sums, "target").get()).isEqualTo(30L);
    for (String merged : List.of("a", "b")) {
      assertThat(state(lists, merged).get()).isNull();
      assertThat(state(sums, merged).get()).isNull();
    }
    assertThat(state(lists, "untouched").get()).hasSize(2);
    assertThat(state(sums, "untouched").get()).isEqualTo(10L);
  }

  @SuppressWarnings("unchecked")
  private static void merge(State state) throws Exception {
    ((InternalMergingState<String, String, ?, ?, ?>) state)
        .mergeNamespaces("target", List.of("a", "b", "never there"));
  }

  @Test
  void keysAreListedOnceAcrossStatesAndNamespaces() throws Exception {
    ValueStateDescriptor<Long> values = new ValueStateDescriptor<>("v", LongSerializer.INSTANCE);
    List<String> both = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      String key = "k".repeat(i % 40) + i;
      backend.setCurrentKey(key);
      if (i % 3 != 0) {
        state(values, NAMESPACE).update(1L);
        state(values, "other").update(1L);
      }
      if (i % 3 != 1) {
        state(maps("m"), NAMESPACE).putAll(Map.of(1, "a", 2, "b", 3, "c"));
      }
      both.add(key);
    }
    try (Stream<String> keys = backend.getKeys(List.of("v", "m", "absent"), NAMESPACE)) {
      assertThat(keys).containsExactlyInAnyOrderElementsOf(both);
    }
    try (Stream<String> keys = backend.getKeys("m", NAMESPACE)) {
      assertThat(keys).hasSize(200).doesNotHaveDuplicates();
    }
    try (Stream<Tuple2<String, String>> pairs = backend.getKeysAndNamespaces("v")) {
      assertThat(pairs).hasSize(400).doesNotHaveDuplicates();
    }
    try (Stream<Tuple2<String, String>> pairs = backend.getKeysAndNamespaces("m")) {
      assertThat(pairs).hasSize(200).doesNotHaveDuplicates();
    }
    assertThat(backend.getKeys(List.of("absent"), NAMESPACE)).isEmpty();
    assertThat(backend.getKeysAndNamespaces("absent")).isEmpty();
  }

  @Test
  void applyingToAllKeysSeesTheMomentOfTheCall() throws Exception {
    ValueStateDescriptor<Long> values = new ValueStateDescriptor<>("v", LongSerializer.INSTANCE);
    for (int i = 0; i < MANY; i++) {
      backend.setCurrentKey("k" + i);
      state(values, NAMESPACE).update(1L);
    }
    List<String> seen = new ArrayList<>();
    backend.applyToAllKeys(
        NAMESPACE,
        StringSerializer.INSTANCE,
        values,
        (key, state) -> {
          seen.add(key);
          state.clear();
          backend.setCurrentKey(key + "new");
          state.update(2L);
        });
    assertThat(seen).hasSize(MANY).doesNotHaveDuplicates();
    assertThat(backend.numKeyValueStateEntries()).isEqualTo(MANY);
  }

  @Test
  void hugeValuesAreReadBackWhole() throws Exception {
    ValueStateDescriptor<String> texts =
        new ValueStateDescriptor<>("text", StringSerializer.INSTANCE);
    for (int length : new int[] {0, 100, 5_000, 3_000_000, 10}) {
      String text = String.join("", Collections.nCopies(length / 10, "0123456789"));
      ValueState<String> state = state(texts, NAMESPACE);
      state.update(text);
      assertThat(state.value()).isEqualTo(text);
    }
    ListState<Long> list =
        state(new ListStateDescriptor<>("list", LongSerializer.INSTANCE), NAMESPACE);
    List<Long> expected = new ArrayList<>();
    for (long i = 0; i < 50_000; i++) {
      list.add(i);
      expected.add(i);
    }
    assertThat(list.get()).containsExactlyElementsOf(expected);
  }

  @Test
  void otherThreadsQueryWhileTheTaskWrites() throws Exception {
    MapState<Integer, String> map = bigMap();
    ReducingStateDescriptor<Long> sums =
        new ReducingStateDescriptor<>("s", Long::sum, LongSerializer.INSTANCE);
    ReducingState<Long> sum = state(sums, NAMESPACE);
    sum.add(1L);
    byte[] query =
        KvStateSerializer.serializeKeyAndNamespace(
            "key", StringSerializer.INSTANCE, NAMESPACE, StringSerializer.INSTANCE);
    ExecutorService clients = Executors.newFixedThreadPool(2);
    try {
      List<Future<Long>> answers = new ArrayList<>();
      for (int client = 0; client < 2; client++) {
        answers.add(clients.submit(() -> query(map, sum, query)));
      }
      for (int i = 0; i < 20_000; i++) {
        sum.add(1L);
        backend.setCurrentKey("elsewhere" + i % 7);
        sum.add(5L);
        backend.setCurrentKey("key");
      }
      for (Future<Long> answer : answers) {
        assertThat(answer.get()).isBetween(1L, 20_001L);
      }
    } finally {
      clients.shutdownNow();
    }
  }

  /** Asks many times; sums may only grow. */
  @SuppressWarnings("unchecked")
  private static long query(MapState<Integer, String> map, ReducingState<Long> sum, byte[] query)
      throws Exception {
    InternalKvState<String, String, Long> sums = (InternalKvState<String, String, Long>) sum;
    InternalKvState<String, String, Map<Integer, String>> maps =
        (InternalKvState<String, String, Map<Integer, String>>) (Object) map;
    long last = 0;
    for (int i = 0; i < 200; i++) {
      byte[] answer =
          sums.getSerializedValue(
              query, StringSerializer.INSTANCE, StringSerializer.INSTANCE, LongSerializer.INSTANCE);
      long now = KvStateSerializer.deserializeValue(answer, LongSerializer.INSTANCE);
      assertThat(now).isGreaterThanOrEqualTo(last);
      last = now;
      if (i % 20 == 0) {
        byte[] entries =
            maps.getSerializedValue(
                query,
                StringSerializer.INSTANCE,
                StringSerializer.INSTANCE,
                maps.getValueSerializer().duplicate());
        Map<Integer, String> read =
            new TreeMap<>(
                KvStateSerializer.deserializeMap(
                    entries, IntSerializer.INSTANCE, StringSerializer.INSTANCE));
        assertThat(read).hasSize(MANY);
      }
    }
    return last;
  }
}
