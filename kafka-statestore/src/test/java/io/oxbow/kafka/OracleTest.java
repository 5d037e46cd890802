// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.kafka;

import static io.oxbow.kafka.TestStore.CHANGELOG;
import static io.oxbow.kafka.TestStore.bytes;
import static io.oxbow.kafka.TestStore.key;
import static io.oxbow.kafka.TestStore.keys;
import static io.oxbow.kafka.TestStore.open;
import static io.oxbow.kafka.TestStore.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.BytesSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random calls against a sorted map, with commits, closes and reopenings in between. */
class OracleTest {
  private static final int SEEDS = 40 * Integer.getInteger("oxbow.scale", 1);
  private static final int STEPS = 1500;

  @TempDir File directory;

  private Random random;
  private TaskStandIn context;
  private KeyValueStore<Bytes, byte[]> store;
  private TreeMap<String, String> now;
  private TreeMap<String, String> committed;
  private Long offset;
  private String last; // what name() returned
  private final List<Watched> watched = new ArrayList<>();

  /** An iterator made at some moment, and what it has still to show. */
  private record Watched(
      KeyValueIterator<Bytes, byte[]> iterator, NavigableMap<String, String> left) {}

  @Test
  void theStoreIsASortedMapThatForgetsWhatWasNotCommitted() {
    for (int seed = 0; seed < SEEDS; seed++) {
      try {
        run(seed);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }

  private void run(int seed) {
    random = new Random(seed);
    context = new TaskStandIn(new File(directory, "" + seed));
    store = open(context);
    now = new TreeMap<>();
    committed = new TreeMap<>();
    offset = null;
    for (int step = 0; step < STEPS; step++) {
      step(step);
    }
    reopen();
    store.close();
  }

  private void step(int step) {
    switch (random.nextInt(20)) {
      case 0 -> commit(step);
      case 1 -> {
        if (random.nextInt(10) == 0) {
          reopen();
        }
      }
      case 2, 3 -> ranges();
      case 4 -> watch();
      case 5, 6 -> advance();
      case 7 -> assertThat(text(store.get(key(name())))).isEqualTo(now.get(last));
      case 8, 9, 10 -> {
        assertThat(text(store.delete(key(name())))).isEqualTo(now.remove(last));
      }
      case 11 -> putIfAbsent();
      case 12 -> putAll();
      default -> put();
    }
  }

  private String name() {
    last = "k" + Integer.toString(random.nextInt(400), 5);
    return last;
  }

  private String value() {
    return "v" + random.nextInt(1000) + "x".repeat(random.nextInt(40) == 0 ? 3000 : 10);
  }

  private void put() {
    String value = value();
    store.put(key(name()), bytes(value));
    now.put(last, value);
  }

  private void putIfAbsent() {
    String value = value();
    assertThat(text(store.putIfAbsent(key(name()), bytes(value)))).isEqualTo(now.get(last));
    now.putIfAbsent(last, value);
  }

  private void putAll() {
    List<KeyValue<Bytes, byte[]>> entries = new ArrayList<>();
    for (int i = random.nextInt(random.nextInt(4) == 0 ? 300 : 30); i > 0; i--) {
      String value = random.nextInt(3) == 0 ? null : value();
      entries.add(KeyValue.pair(key(name()), value == null ? null : bytes(value)));
      if (value == null) {
        now.remove(last);
      } else {
        now.put(last, value);
      }
    }
    store.putAll(entries);
  }

  private void commit(long step) {
    offset = step;
    store.commit(Map.of(CHANGELOG, step));
    committed = new TreeMap<>(now);
  }

  private void reopen() {
    watched.forEach(w -> w.iterator.close());
    watched.clear();
    store.close();
    store = open(context);
    now = new TreeMap<>(committed);
    assertThat(TestStore.content(store)).isEqualTo(now);
    assertThat(store.committedOffset(CHANGELOG)).isEqualTo(offset);
  }

  private void ranges() {
    String a = name();
    String b = name();
    String low = a.compareTo(b) < 0 ? a : b;
    String high = a.compareTo(b) < 0 ? b : a;
    List<String> expected = new ArrayList<>(now.subMap(low, true, high, true).keySet());
    assertThat(keys(store.range(key(low), key(high)))).isEqualTo(expected);
    Collections.reverse(expected);
    assertThat(keys(store.reverseRange(key(low), key(high)))).isEqualTo(expected);
    String prefix = low.substring(0, 2);
    assertThat(keys(store.prefixScan(key(prefix), new BytesSerializer())))
        .isEqualTo(new ArrayList<>(now.subMap(prefix, prefix + "\u007f").keySet()));
  }

  private void watch() {
    if (watched.size() < 5) {
      boolean down = random.nextBoolean();
      NavigableMap<String, String> moment = new TreeMap<>(now);
      watched.add(
          down
              ? new Watched(store.reverseAll(), moment.descendingMap())
              : new Watched(store.all(), moment));
    }
  }

  private void advance() {
    if (watched.isEmpty()) {
      return;
    }
    int i = random.nextInt(watched.size());
    Watched w = watched.get(i);
    for (int n = random.nextInt(60); n > 0 && !w.left.isEmpty(); n--) {
      Map.Entry<String, String> expected = w.left.pollFirstEntry();
      KeyValue<Bytes, byte[]> entry = w.iterator.next();
      assertThat(text(entry.key.get())).isEqualTo(expected.getKey());
      assertThat(text(entry.value)).isEqualTo(expected.getValue());
    }
    if (w.left.isEmpty()) {
      assertThat(w.iterator.hasNext()).isFalse();
      w.iterator.close();
      watched.remove(i);
    }
  }
}
