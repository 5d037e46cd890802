// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.kafka;

import java.io.File;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsMetrics;
import org.apache.kafka.streams.processor.CommitCallback;
import org.apache.kafka.streams.processor.StateRestoreCallback;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.processor.internals.MockStreamsMetrics;

/** What a bytes store sees of its task: partition 3 of sub-topology 0. */
final class TaskStandIn implements StateStoreContext {
  final Map<String, Object> configs = new HashMap<>();
  final StreamsMetrics metrics = new MockStreamsMetrics(new Metrics());
  StateRestoreCallback restoration;
  StateStore registered;
  private final File directory;
  private RecordMetadata record;

  TaskStandIn(File directory) {
    this.directory = directory;
    configs.put(OxbowConfig.MEMORY_BYTES, 64L << 20);
  }

  /** The record being processed from now on. */
  void processing(String topic, int partition, long offset) {
    record = new Processed(topic, partition, offset);
  }

  private record Processed(String topic, int partition, long offset) implements RecordMetadata {}

  @Override
  public String applicationId() {
    return "test";
  }

  @Override
  public TaskId taskId() {
    return new TaskId(0, 3);
  }

  @Override
  public Optional<RecordMetadata> recordMetadata() {
    return Optional.ofNullable(record);
  }

  @Override
  public Serde<?> keySerde() {
    return Serdes.ByteArray();
  }

  @Override
  public Serde<?> valueSerde() {
    return Serdes.ByteArray();
  }

  @Override
  public File stateDir() {
    return directory;
  }

  @Override
  public StreamsMetrics metrics() {
    return metrics;
  }

  @Override
  public void register(StateStore store, StateRestoreCallback callback) {
    registered = store;
    restoration = callback;
  }

  @Override
  public void register(StateStore store, StateRestoreCallback callback, CommitCallback commit) {
    register(store, callback);
  }

  @Override
  public Map<String, Object> appConfigs() {
    return configs;
  }

  @Override
  public Map<String, Object> appConfigsWithPrefix(String prefix) {
    return Map.of();
  }
}
