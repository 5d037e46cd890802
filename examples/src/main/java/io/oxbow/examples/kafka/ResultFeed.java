// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.examples.kafka;

import io.oxbow.examples.flights.DelayTotals;
import io.oxbow.examples.flights.Result;
import io.oxbow.examples.flights.Results;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What the application has committed to its results so far. For one thread. */
final class ResultFeed implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final List<String> TABLES = List.of(Result.ROUTE, Result.AIRPORT, Result.HOUR);

  private final KafkaConsumer<String, DelayTotals> consumer;
  private final List<TopicPartition> partitions = new ArrayList<>();
  private final Map<String, DelayTotals> newest = new HashMap<>();
  private final Map<String, Long> flights = new HashMap<>();
  private long records;

  ResultFeed(String address) {
    consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", address, "isolation.level", "read_committed"),
            new StringDeserializer(),
            TextSerdes.totals().deserializer());
    for (int partition = 0; partition < Topics.PARTITIONS; partition++) {
      partitions.add(new TopicPartition(Topics.RESULTS, partition));
    }
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** Waits a moment for more results, and takes them in. */
  void poll() {
    for (ConsumerRecord<String, DelayTotals> record : consumer.poll(POLL)) {
      DelayTotals before = newest.put(record.key(), record.value());
      long more = record.value().flights() - (before == null ? 0 : before.flights());
      flights.merge(table(record.key()), more, Long::sum);
      records++;
    }
  }

  /** Takes in all that is committed by now. */
  void pollToEnd() {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
      poll();
    }
  }

  /** How many flights are counted in each table, at least. */
  long flights() {
    return TABLES.stream().mapToLong(table -> flights.getOrDefault(table, 0L)).min().orElse(0);
  }

  /** How many records came so far. */
  long records() {
    return records;
  }

  /** The newest totals of each table and key. */
  Results results() {
    List<Result> lines = new ArrayList<>();
    newest.forEach(
        (key, totals) -> {
          String table = table(key);
          lines.add(Result.of(table, key.substring(table.length() + 1), totals));
        });
    return Results.of(lines);
  }

  private static String table(String key) {
    return key.substring(0, key.indexOf('\t'));
  }

  @Override
  public void close() {
    consumer.close();
  }
}
