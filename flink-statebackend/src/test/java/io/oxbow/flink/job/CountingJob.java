// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink.job;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReducingState;
import org.apache.flink.api.common.state.ReducingStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.Collector;

/**
 * Counts numbers per key in every kind of state, and reports a key's counts by a timer when the
 * input ends. It fails on demand, once a checkpoint is complete.
 */
final class CountingJob {
  static final int KEYS = 200;
  static final String OPERATOR = "count";

  private static final int PER_SECOND = 12_000;

  /** What a job reports and how it is told to fail: tasks run in this process. */
  static final class Board {
    final Map<Long, String> reports = new ConcurrentHashMap<>();
    final AtomicInteger failuresLeft = new AtomicInteger();
    final AtomicInteger failures = new AtomicInteger();
    final CountDownLatch checkpointed = new CountDownLatch(1);
  }

  private static final Map<String, Board> BOARDS = new ConcurrentHashMap<>();

  private final String name;
  private final long numbers;

  CountingJob(String name, long numbers, int failures) {
    this.name = name;
    this.numbers = numbers;
    Board board = new Board();
    board.failuresLeft.set(failures);
    BOARDS.put(name, board);
  }

  Board board() {
    return BOARDS.get(name);
  }

  JobClient start(Configuration config, int parallelism) throws Exception {
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(parallelism, config);
    env.setMaxParallelism(128);
    env.fromSource(
            new DataGeneratorSource<>(
                number -> number, numbers, RateLimiterStrategy.perSecond(PER_SECOND), Types.LONG),
            WatermarkStrategy.forMonotonousTimestamps(),
            "numbers")
        .uid("numbers")
        .keyBy(number -> number % KEYS)
        .process(new Count(name))
        .uid(OPERATOR)
        .sinkTo(new DiscardingSink<>())
        .uid("nowhere");
    return env.executeAsync(name);
  }

  /** The reports of a job that counted each number once. */
  Map<Long, String> expected() {
    Map<Long, String> expected = new HashMap<>();
    for (long key = 0; key < KEYS; key++) {
      long count = 0;
      long sum = 0;
      Map<Long, Long> lastDigits = new TreeMap<>();
      for (long number = key; number < numbers; number += KEYS) {
        count++;
        sum += number;
        lastDigits.merge(number / KEYS % 7, 1L, Long::sum);
      }
      expected.put(key, report(count, count, sum, lastDigits));
    }
    return expected;
  }

  private static String report(long value, long listed, long sum, Map<Long, Long> map) {
    return "value " + value + ", list " + listed + ", sum " + sum + ", map " + map;
  }

  private static final class Count extends KeyedProcessFunction<Long, Long, Void>
      implements CheckpointListener {
    private static final long serialVersionUID = 1L;

    private final String board;
    private transient ValueState<Long> value;
    private transient ListState<Long> list;
    private transient ReducingState<Long> sum;
    private transient MapState<Long, Long> map;

    private Count(String board) {
      this.board = board;
    }

    @Override
    public void open(OpenContext context) {
      value = getRuntimeContext().getState(new ValueStateDescriptor<>("value", Types.LONG));
      list = getRuntimeContext().getListState(new ListStateDescriptor<>("list", Types.LONG));
      sum =
          getRuntimeContext()
              .getReducingState(new ReducingStateDescriptor<>("sum", Long::sum, Types.LONG));
      map =
          getRuntimeContext().getMapState(new MapStateDescriptor<>("map", Types.LONG, Types.LONG));
    }

    @Override
    public void processElement(Long number, Context context, Collector<Void> out) throws Exception {
      Long before = value.value();
      value.update(before == null ? 1 : before + 1);
      list.add(number);
      sum.add(number);
      long digit = number / KEYS % 7;
      Long seen = map.get(digit);
      map.put(digit, seen == null ? 1 : seen + 1);
      context.timerService().registerEventTimeTimer(Long.MAX_VALUE - 1);
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<Void> out)
        throws Exception {
      long listed = 0;
      for (Long ignored : list.get()) {
        listed++;
      }
      Map<Long, Long> digits = new TreeMap<>();
      for (Map.Entry<Long, Long> entry : map.entries()) {
        digits.put(entry.getKey(), entry.getValue());
      }
      BOARDS
          .get(board)
          .reports
          .put(context.getCurrentKey(), report(value.value(), listed, sum.get(), digits));
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) {
      Board shared = BOARDS.get(board);
      shared.checkpointed.countDown();
      if (shared.failuresLeft.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        shared.failures.incrementAndGet();
        throw new IllegalStateException("failing after checkpoint " + checkpointId + ", as told");
      }
    }
  }
}
