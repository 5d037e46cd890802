// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.examples.kafka;

import io.oxbow.examples.flights.BadRowException;
import io.oxbow.examples.flights.DelayTotals;
import io.oxbow.examples.flights.Flight;
import io.oxbow.examples.flights.FlightParser;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** Flights and totals as text. */
final class TextSerdes {
  private TextSerdes() {}

  static Serde<Flight> flight() {
    return serde(Flight::toRow, TextSerdes::parse);
  }

  static Serde<DelayTotals> totals() {
    return serde(DelayTotals::text, DelayTotals::parse);
  }

  private static Flight parse(String row) {
    try {
      return FlightParser.parse(row);
    } catch (BadRowException e) {
      throw new SerializationException("no flight: " + row, e);
    }
  }

  private static <T> Serde<T> serde(Function<T, String> write, Function<String, T> read) {
    return Serdes.serdeFrom(
        (topic, value) ->
            value == null ? null : write.apply(value).getBytes(StandardCharsets.UTF_8),
        (topic, bytes) ->
            bytes == null ? null : read.apply(new String(bytes, StandardCharsets.UTF_8)));
  }
}
