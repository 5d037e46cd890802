// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink.timer;

import static org.assertj.core.api.Assertions.assertThat;

import io.oxbow.KeyRange;
import io.oxbow.MemoryBudget;
import io.oxbow.Store;
import io.oxbow.StoreOptions;
import io.oxbow.Tree;
import io.oxbow.flink.key.KeyGroups;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.base.IntSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The timers of a key group are a sorted set, whatever part of them is at hand. */
class TimerSetTest {
  private static final TypeSerializer<Integer> NUMBERS = IntSerializer.INSTANCE;

  @TempDir Path directory;
  private Store store;
  private Tree tree;

  @BeforeEach
  void open() {
    store =
        Store.open(
            directory.resolve("store"),
            StoreOptions.builder().memory(MemoryBudget.ofBytes(16 << 20)).build());
    tree = store.tree("timers");
    // Neighbouring key groups, which must neither be seen nor lost.
    tree.put(new byte[] {4, 0, 0, 0, 1}, new byte[0]);
    tree.put(new byte[] {6, 0, 0, 0, 1}, new byte[0]);
  }

  @AfterEach
  void close() {
    try (var all = tree.cursor(KeyRange.all())) {
      assertThat(all.next()).isTrue();
      assertThat(all.key()[0]).isEqualTo((byte) 4);
    }
    assertThat(tree.contains(new byte[] {6, 0, 0, 0, 1})).isTrue();
    store.close();
  }

  private TimerSet<Integer> timers(int headCapacity) {
    return new TimerSet<>(store, tree, () -> NUMBERS, KeyGroups.prefix(5, 1), headCapacity);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 1000})
  void itIsASortedSet(int headCapacity) {
    Random random = new Random(headCapacity);
    TimerSet<Integer> timers = timers(headCapacity);
    TreeSet<Integer> expected = new TreeSet<>();
    for (int i = 0; i < 20_000; i++) {
      int number = random.nextInt(300);
      Integer headBefore = expected.isEmpty() ? null : expected.first();
      boolean told = true;
      switch (random.nextInt(i / 2_000 % 2 == 0 ? 6 : 12)) {
        case 0, 1, 2 -> {
          expected.add(number);
          told = timers.add(number);
        }
        case 3 -> {
          expected.remove(number);
          told = timers.remove(number);
        }
        case 4 -> assertThat(timers.size()).isEqualTo(expected.size());
        case 5 -> timers = timers(headCapacity);
        default -> assertThat(timers.poll()).isEqualTo(expected.pollFirst());
      }
      Integer head = expected.isEmpty() ? null : expected.first();
      assertThat(told || Objects.equals(head, headBefore)).isTrue();
      assertThat(timers.peek()).isEqualTo(head);
      assertThat(timers.isEmpty()).isEqualTo(expected.isEmpty());
      if (i % 100 == 0) {
        assertThat(listed(timers)).containsExactlyElementsOf(expected);
      }
    }
  }

  private static List<Integer> listed(TimerSet<Integer> timers) {
    List<Integer> listed = new ArrayList<>();
    try (TimerIterator<Integer> all = timers.iterator()) {
      all.forEachRemaining(listed::add);
    }
    return listed;
  }

  @Test
  void iteratingDoesNotSeeTimersAddedMeanwhile() {
    TimerSet<Integer> timers = timers(2);
    for (int i = 0; i < 10; i++) {
      timers.add(i);
    }
    List<Integer> seen = new ArrayList<>();
    try (TimerIterator<Integer> all = timers.iterator()) {
      while (all.hasNext()) {
        int number = all.next();
        seen.add(number);
        timers.remove(number);
        timers.add(number + 100);
      }
    }
    assertThat(seen).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertThat(listed(timers)).hasSize(10).allMatch(number -> number >= 100);
  }
}
