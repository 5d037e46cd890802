// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.examples.flink;

import io.oxbow.examples.flights.DelayTotals;
import io.oxbow.examples.flights.Flight;
import io.oxbow.examples.flights.FlightTime;
import io.oxbow.examples.flights.Result;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReducingState;
import org.apache.flink.api.common.state.ReducingStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.util.Collector;

/**
 * Per airport of origin: totals (reducing state), totals per destination (map state), and its most
 * delayed flights (list state).
 */
final class AirportStatistics extends AtEnd {
  private static final long serialVersionUID = 1L;
  private static final int WORST = 3;
  private static final Comparator<Flight> BY_DELAY =
      Comparator.<Flight>comparingInt(flight -> -flight.delay())
          .thenComparingLong(Flight::time)
          .thenComparing(Flight::destination);

  private transient ReducingState<DelayTotals> totals;
  private transient MapState<String, DelayTotals> destinations;
  private transient ListState<Flight> worst;

  @Override
  public void open(OpenContext context) {
    var states = getRuntimeContext();
    totals =
        states.getReducingState(
            new ReducingStateDescriptor<>(
                "totals", DelayTotals::plus, Types.POJO(DelayTotals.class)));
    destinations =
        states.getMapState(
            new MapStateDescriptor<>("destinations", Types.STRING, Types.POJO(DelayTotals.class)));
    worst = states.getListState(new ListStateDescriptor<>("worst", Types.POJO(Flight.class)));
  }

  @Override
  void add(Flight flight, Context context) throws Exception {
    totals.add(DelayTotals.NONE.plus(flight.delay()));
    DelayTotals before = destinations.get(flight.destination());
    destinations.put(
        flight.destination(), (before == null ? DelayTotals.NONE : before).plus(flight.delay()));
    keepWorst(flight);
  }

  private void keepWorst(Flight flight) throws Exception {
    List<Flight> kept = worstFlights();
    if (kept.size() < WORST) {
      worst.add(flight);
    } else if (BY_DELAY.compare(flight, kept.get(WORST - 1)) < 0) {
      kept.set(WORST - 1, flight);
      worst.update(kept);
    }
  }

  private List<Flight> worstFlights() throws Exception {
    List<Flight> flights = new ArrayList<>();
    worst.get().forEach(flights::add);
    flights.sort(BY_DELAY);
    return flights;
  }

  @Override
  void tell(String airport, Collector<Result> out) throws Exception {
    out.collect(Result.of(Result.AIRPORT, airport, totals.get()));
    for (Map.Entry<String, DelayTotals> entry : destinations.entries()) {
      out.collect(Result.of("destination", airport + " " + entry.getKey(), entry.getValue()));
    }
    int rank = 1;
    for (Flight flight : worstFlights()) {
      String what =
          flight.delay() + " " + FlightTime.minute(flight.time()) + " " + flight.destination();
      out.collect(new Result("worst", airport + " " + rank++, what));
    }
  }
}
