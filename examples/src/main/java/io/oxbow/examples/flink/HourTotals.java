// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.examples.flink;

import io.oxbow.examples.flights.DelayTotals;
import io.oxbow.examples.flights.Flight;
import io.oxbow.examples.flights.Result;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.streaming.api.functions.windowing.ProcessWindowFunction;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.util.Collector;

/** Totals of an airport's hour, told when the hour has passed. */
final class HourTotals implements AggregateFunction<Flight, DelayTotals, DelayTotals> {
  private static final long serialVersionUID = 1L;

  @Override
  public DelayTotals createAccumulator() {
    return DelayTotals.NONE;
  }

  @Override
  public DelayTotals add(Flight flight, DelayTotals totals) {
    return totals.plus(flight.delay());
  }

  @Override
  public DelayTotals getResult(DelayTotals totals) {
    return totals;
  }

  @Override
  public DelayTotals merge(DelayTotals a, DelayTotals b) {
    return a.plus(b);
  }

  /** The totals as a result. */
  static final class Told extends ProcessWindowFunction<DelayTotals, Result, String, TimeWindow> {
    private static final long serialVersionUID = 1L;

    @Override
    public void process(
        String airport, Context context, Iterable<DelayTotals> totals, Collector<Result> out) {
      String key = Result.hourKey(context.window().getStart(), airport);
      totals.forEach(of -> out.collect(Result.of(Result.HOUR, key, of)));
    }
  }
}
