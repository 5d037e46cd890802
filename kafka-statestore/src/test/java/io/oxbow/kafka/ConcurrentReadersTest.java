// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.kafka;

import static io.oxbow.kafka.TestStore.bytes;
import static io.oxbow.kafka.TestStore.key;
import static io.oxbow.kafka.TestStore.open;
import static io.oxbow.kafka.TestStore.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.query.FailureReason;
import org.apache.kafka.streams.query.KeyQuery;
import org.apache.kafka.streams.query.PositionBound;
import org.apache.kafka.streams.query.QueryConfig;
import org.apache.kafka.streams.query.QueryResult;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Interactive readers beside the one writer and the closing store: they see whole moments, and a
 * store that closes under them says so.
 */
@Timeout(300)
class ConcurrentReadersTest {
  private static final int KEYS = 64;
  private static final int ROUNDS = 60 * Integer.getInteger("oxbow.scale", 1);

  @TempDir File directory;
  private TaskStandIn context;
  private ExecutorService threads;

  @BeforeEach
  void before() {
    context = new TaskStandIn(directory);
    threads = Executors.newFixedThreadPool(4);
  }

  @AfterEach
  void after() {
    threads.shutdownNow();
  }

  @Test
  void closeUnderReadersIsReportedNeverACrash() throws Exception {
    AtomicLong seen = new AtomicLong();
    for (int round = 0; round < ROUNDS; round++) {
      KeyValueStore<Bytes, byte[]> store = open(context);
      for (int k = 0; k < KEYS; k++) {
        store.put(name(k), bytes("0"));
      }
      List<Future<?>> readers =
          List.of(
              threads.submit(untilClosed(store, seen, () -> point(store))),
              threads.submit(untilClosed(store, seen, () -> query(store))),
              threads.submit(untilClosed(store, seen, () -> scan(store))),
              threads.submit(untilClosed(store, seen, () -> abandonedScan(store))));
      long enough = seen.get() + 40 + round;
      for (long n = 1; seen.get() < enough; n++) {
        writeMoment(store, n);
        if (n % 10 == 0) {
          store.commit(Map.of(TestStore.CHANGELOG, n));
        }
      }
      store.close();
      for (Future<?> reader : readers) {
        reader.get();
      }
    }
  }

  /** Repeats a read until the store is closed; any other failure is the test's. */
  private static Callable<Void> untilClosed(
      KeyValueStore<Bytes, byte[]> store, AtomicLong seen, Runnable read) {
    return () -> {
      try {
        while (true) {
          read.run();
          seen.incrementAndGet();
        }
      } catch (InvalidStateStoreException e) {
        assertThat(store.isOpen()).isFalse();
        return null;
      }
    };
  }

  private static Bytes name(int k) {
    return key(String.format("k%02d", k));
  }

  /** All keys get the number, in key order. */
  private static void writeMoment(KeyValueStore<Bytes, byte[]> store, long n) {
    for (int k = 0; k < KEYS; k++) {
      store.put(name(k), bytes("" + n));
    }
  }

  private static void point(KeyValueStore<Bytes, byte[]> store) {
    long first = Long.parseLong(text(store.get(name(0))));
    long later = Long.parseLong(text(store.get(name(0))));
    assertThat(later).isGreaterThanOrEqualTo(first);
  }

  private static void query(KeyValueStore<Bytes, byte[]> store) {
    QueryResult<byte[]> result =
        store.query(
            KeyQuery.<Bytes, byte[]>withKey(name(KEYS - 1)),
            PositionBound.unbounded(),
            new QueryConfig(false));
    if (result.isFailure()) {
      assertThat(result.getFailureReason()).isEqualTo(FailureReason.STORE_EXCEPTION);
      throw new InvalidStateStoreException(result.getFailureMessage());
    }
    assertThat(text(result.getResult())).matches("\\d+");
  }

  /** Moments are written in key order, so one moment's values never rise and fall by at most 1. */
  private static void scan(KeyValueStore<Bytes, byte[]> store) {
    List<Long> values = new ArrayList<>();
    try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
      while (all.hasNext()) {
        KeyValue<Bytes, byte[]> entry = all.next();
        values.add(Long.parseLong(text(entry.value)));
      }
    }
    assertThat(values).hasSize(KEYS);
    for (int k = 1; k < KEYS; k++) {
      assertThat(values.get(k)).isLessThanOrEqualTo(values.get(k - 1));
    }
    assertThat(values.get(0) - values.get(KEYS - 1)).isBetween(0L, 1L);
  }

  private static void abandonedScan(KeyValueStore<Bytes, byte[]> store) {
    try (KeyValueIterator<Bytes, byte[]> some = store.reverseRange(name(3), name(40))) {
      for (int i = 0; i < 5; i++) {
        assertThat(some.next().value).isNotNull();
      }
    }
  }

  @Test
  void anAnswerIsNeverOlderThanItsPosition() throws Exception {
    KeyValueStore<Bytes, byte[]> store = open(context);
    context.processing("in", 3, 0);
    store.put(key("n"), bytes("0"));
    AtomicBoolean done = new AtomicBoolean();
    List<Future<Long>> readers = new ArrayList<>();
    for (int t = 0; t < 3; t++) {
      readers.add(threads.submit(() -> checkPositions(store, done)));
    }
    for (long n = 1; n <= 20_000; n++) {
      context.processing("in", 3, n);
      store.put(key("n"), bytes("" + n));
    }
    done.set(true);
    for (Future<Long> reader : readers) {
      assertThat(reader.get()).isPositive();
    }
    store.close();
  }

  private static long checkPositions(KeyValueStore<Bytes, byte[]> store, AtomicBoolean done) {
    long answers = 0;
    do {
      QueryResult<byte[]> result =
          store.query(
              KeyQuery.<Bytes, byte[]>withKey(key("n")),
              PositionBound.unbounded(),
              new QueryConfig(false));
      long position = result.getPosition().getPartitionPositions("in").get(3);
      assertThat(Long.parseLong(text(result.getResult()))).isGreaterThanOrEqualTo(position);
      answers++;
    } while (!done.get());
    return answers;
  }
}
