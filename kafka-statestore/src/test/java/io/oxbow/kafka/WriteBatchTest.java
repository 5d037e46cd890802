// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.kafka;

import static io.oxbow.kafka.TestStore.bytes;
import static io.oxbow.kafka.TestStore.content;
import static io.oxbow.kafka.TestStore.gauge;
import static io.oxbow.kafka.TestStore.key;
import static io.oxbow.kafka.TestStore.open;
import static io.oxbow.kafka.TestStore.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.processor.BatchingStateRestoreCallback;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Batches, restored or put, have the outcome of their writes one by one, in any order and size. */
class WriteBatchTest {
  private static final String BULK_LOADED = "oxbow-records-bulk-loaded-total";
  private static final int BATCH = 1000; // as Streams restores by default

  @TempDir File directory;
  private TaskStandIn context;
  private KeyValueStore<Bytes, byte[]> store;
  private final TreeMap<String, String> model = new TreeMap<>();

  @BeforeEach
  void before() {
    context = new TaskStandIn(directory);
    store = open(context);
  }

  @AfterEach
  void after() {
    store.close();
  }

  private record Write(String key, String value) {}

  private static String name(int i) {
    return String.format("key%08d", i);
  }

  private static String value(int i) {
    return "value " + i + " of an average length";
  }

  private void modelled(List<Write> writes) {
    for (Write write : writes) {
      if (write.value == null) {
        model.remove(write.key);
      } else {
        model.put(write.key, write.value);
      }
    }
  }

  private static byte[] valueBytes(Write write) {
    return write.value == null ? null : bytes(write.value);
  }

  private void restore(List<Write> writes) {
    List<KeyValue<byte[], byte[]>> records = new ArrayList<>();
    writes.forEach(w -> records.add(KeyValue.pair(bytes(w.key), valueBytes(w))));
    ((BatchingStateRestoreCallback) context.restoration).restoreAll(records);
    modelled(writes);
  }

  private void putAll(List<Write> writes) {
    List<KeyValue<Bytes, byte[]>> entries = new ArrayList<>();
    writes.forEach(w -> entries.add(KeyValue.pair(key(w.key), valueBytes(w))));
    store.putAll(entries);
    modelled(writes);
  }

  private static List<Write> ascending(int from, int count) {
    List<Write> writes = new ArrayList<>();
    for (int i = from; i < from + count; i++) {
      writes.add(new Write(name(i), value(i)));
    }
    return writes;
  }

  @Test
  void aChangelogOfGrowingKeysIsRestoredByWholePages() {
    for (int from = 0; from < 20 * BATCH; from += BATCH) {
      restore(ascending(from, BATCH));
    }
    assertThat(gauge(context, BULK_LOADED)).isGreaterThan(0.95 * 20 * BATCH);
    assertThat(content(store)).isEqualTo(model);
  }

  @Test
  void aSortedBatchIsPutByWholePages() {
    putAll(ascending(0, BATCH));
    assertThat(gauge(context, BULK_LOADED)).isGreaterThan(0.95 * BATCH);
    assertThat(content(store)).isEqualTo(model);
  }

  @Test
  void aShuffledBatchBehindTheStoreIsSortedFirst() {
    for (int from = 0; from < 10 * BATCH; from += BATCH) {
      List<Write> writes = ascending(from, BATCH);
      Collections.shuffle(writes, new Random(from));
      putAll(writes);
    }
    assertThat(gauge(context, BULK_LOADED)).isGreaterThan(0.9 * 10 * BATCH);
    assertThat(content(store)).isEqualTo(model);
  }

  @Test
  void overwritesInRandomOrderArePutOneByOne() {
    restore(ascending(0, 5 * BATCH));
    double before = gauge(context, BULK_LOADED);
    Random random = new Random(1);
    for (int batch = 0; batch < 10; batch++) {
      List<Write> writes = new ArrayList<>();
      for (int i = 0; i < BATCH; i++) {
        writes.add(new Write(name(random.nextInt(5 * BATCH)), value(random.nextInt())));
      }
      restore(writes);
    }
    assertThat(gauge(context, BULK_LOADED) - before).isLessThan(0.05 * 10 * BATCH);
    assertThat(content(store)).isEqualTo(model);
  }

  @Test
  void ofAKeyThatComesTwiceTheLastWriteStaysDeletesIncluded() {
    Random random = new Random(2);
    for (int batch = 0; batch < 60; batch++) {
      List<Write> writes = new ArrayList<>();
      int keys = 1 + random.nextInt(800);
      int first = random.nextInt(3) * 400;
      int sorted = random.nextInt(3);
      for (int i = random.nextInt(600); i > 0; i--) {
        String value =
            switch (random.nextInt(5)) {
              case 0 -> null;
              case 1 -> "x".repeat(random.nextInt(4000));
              default -> value(random.nextInt());
            };
        writes.add(new Write(name(first + random.nextInt(keys)), value));
      }
      if (sorted == 0) {
        writes.sort((a, b) -> a.key.compareTo(b.key)); // stable: the last stays the last
      }
      if (batch % 2 == 0) {
        restore(writes);
      } else {
        putAll(writes);
      }
      assertThat(content(store)).as("batch %d", batch).isEqualTo(model);
    }
    store.commit(Map.of(TestStore.CHANGELOG, 1L));
    store.close();
    store = open(context);
    assertThat(content(store)).isEqualTo(model);
  }

  @Test
  void aBatchIsThereWhenTheCallReturns() {
    putAll(ascending(0, 3 * BATCH));
    for (int i = 0; i < 3 * BATCH; i++) {
      assertThat(text(store.get(key(name(i))))).isEqualTo(value(i));
    }
  }

  @Test
  void aBatchWithABadKeyWritesNothing() {
    List<KeyValue<Bytes, byte[]>> entries = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      entries.add(KeyValue.pair(key(name(i)), bytes(value(i))));
    }
    entries.add(KeyValue.pair(Bytes.wrap(new byte[70_000]), bytes("too long")));
    assertThatThrownBy(() -> store.putAll(entries)).isInstanceOf(IllegalArgumentException.class);
    assertThat(content(store)).isEmpty();
  }

  @Test
  void aFullBudgetIsTheErrorOfAPut() {
    store.close();
    context.configs.put(OxbowConfig.MEMORY_BYTES, 4L << 20);
    store = open(context);
    putAll(ascending(0, BATCH));
    store.commit(Map.of(TestStore.CHANGELOG, 1L));
    assertThatThrownBy(
            () -> {
              for (int from = BATCH; from < 500 * BATCH; from += BATCH) {
                restoreOnly(ascending(from, BATCH));
              }
            })
        .isInstanceOf(ProcessorStateException.class)
        .hasMessageContainingAll("Could not write to store s", "budget");
    assertThat(text(store.get(key(name(7))))).isEqualTo(value(7));
    store.close();
    store = open(context);
    assertThat(content(store)).isEqualTo(model);
  }

  private void restoreOnly(List<Write> writes) {
    TreeMap<String, String> before = new TreeMap<>(model);
    restore(writes);
    model.clear();
    model.putAll(before);
  }
}
