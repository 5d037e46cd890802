// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.kafka;

import static io.oxbow.kafka.TestStore.CHANGELOG;
import static io.oxbow.kafka.TestStore.bytes;
import static io.oxbow.kafka.TestStore.content;
import static io.oxbow.kafka.TestStore.gauge;
import static io.oxbow.kafka.TestStore.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oxbow.MemoryBudget;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.common.utils.LogCaptureAppender;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All stores of a process live within one budget, and give all of it back. */
class SharedMemoryTest {
  private static final int STORES = 200;
  private static final long BUDGET = 256L << 20;

  @TempDir File directory;

  @Test
  void twoHundredStoresStayWithinOneBudgetAndReturnIt() {
    TaskStandIn context = context(BUDGET);
    List<KeyValueStore<Bytes, byte[]>> stores = open(context, STORES);
    try (ProcessMemory.Share share = ProcessMemory.share(BUDGET)) {
      MemoryBudget budget = share.budget();
      assertThat(budget.limitBytes()).isEqualTo(BUDGET);
      for (int i = 0; i < STORES; i++) {
        for (int k = 0; k < 50; k++) {
          stores.get(i).put(key("k" + k), bytes("store " + i));
        }
        stores.get(i).commit(Map.of(CHANGELOG, (long) i));
        assertThat(budget.usedBytes()).isBetween(1L, BUDGET);
      }
      stores.forEach(KeyValueStore::close);
      assertThat(budget.usedBytes()).isZero();
    }
    List<KeyValueStore<Bytes, byte[]>> again = open(context, STORES);
    for (int i = 0; i < STORES; i++) {
      assertThat(content(again.get(i))).hasSize(50).containsEntry("k7", "store " + i);
      assertThat(again.get(i).committedOffset(CHANGELOG)).isEqualTo(i);
      again.get(i).close();
    }
  }

  private TaskStandIn context(long memoryBytes) {
    TaskStandIn context = new TaskStandIn(directory);
    context.configs.put(OxbowConfig.MEMORY_BYTES, memoryBytes);
    return context;
  }

  private static List<KeyValueStore<Bytes, byte[]>> open(TaskStandIn context, int count) {
    List<KeyValueStore<Bytes, byte[]>> stores = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      stores.add(TestStore.open(context, OxbowStores.persistentKeyValueStore("s" + i)));
    }
    return stores;
  }

  @Test
  void aFullBudgetIsAClearErrorAndLosesNothingCommitted() {
    TaskStandIn context = context(4L << 20);
    KeyValueStore<Bytes, byte[]> store = open(context, 1).get(0);
    store.put(key("first"), bytes("kept"));
    store.commit(Map.of(CHANGELOG, 1L));
    byte[] value = new byte[1000];
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 100_000; i++) {
                store.put(key("k" + i), value);
              }
            })
        .isInstanceOf(ProcessorStateException.class)
        .hasMessageContaining("s0")
        .hasMessageContaining("budget");
    assertThat(store.get(key("first"))).isEqualTo(bytes("kept"));
    store.close();

    KeyValueStore<Bytes, byte[]> again = open(context, 1).get(0);
    assertThat(content(again)).isEqualTo(Map.of("first", "kept"));
    assertThat(again.committedOffset(CHANGELOG)).isEqualTo(1L);
    again.close();
  }

  @Test
  void theFirstStoreDecidesAndALaterDifferenceIsReported() {
    KeyValueStore<Bytes, byte[]> first = open(context(BUDGET), 1).get(0);
    TaskStandIn other = new TaskStandIn(new File(directory, "other"));
    other.configs.put(OxbowConfig.MEMORY_BYTES, 2 * BUDGET);
    try (LogCaptureAppender log = LogCaptureAppender.createAndRegister(ProcessMemory.class)) {
      KeyValueStore<Bytes, byte[]> second = open(other, 1).get(0);
      assertThat(log.getMessages("WARN"))
          .singleElement()
          .asString()
          .contains(OxbowConfig.MEMORY_BYTES, "" + BUDGET, "" + 2 * BUDGET);
      assertThat(gauge(other, "oxbow-memory-limit-bytes")).isEqualTo(BUDGET);
      second.close();
    }
    first.close();
    KeyValueStore<Bytes, byte[]> third = open(other, 1).get(0);
    assertThat(gauge(other, "oxbow-memory-limit-bytes")).isEqualTo(2.0 * BUDGET);
    third.close();
  }

  @Test
  void aStoreThatFailsToOpenHoldsNoShare() throws Exception {
    Path foreign = directory.toPath().resolve("oxbow/s0");
    Files.createDirectories(foreign);
    Files.writeString(foreign.resolve("holiday.jpg"), "x");
    for (int i = 1; i <= 3; i++) {
      TaskStandIn context = context(i * BUDGET);
      assertThatThrownBy(() -> open(context, 1)).isInstanceOf(ProcessorStateException.class);
    }
    try (ProcessMemory.Share share = ProcessMemory.share(7 * BUDGET)) {
      assertThat(share.budget().limitBytes()).isEqualTo(7 * BUDGET);
      assertThat(share.budget().usedBytes()).isZero();
    }
  }

  @Test
  void theDefaultIsAQuarterOfWhatTheHeapLeaves() {
    assertThat(ProcessMemory.defaultBytes(8L << 30, 4L << 30)).isEqualTo(1L << 30);
    assertThat(ProcessMemory.defaultBytes(Long.MAX_VALUE, 4L << 30)).isEqualTo(1L << 30);
    assertThat(ProcessMemory.defaultBytes(1L << 30, 2L << 30)).isEqualTo(ProcessMemory.FLOOR_BYTES);
    assertThat(ProcessMemory.defaultBytes()).isGreaterThanOrEqualTo(ProcessMemory.FLOOR_BYTES);
  }

  @Test
  void controlGroupsOfBothVersionsAreRead(@TempDir Path root) throws Exception {
    Path two = Files.createDirectories(root.resolve("two"));
    Files.createDirectories(two.resolve("pod/box"));
    Files.writeString(two.resolve("pod/box/memory.max"), "max\n");
    Files.writeString(two.resolve("pod/memory.max"), "3000000\n");
    assertThat(limit(root, "0::/pod/box\n", two)).isEqualTo(3_000_000);
    Files.writeString(two.resolve("memory.max"), "2000000\n");
    assertThat(limit(root, "0::/pod/box\n", two)).isEqualTo(2_000_000);
    assertThat(limit(root, "0::/\n", two)).isEqualTo(2_000_000);
    assertThat(limit(root, "0::/../outside/box\n", two)).isEqualTo(2_000_000);

    Path one = Files.createDirectories(root.resolve("one"));
    Files.createDirectories(one.resolve("memory/docker/abc"));
    Files.writeString(one.resolve("memory/memory.limit_in_bytes"), "9223372036854771712\n");
    Files.writeString(one.resolve("memory/docker/abc/memory.limit_in_bytes"), "1000000\n");
    String membership = "12:cpu,cpuacct:/docker/abc\n7:memory:/docker/abc\n0::/none\n";
    assertThat(limit(root, membership, one)).isEqualTo(1_000_000);
    assertThat(limit(root, "7:memory:/hidden\n", one)).isEqualTo(9223372036854771712L);
    assertThat(limit(root, "garbage\n", one)).isEqualTo(Long.MAX_VALUE);
    assertThat(ContainerMemory.groupLimit(root.resolve("absent"), one)).isEqualTo(Long.MAX_VALUE);
    assertThat(ContainerMemory.limitBytes()).isBetween(1L << 20, Long.MAX_VALUE - 1);
  }

  private static long limit(Path root, String membership, Path mount) throws Exception {
    Path file = root.resolve("membership");
    Files.writeString(file, membership);
    return ContainerMemory.groupLimit(file, mount);
  }
}
