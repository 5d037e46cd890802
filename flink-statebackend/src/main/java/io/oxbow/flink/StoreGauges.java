// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink;

import io.oxbow.Store;
import io.oxbow.StoreException;
import io.oxbow.StoreMetrics;
import java.util.function.ToLongFunction;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/** The store's counters as metrics of the operator, in the group {@code oxbow}. */
final class StoreGauges {
  private final Store store;
  private final MetricGroup group;

  private StoreGauges(Store store, MetricGroup group) {
    this.store = store;
    this.group = group;
  }

  /** Memory is that of the whole slot, everything else that of this store. */
  static void register(Store store, MetricGroup operatorGroup) {
    StoreGauges gauges = new StoreGauges(store, operatorGroup.addGroup("oxbow"));
    gauges.add("memoryUsedBytes", StoreMetrics::memoryUsedBytes);
    gauges.add("memoryLimitBytes", StoreMetrics::memoryLimitBytes);
    gauges.add("recordsWritten", StoreMetrics::recordsWritten);
    gauges.add("bytesWritten", StoreMetrics::bytesWritten);
    gauges.add("segments", StoreMetrics::segments);
    gauges.add("segmentBytes", StoreMetrics::segmentBytes);
    gauges.add("pagesLoaded", StoreMetrics::pagesLoaded);
    gauges.add("recordsBulkLoaded", StoreMetrics::recordsBulkLoaded);
    gauges.add("openSnapshots", StoreMetrics::openSnapshots);
  }

  private void add(String name, ToLongFunction<StoreMetrics> counter) {
    group.gauge(name, (Gauge<Long>) () -> read(counter));
  }

  /** Reporters read on their own threads and may come late. */
  private long read(ToLongFunction<StoreMetrics> counter) {
    try {
      return store.isOpen() ? counter.applyAsLong(store.metrics()) : 0;
    } catch (StoreException closedMeanwhile) {
      return 0;
    }
  }
}
