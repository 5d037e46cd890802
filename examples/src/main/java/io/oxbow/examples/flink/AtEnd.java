// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.examples.flink;

import io.oxbow.examples.flights.Flight;
import io.oxbow.examples.flights.Result;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** Statistics of one key that are told once, by a timer at the end of time, when the input ends. */
abstract class AtEnd extends KeyedProcessFunction<String, Flight, Result> {
  private static final long serialVersionUID = 1L;
  private static final long END_OF_TIME = Long.MAX_VALUE;

  @Override
  public final void processElement(Flight flight, Context context, Collector<Result> out)
      throws Exception {
    add(flight, context);
    context.timerService().registerEventTimeTimer(END_OF_TIME);
  }

  @Override
  public final void onTimer(long time, OnTimerContext context, Collector<Result> out)
      throws Exception {
    if (time == END_OF_TIME) {
      tell(context.getCurrentKey(), out);
    } else if (context.timerService().currentWatermark() < END_OF_TIME) {
      timerFired();
    }
  }

  /** Adds a flight of the current key. */
  abstract void add(Flight flight, Context context) throws Exception;

  /** A timer set in {@link #add} has fired before the input ended. */
  void timerFired() throws Exception {}

  /** Hands out the results of a key. */
  abstract void tell(String key, Collector<Result> out) throws Exception;
}
