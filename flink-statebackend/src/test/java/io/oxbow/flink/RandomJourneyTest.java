// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.state.CheckpointableKeyedStateBackend;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random lives of a job: changes, checkpoints, restores, rescaling and savepoints in any order,
 * with the same life on Flink's HashMap backend beside it. Both must hold the same at every step.
 */
class RandomJourneyTest {
  private static final int JOURNEYS = 6 * Integer.getInteger("oxbow.scale", 1);
  private static final int STEPS = 14;
  private static final int MAX_PARALLELISM = 4;

  @TempDir Path directory;

  static LongStream seeds() {
    long first = Long.getLong("oxbow.firstSeed", 0);
    return LongStream.range(first, first + JOURNEYS);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void oxbowAndTheHeapHoldTheSame(long seed) throws Exception {
    Random random = new Random(seed);
    int keys = 1 << random.nextInt(4, 12);
    try (BackendFixture fixture = new BackendFixture(directory, new Configuration(), 256L << 20)) {
      Job oxbow = new Job(fixture, new OxbowStateBackend());
      Job heap = new Job(fixture, new HashMapStateBackend());
      for (int step = 0; step < STEPS; step++) {
        int operations = random.nextInt(keys * 8);
        oxbow.change(seed * STEPS + step, keys, operations);
        heap.change(seed * STEPS + step, keys, operations);
        int parallelism = random.nextInt(1, MAX_PARALLELISM + 1);
        switch (random.nextInt(5)) {
          case 0 -> {
            oxbow.restart(oxbow.savepoints(), parallelism);
            heap.restart(heap.savepoints(), parallelism);
          }
          case 1 -> {
            // Each goes on from the other's savepoint.
            List<KeyedStateHandle> ofHeap = heap.savepoints();
            heap.restart(oxbow.savepoints(), parallelism);
            oxbow.restart(ofHeap, parallelism);
          }
          case 2, 3 -> {
            oxbow.restart(oxbow.checkpoints(step), parallelism);
            heap.restart(heap.savepoints(), parallelism);
          }
          default -> oxbow.checkpoints(step);
        }
        oxbow.assertSameAs(heap);
      }
    }
  }

  /** All subtasks of a job on one state backend. */
  private static final class Job {
    private final BackendFixture fixture;
    private final StateBackend stateBackend;
    private List<CheckpointableKeyedStateBackend<String>> subtasks = new ArrayList<>();
    private List<AllStates> states = new ArrayList<>();

    private Job(BackendFixture fixture, StateBackend stateBackend) throws Exception {
      this.fixture = fixture;
      this.stateBackend = stateBackend;
      restart(List.of(), 1);
    }

    private void change(long seed, int keys, int operations) throws Exception {
      for (AllStates subtask : states) {
        subtask.change(seed, keys, operations);
      }
    }

    private List<KeyedStateHandle> savepoints() throws Exception {
      List<KeyedStateHandle> handles = new ArrayList<>();
      for (CheckpointableKeyedStateBackend<String> subtask : subtasks) {
        handles.add(BackendFixture.savepoint(subtask));
      }
      return handles;
    }

    private List<KeyedStateHandle> checkpoints(long id) throws Exception {
      List<KeyedStateHandle> handles = new ArrayList<>();
      for (CheckpointableKeyedStateBackend<String> subtask : subtasks) {
        handles.add(fixture.checkpoint(subtask, id));
      }
      return handles;
    }

    private void restart(List<KeyedStateHandle> handles, int parallelism) throws Exception {
      subtasks.forEach(CheckpointableKeyedStateBackend::dispose);
      subtasks = new ArrayList<>();
      states = new ArrayList<>();
      for (int i = 0; i < parallelism; i++) {
        KeyGroupRange range = AllStates.range(parallelism, i);
        List<KeyedStateHandle> assigned =
            handles.stream().map(h -> h.getIntersection(range)).filter(h -> h != null).toList();
        subtasks.add(
            fixture.create(
                stateBackend,
                StringSerializer.INSTANCE,
                BackendFixture.KEY_GROUPS,
                range,
                assigned,
                1.0));
        states.add(new AllStates(subtasks.get(i)));
      }
    }

    private void assertSameAs(Job other) throws Exception {
      assertThat(subtasks).hasSameSizeAs(other.subtasks);
      for (int i = 0; i < subtasks.size(); i++) {
        assertThat(AllStates.content(subtasks.get(i)))
            .isEqualTo(AllStates.content(other.subtasks.get(i)));
      }
    }
  }
}
