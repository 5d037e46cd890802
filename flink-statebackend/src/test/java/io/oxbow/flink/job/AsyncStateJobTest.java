// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.oxbow.flink.OxbowStateBackendFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.state.v2.ValueState;
import org.apache.flink.api.common.state.v2.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Jobs written for Flink's asynchronous state run on Oxbow, through Flink's adaptor. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class AsyncStateJobTest {
  private static final long NUMBERS = 12_000;
  private static final long KEYS = 50;
  private static final Map<Long, Long> COUNTS = new ConcurrentHashMap<>();
  private static final AtomicBoolean FAILED = new AtomicBoolean();

  @TempDir Path directory;

  @Test
  void aJobWithAsynchronousStateCountsEachNumberOnce() throws Exception {
    Configuration config = new Configuration();
    config.set(StateBackendOptions.STATE_BACKEND, OxbowStateBackendFactory.class.getName());
    config.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
    config.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, directory.toUri().toString());
    config.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(100));
    config.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    config.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 5);
    config.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(10));
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(2, config);
    env.fromSource(
            new DataGeneratorSource<>(
                number -> number, NUMBERS, RateLimiterStrategy.perSecond(8_000), Types.LONG),
            WatermarkStrategy.noWatermarks(),
            "numbers")
        .keyBy(number -> number % KEYS)
        .enableAsyncState()
        .process(new Count())
        .sinkTo(new DiscardingSink<>());
    env.execute();

    assertThat(FAILED).isTrue();
    assertThat(COUNTS).hasSize((int) KEYS);
    assertThat(COUNTS.values()).containsOnly(NUMBERS / KEYS);
  }

  private static final class Count extends KeyedProcessFunction<Long, Long, Void>
      implements CheckpointListener {
    private static final long serialVersionUID = 1L;

    private transient ValueState<Long> count;

    @Override
    public void open(OpenContext context) {
      count = getRuntimeContext().getState(new ValueStateDescriptor<>("count", Types.LONG));
    }

    @Override
    public void processElement(Long number, Context context, Collector<Void> out) {
      long key = number % KEYS;
      count
          .asyncValue()
          .thenAccept(
              before -> {
                long now = before == null ? 1 : before + 1;
                COUNTS.put(key, now);
                count.asyncUpdate(now);
              });
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) {
      if (FAILED.compareAndSet(false, true)) {
        throw new IllegalStateException("failing once, as told");
      }
    }
  }
}
