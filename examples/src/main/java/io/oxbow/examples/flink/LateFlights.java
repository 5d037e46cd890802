// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.examples.flink;

import io.oxbow.examples.flights.Flight;
import io.oxbow.examples.flights.Result;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.AggregatingState;
import org.apache.flink.api.common.state.AggregatingStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.util.Collector;

/**
 * Per airport: how many flights came after their hour was closed (aggregating state). A file in the
 * order of time has none.
 */
final class LateFlights extends AtEnd {
  private static final long serialVersionUID = 1L;

  private transient AggregatingState<Flight, Long> count;

  @Override
  public void open(OpenContext context) {
    count =
        getRuntimeContext()
            .getAggregatingState(
                new AggregatingStateDescriptor<>("count", new Count<>(), Types.LONG));
  }

  @Override
  void add(Flight flight, Context context) throws Exception {
    count.add(flight);
  }

  @Override
  void tell(String airport, Collector<Result> out) throws Exception {
    out.collect(new Result("late", airport, count.get().toString()));
  }
}
