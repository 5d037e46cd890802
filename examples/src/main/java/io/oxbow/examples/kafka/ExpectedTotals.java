// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.examples.kafka;

import io.oxbow.examples.flights.DelayTotals;
import io.oxbow.examples.flights.Flight;
import io.oxbow.examples.flights.FlightInput;
import io.oxbow.examples.flights.FlightRows;
import io.oxbow.examples.flights.Result;
import io.oxbow.examples.flights.Results;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The totals as the file says: added up in a map, without any stream processor. */
final class ExpectedTotals {
  private final Map<String, DelayTotals> routes = new HashMap<>();
  private final Map<String, DelayTotals> airports = new HashMap<>();
  private final Map<String, DelayTotals> hours = new HashMap<>();

  private ExpectedTotals() {}

  static Results of(FlightInput input) throws IOException {
    ExpectedTotals totals = new ExpectedTotals();
    try (FlightRows rows = FlightRows.open(input.file())) {
      for (Flight flight = rows.next(); flight != null; flight = rows.next()) {
        totals.add(flight);
      }
    }
    List<Result> lines = new ArrayList<>();
    totals.routes.forEach((key, of) -> lines.add(Result.of(Result.ROUTE, key, of)));
    totals.airports.forEach((key, of) -> lines.add(Result.of(Result.AIRPORT, key, of)));
    totals.hours.forEach((key, of) -> lines.add(Result.of(Result.HOUR, key, of)));
    return Results.of(lines);
  }

  private void add(Flight flight) {
    DelayTotals one = DelayTotals.NONE.plus(flight.delay());
    routes.merge(flight.route(), one, DelayTotals::plus);
    airports.merge(flight.origin(), one, DelayTotals::plus);
    hours.merge(Result.hourKey(flight.time(), flight.origin()), one, DelayTotals::plus);
  }
}
