// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oxbow.Cursor;
import io.oxbow.KeyRange;
import io.oxbow.MemoryBudget;
import io.oxbow.StoreException;
import io.oxbow.StoreMetrics;
import io.oxbow.StoreOptions;
import io.oxbow.flink.AllStates;
import io.oxbow.flink.BackendFixture;
import io.oxbow.flink.OxbowStateBackend;
import io.oxbow.flink.catalog.StateTree;
import io.oxbow.flink.key.KeyGroups;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.fs.CloseableRegistry;
import org.apache.flink.runtime.state.CheckpointableKeyedStateBackend;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.StateSerializerProvider;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A canonical savepoint is restored whole, by whole pages where the order allows it. */
class SavepointRestoreTest {
  private static final int KEYS = 20_000;

  @TempDir Path directory;

  private BackendFixture fixture;
  private final MemoryBudget budget = MemoryBudget.ofBytes(64 << 20);
  private final CloseableRegistry registry = new CloseableRegistry();
  private StoreMetrics metrics; // of the store restored last

  @BeforeEach
  void before() {
    fixture = new BackendFixture(directory, new Configuration());
  }

  @AfterEach
  void after() {
    fixture.close();
    assertThat(budget.usedBytes()).isZero();
  }

  private CheckpointableKeyedStateBackend<String> backend(
      StateBackend stateBackend, KeyGroupRange range) throws Exception {
    return fixture.create(
        stateBackend, StringSerializer.INSTANCE, BackendFixture.KEY_GROUPS, range, List.of(), 1.0);
  }

  /** A value for each key of the backend's range. */
  private static void fill(CheckpointableKeyedStateBackend<String> backend, long offset)
      throws Exception {
    ValueState<Long> state =
        backend.getPartitionedState(
            VoidNamespace.INSTANCE,
            VoidNamespaceSerializer.INSTANCE,
            new ValueStateDescriptor<>("state", LongSerializer.INSTANCE));
    for (int i = 0; i < KEYS; i++) {
      String key = "key" + i;
      int group = KeyGroupRangeAssignment.assignToKeyGroup(key, BackendFixture.KEY_GROUPS);
      if (backend.getKeyGroupRange().contains(group)) {
        backend.setCurrentKey(key);
        state.update(offset + i);
      }
    }
  }

  private SortedMap<String, String> restored(KeyedStateHandle... handles) throws Exception {
    RestoredStore restored = Restore.run(request(budget, handles));
    try {
      metrics = restored.store().metrics();
      SortedMap<String, String> content = new TreeMap<>();
      for (StateTree state : restored.catalog().all()) {
        try (Cursor cursor = state.tree().cursor(KeyRange.all())) {
          while (cursor.next()) {
            content.put(
                state.name() + " " + HexFormat.of().formatHex(cursor.key()),
                HexFormat.of().formatHex(cursor.value()));
          }
        }
      }
      return content;
    } finally {
      restored.store().close();
    }
  }

  private RestoreRequest<String> request(MemoryBudget memory, KeyedStateHandle... handles) {
    return new RestoreRequest<>(
        directory.resolve("restored-" + System.nanoTime()),
        StoreOptions.builder().memory(memory).build(),
        BackendFixture.ALL,
        KeyGroups.prefixBytes(BackendFixture.KEY_GROUPS),
        List.of(handles),
        StateSerializerProvider.fromNewRegisteredSerializer(StringSerializer.INSTANCE),
        getClass().getClassLoader(),
        registry,
        Runnable::run,
        (name, value) -> {});
  }

  /** What a savepoint of this backend holds is all there after its restore. */
  private void requireRestored(StateBackend of) throws Exception {
    CheckpointableKeyedStateBackend<String> backend = backend(of, BackendFixture.ALL);
    fill(backend, 0);
    KeyedStateHandle savepoint = BackendFixture.savepoint(backend);
    assertThat(restored(savepoint)).isEqualTo(AllStates.content(backend)).hasSize(KEYS);
  }

  @Test
  void aSortedSavepointGoesInByWholePages() throws Exception {
    requireRestored(new OxbowStateBackend());
    assertThat(metrics.recordsBulkLoaded()).isGreaterThan(KEYS * 99L / 100);
    assertThat(metrics.consolidations()).isLessThan(10);
  }

  @Test
  void soDoesAnUnsortedOneOfTheHeap() throws Exception {
    requireRestored(new HashMapStateBackend());
    assertThat(metrics.recordsBulkLoaded()).isGreaterThan(KEYS * 90L / 100);
  }

  @Test
  void savepointsOfSeveralSubtasksMayComeInAnyOrder() throws Exception {
    KeyedStateHandle[] savepoints = new KeyedStateHandle[4];
    SortedMap<String, String> expected = new TreeMap<>();
    for (int i = 0; i < savepoints.length; i++) {
      CheckpointableKeyedStateBackend<String> backend =
          backend(new OxbowStateBackend(), AllStates.range(savepoints.length, i));
      fill(backend, 0);
      savepoints[savepoints.length - 1 - i] = BackendFixture.savepoint(backend);
      expected = AllStates.union(expected, AllStates.content(backend));
    }
    assertThat(restored(savepoints)).isEqualTo(expected).hasSize(KEYS);
    assertThat(metrics.recordsBulkLoaded()).isGreaterThan(KEYS * 95L / 100);
  }

  @Test
  void ofARecordThatComesTwiceTheLastOneStays() throws Exception {
    for (StateBackend kind : List.of(new OxbowStateBackend(), new HashMapStateBackend())) {
      CheckpointableKeyedStateBackend<String> backend = backend(kind, BackendFixture.ALL);
      fill(backend, 0);
      KeyedStateHandle older = BackendFixture.savepoint(backend);
      fill(backend, 1_000_000);
      KeyedStateHandle newer = BackendFixture.savepoint(backend);
      assertThat(restored(older, newer)).isEqualTo(AllStates.content(backend)).hasSize(KEYS);
    }
  }

  @Test
  void statesOfEveryKindAreRestoredFromEitherBackend() throws Exception {
    for (StateBackend kind : List.of(new OxbowStateBackend(), new HashMapStateBackend())) {
      CheckpointableKeyedStateBackend<String> backend = backend(kind, BackendFixture.ALL);
      new AllStates(backend).change(1, 2_000, 30_000);
      KeyedStateHandle savepoint = BackendFixture.savepoint(backend);
      Map<String, String> content = AllStates.content(backend);
      assertThat(restored(savepoint)).isEqualTo(content);
      assertThat(metrics.recordsBulkLoaded()).isGreaterThan(content.size() / 2);
    }
  }

  @Test
  void moreStatesThanBuffersAreRestored() throws Exception {
    CheckpointableKeyedStateBackend<String> backend =
        backend(new OxbowStateBackend(), BackendFixture.ALL);
    for (int s = 0; s < 40; s++) {
      ValueState<Long> state =
          backend.getPartitionedState(
              VoidNamespace.INSTANCE,
              VoidNamespaceSerializer.INSTANCE,
              new ValueStateDescriptor<>("state" + s, LongSerializer.INSTANCE));
      for (int i = 0; i < 200; i++) {
        backend.setCurrentKey("key" + i);
        state.update((long) s * i);
      }
    }
    KeyedStateHandle savepoint = BackendFixture.savepoint(backend);
    assertThat(restored(savepoint)).isEqualTo(AllStates.content(backend)).hasSize(8_000);
  }

  @Test
  void aStateTooLargeForTheBudgetIsTheErrorOfAPut() throws Exception {
    CheckpointableKeyedStateBackend<String> backend =
        backend(new HashMapStateBackend(), BackendFixture.ALL);
    fill(backend, 0);
    MemoryBudget small = MemoryBudget.ofBytes(MemoryBudget.MIN_BYTES);
    RestoreRequest<String> request = request(small, BackendFixture.savepoint(backend));
    assertThatThrownBy(() -> Restore.run(request))
        .isExactlyInstanceOf(StoreException.class)
        .hasMessageContaining("memory budget");
    assertThat(small.usedBytes()).isZero();
  }

  @Test
  void aCancelledTaskStopsInTheMiddle() throws Exception {
    CheckpointableKeyedStateBackend<String> backend =
        backend(new HashMapStateBackend(), BackendFixture.ALL);
    fill(backend, 0);
    RestoreRequest<String> request = request(budget, BackendFixture.savepoint(backend));
    registry.close();
    assertThatThrownBy(() -> Restore.run(request))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cancelled");
  }
}
