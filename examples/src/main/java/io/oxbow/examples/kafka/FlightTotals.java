// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.examples.kafka;

import io.oxbow.examples.flights.DelayTotals;
import io.oxbow.examples.flights.Flight;
import io.oxbow.examples.flights.Result;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.KGroupedStream;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The application: totals per route, per airport, and per hour and airport, each in a key-value
 * store; every change goes to the topic of results.
 */
final class FlightTotals {
  private FlightTotals() {}

  static StreamsBuilder builder() {
    StreamsBuilder builder = new StreamsBuilder();
    KStream<String, Flight> flights =
        builder.stream(Topics.FLIGHTS, Consumed.with(Serdes.String(), TextSerdes.flight()));
    totals(Result.ROUTE, flights.groupByKey(grouped(Result.ROUTE)));
    totals(
        Result.AIRPORT,
        flights.groupBy((route, flight) -> flight.origin(), grouped(Result.AIRPORT)));
    totals(
        Result.HOUR,
        flights.groupBy(
            (route, flight) -> Result.hourKey(flight.time(), flight.origin()),
            grouped(Result.HOUR)));
    return builder;
  }

  private static Grouped<String, Flight> grouped(String name) {
    return Grouped.with(name, Serdes.String(), TextSerdes.flight());
  }

  private static void totals(String table, KGroupedStream<String, Flight> flights) {
    Materialized<String, DelayTotals, KeyValueStore<Bytes, byte[]>> store = Materialized.as(table);
    flights
        .aggregate(
            () -> DelayTotals.NONE,
            (key, flight, totals) -> totals.plus(flight.delay()),
            store.withKeySerde(Serdes.String()).withValueSerde(TextSerdes.totals()))
        .toStream()
        .map((key, totals) -> KeyValue.pair(table + "\t" + key, totals))
        .to(Topics.RESULTS, Produced.with(Serdes.String(), TextSerdes.totals()));
  }
}
