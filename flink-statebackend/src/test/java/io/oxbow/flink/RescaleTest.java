// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A job goes from 1 to 3 to 2 subtasks, changing its state in between, and loses nothing. */
class RescaleTest {
  private static final int KEYS = 700;
  private static final int CHANGES = 20_000;

  @TempDir Path directory;
  private BackendFixture fixture;

  enum By {
    CHECKPOINT,
    SAVEPOINT
  }

  @BeforeEach
  void start() {
    fixture = new BackendFixture(directory, new Configuration());
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  @ParameterizedTest
  @EnumSource(By.class)
  void stateIsTheSameAfterRescaling(By by) throws Exception {
    // What the job would have without ever stopping.
    OxbowKeyedStateBackend<String> steady = fixture.create();
    AllStates steadyStates = new AllStates(steady).change(1, KEYS, CHANGES);

    OxbowKeyedStateBackend<String> one = fixture.create();
    new AllStates(one).change(1, KEYS, CHANGES);
    assertThat(AllStates.content(one)).hasSizeGreaterThan(KEYS).isEqualTo(contentOf(steady));

    List<OxbowKeyedStateBackend<String>> three = rescale(List.of(one), 3, by);
    assertThat(contentOf(three)).isEqualTo(AllStates.content(steady));

    steadyStates.change(2, KEYS, CHANGES);
    for (OxbowKeyedStateBackend<String> subtask : three) {
      new AllStates(subtask).change(2, KEYS, CHANGES);
    }
    assertThat(withoutTimers(contentOf(three))).isEqualTo(withoutTimers(contentOf(steady)));

    SortedMap<String, String> before = contentOf(three);
    List<OxbowKeyedStateBackend<String>> two = rescale(three, 2, by);
    assertThat(contentOf(two)).isEqualTo(before);
    for (OxbowKeyedStateBackend<String> subtask : two) {
      new AllStates(subtask).change(3, KEYS, CHANGES);
    }
    steadyStates.change(3, KEYS, CHANGES);
    assertThat(withoutTimers(contentOf(two))).isEqualTo(withoutTimers(contentOf(steady)));
  }

  @Test
  void adoptionWritesNoRecord() throws Exception {
    OxbowKeyedStateBackend<String> one = fixture.create();
    new AllStates(one).change(1, KEYS, CHANGES);
    List<OxbowKeyedStateBackend<String>> three = rescale(List.of(one), 3, By.CHECKPOINT);
    List<OxbowKeyedStateBackend<String>> two = rescale(three, 2, By.CHECKPOINT);
    assertThat(one.store().metrics().recordsWritten()).isPositive();
    for (OxbowKeyedStateBackend<String> subtask : two) {
      assertThat(subtask.store().metrics().recordsWritten()).isZero();
    }
    for (OxbowKeyedStateBackend<String> subtask : three) {
      assertThat(subtask.store().metrics().recordsWritten()).isZero();
    }
    assertThat(contentOf(two)).isEqualTo(contentOf(one));
  }

  @Test
  void aSubtaskThatGetsNothingOfAHandleIgnoresIt() throws Exception {
    OxbowKeyedStateBackend<String> one = fixture.create();
    new AllStates(one).change(1, KEYS, CHANGES);
    List<OxbowKeyedStateBackend<String>> two = rescale(List.of(one), 2, By.CHECKPOINT);
    KeyedStateHandle low = fixture.checkpoint(two.get(0), 5);
    OxbowKeyedStateBackend<String> high = fixture.restore(AllStates.range(2, 1), List.of(low));
    assertThat(AllStates.content(high)).isEmpty();
  }

  private List<OxbowKeyedStateBackend<String>> rescale(
      List<OxbowKeyedStateBackend<String>> subtasks, int parallelism, By by) throws Exception {
    List<KeyedStateHandle> handles = new ArrayList<>();
    for (OxbowKeyedStateBackend<String> subtask : subtasks) {
      handles.add(
          by == By.CHECKPOINT ? fixture.checkpoint(subtask, 1) : BackendFixture.savepoint(subtask));
    }
    List<OxbowKeyedStateBackend<String>> rescaled = new ArrayList<>();
    for (int i = 0; i < parallelism; i++) {
      KeyGroupRange range = AllStates.range(parallelism, i);
      List<KeyedStateHandle> assigned =
          handles.stream().map(h -> h.getIntersection(range)).filter(h -> h != null).toList();
      rescaled.add(fixture.restore(range, assigned));
    }
    return rescaled;
  }

  private static SortedMap<String, String> contentOf(OxbowKeyedStateBackend<String> subtask)
      throws Exception {
    return AllStates.content(subtask);
  }

  private static SortedMap<String, String> contentOf(List<OxbowKeyedStateBackend<String>> subtasks)
      throws Exception {
    SortedMap<String, String> all = new TreeMap<>();
    for (OxbowKeyedStateBackend<String> subtask : subtasks) {
      all = AllStates.union(all, AllStates.content(subtask));
    }
    return all;
  }

  /** Polling takes the earliest timer of a subtask, so which ones are left depends on the split. */
  private static SortedMap<String, String> withoutTimers(SortedMap<String, String> content) {
    SortedMap<String, String> rest = new TreeMap<>(content);
    rest.keySet().removeIf(record -> record.startsWith("_timers"));
    return rest;
  }
}
