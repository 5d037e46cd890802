// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.examples.flink;

import io.oxbow.examples.flights.DelayTotals;
import io.oxbow.examples.flights.Flight;
import io.oxbow.examples.flights.Result;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.util.Collector;

/**
 * Per route: totals (value state), the last delays (list state), and how often a day passed without
 * a flight (a timer that each flight moves).
 */
final class RouteStatistics extends AtEnd implements CheckpointListener {
  private static final long serialVersionUID = 1L;
  private static final int LAST = 5;
  private static final long DAY = 86_400_000L;

  private transient ValueState<DelayTotals> totals;
  private transient ListState<Integer> last;
  private transient ValueState<Long> quietAt;
  private transient ValueState<Integer> quietDays;

  @Override
  public void open(OpenContext context) {
    var states = getRuntimeContext();
    totals = states.getState(new ValueStateDescriptor<>("totals", Types.POJO(DelayTotals.class)));
    last = states.getListState(new ListStateDescriptor<>("last", Types.INT));
    quietAt = states.getState(new ValueStateDescriptor<>("quiet-at", Types.LONG));
    quietDays = states.getState(new ValueStateDescriptor<>("quiet-days", Types.INT));
  }

  @Override
  void add(Flight flight, Context context) throws Exception {
    DelayTotals before = totals.value();
    totals.update((before == null ? DelayTotals.NONE : before).plus(flight.delay()));
    keepLast(flight.delay());
    Long pending = quietAt.value();
    if (pending != null) {
      context.timerService().deleteEventTimeTimer(pending);
    }
    quietAt.update(flight.time() + DAY);
    context.timerService().registerEventTimeTimer(flight.time() + DAY);
    Progress.flight();
  }

  private void keepLast(int delay) throws Exception {
    last.add(delay);
    List<Integer> kept = new ArrayList<>();
    last.get().forEach(kept::add);
    if (kept.size() > LAST) {
      last.update(kept.subList(1, kept.size()));
    }
  }

  @Override
  void timerFired() throws Exception {
    Integer before = quietDays.value();
    quietDays.update(before == null ? 1 : before + 1);
    quietAt.clear();
  }

  @Override
  void tell(String route, Collector<Result> out) throws Exception {
    out.collect(Result.of(Result.ROUTE, route, totals.value()));
    List<String> delays = new ArrayList<>();
    last.get().forEach(delay -> delays.add(delay.toString()));
    out.collect(new Result("last", route, String.join(" ", delays)));
    if (quietDays.value() != null) {
      out.collect(new Result("quiet", route, quietDays.value().toString()));
    }
  }

  @Override
  public void notifyCheckpointComplete(long checkpoint) {
    if (getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() == 0) {
      Progress.checkpoint(checkpoint);
    }
  }
}
