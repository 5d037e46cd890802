// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.examples.flink;

import io.oxbow.examples.flights.Flight;
import io.oxbow.examples.flights.Result;
import io.oxbow.examples.process.InputWatch;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.util.OutputTag;

/** The job, and the JVM of its own that runs it. Ends when its standard input does. */
public final class FlightJob {
  private static final int PARALLELISM = 2;
  private static final TypeInformation<Flight> FLIGHT = Types.POJO(Flight.class);
  private static final OutputTag<Flight> LATE = new OutputTag<>("late", FLIGHT);

  private FlightJob() {}

  public static void main(String[] args) throws Exception {
    InputWatch.haltAtEnd();
    JobSettings settings = JobSettings.of(args);
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(PARALLELISM, configuration(settings));
    build(env, settings);
    env.execute("flights");
    System.exit(0);
  }

  private static Configuration configuration(JobSettings settings) {
    Configuration config = new Configuration();
    config.set(StateBackendOptions.STATE_BACKEND, settings.backend());
    config.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(128));
    config.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
    config.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, settings.checkpoints().toUri() + "");
    config.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(500));
    config.set(CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, CheckpointingMode.EXACTLY_ONCE);
    config.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
    config.set(CheckpointingOptions.MAX_RETAINED_CHECKPOINTS, 2);
    config.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, 0);
    config.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    config.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    if (settings.restoreFrom() != null) {
      config.set(StateRecoveryOptions.SAVEPOINT_PATH, settings.restoreFrom().toUri() + "");
      config.set(StateRecoveryOptions.RESTORE_MODE, RecoveryClaimMode.CLAIM);
    }
    return config;
  }

  private static void build(StreamExecutionEnvironment env, JobSettings settings) {
    FlightSource source =
        new FlightSource(settings.input(), settings.perSecond(), settings.holdAt());
    DataStream<Flight> flights =
        env.fromSource(source, WatermarkStrategy.noWatermarks(), "flights", FLIGHT)
            .setParallelism(1)
            .uid("flights");
    DataStream<Result> routes =
        flights.keyBy(Flight::route, Types.STRING).process(new RouteStatistics()).uid("routes");
    DataStream<Result> airports =
        flights
            .keyBy(Flight::origin, Types.STRING)
            .process(new AirportStatistics())
            .uid("airports");
    SingleOutputStreamOperator<Result> hours =
        flights
            .keyBy(Flight::origin, Types.STRING)
            .window(TumblingEventTimeWindows.of(Duration.ofHours(1)))
            .sideOutputLateData(LATE)
            .aggregate(new HourTotals(), new HourTotals.Told())
            .uid("hours");
    DataStream<Result> late =
        hours
            .getSideOutput(LATE)
            .keyBy(Flight::origin, Types.STRING)
            .process(new LateFlights())
            .uid("late");
    routes
        .union(airports, hours, late)
        .sinkTo(new ResultSink(settings.results()))
        .setParallelism(1)
        .uid("results");
  }
}
