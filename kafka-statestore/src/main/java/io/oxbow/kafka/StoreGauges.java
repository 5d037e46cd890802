// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.kafka;

import io.oxbow.StoreException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.MeasurableStat;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.streams.StreamsMetrics;
import org.apache.kafka.streams.processor.StateStoreContext;

/**
 * What a store shows of itself in group {@code stream-state-metrics}, tags {@code task-id} and
 * {@code oxbow-state-id}. Read only when somebody asks; costs nothing per record.
 */
final class StoreGauges implements AutoCloseable {
  private static final String GROUP = "stream-state-metrics";

  private final StreamsMetrics metrics;
  private final Sensor sensor;
  private final OpenStore store;
  private final Map<String, String> tags = new LinkedHashMap<>();

  StoreGauges(StateStoreContext context, String storeName, OpenStore store) {
    this.store = store;
    metrics = context.metrics();
    tags.put("task-id", context.taskId().toString());
    tags.put("oxbow-state-id", storeName);
    sensor =
        metrics.addSensor(
            "oxbow." + context.taskId() + "." + storeName, Sensor.RecordingLevel.INFO);
    gauge(
        "oxbow-memory-used-bytes",
        "Memory in use by all Oxbow stores of the process",
        s -> s.metrics().memoryUsedBytes());
    gauge(
        "oxbow-memory-limit-bytes",
        "Memory that all Oxbow stores of the process may use",
        s -> s.metrics().memoryLimitBytes());
    gauge("oxbow-disk-bytes", "Bytes in the store's files", s -> s.metrics().segmentBytes());
    gauge(
        "oxbow-bytes-written-total",
        "Bytes written to the store's files since it was opened",
        s -> s.metrics().bytesWritten());
    gauge(
        "oxbow-pages-loaded-total",
        "Pages read from disk since the store was opened",
        s -> s.metrics().pagesLoaded());
    gauge(
        "oxbow-records-bulk-loaded-total",
        "Records that restoration and putAll wrote by whole pages since the store was opened",
        s -> s.metrics().recordsBulkLoaded());
    gauge(
        "oxbow-commits-published-total",
        "Commits made durable since the store was opened",
        s -> s.metrics().checkpointsPublished());
    gauge("oxbow-open-iterators", "Iterators not closed yet", OpenStore::openIterators);
    gauge("oxbow-estimated-keys", "Keys in the store, estimated", OpenStore::approximateEntries);
  }

  private void gauge(String name, String description, ToDoubleFunction<OpenStore> value) {
    sensor.add(new MetricName(name, GROUP, description, tags), new Gauge(store, value));
  }

  @Override
  public void close() {
    metrics.removeSensor(sensor);
  }

  private record Gauge(OpenStore store, ToDoubleFunction<OpenStore> value)
      implements MeasurableStat {
    @Override
    public double measure(MetricConfig config, long nowMs) {
      try {
        return store.isClosed() ? 0 : value.applyAsDouble(store);
      } catch (StoreException | org.apache.kafka.common.KafkaException e) {
        return 0; // the store closed meanwhile, or has failed and says so elsewhere
      }
    }

    @Override
    public void record(MetricConfig config, double recorded, long timeMs) {
      // a gauge is read, never fed
    }
  }
}
