// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.oxbow.flink.OxbowStateBackendFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateChangelogOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.core.execution.SavepointFormatType;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A job on a cluster counts every number once, though it fails, stops, and changes its size. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class JobRecoveryTest {
  private static final int NUMBERS = 24_000;

  @TempDir Path directory;

  private Configuration config() {
    Configuration config = new Configuration();
    config.set(StateBackendOptions.STATE_BACKEND, OxbowStateBackendFactory.class.getName());
    config.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
    config.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY, directory.resolve("checkpoints").toUri() + "");
    config.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(100));
    config.set(CheckpointingOptions.FS_SMALL_FILE_THRESHOLD, MemorySize.ZERO);
    config.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    config.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 10);
    config.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(10));
    config.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(128));
    return config;
  }

  enum Setup {
    PLAIN,
    FULL,
    CHANGELOG,
    LOCAL_RECOVERY,
    FILE_MERGING,
    CONCURRENT
  }

  private static void apply(Setup setup, Configuration config) {
    switch (setup) {
      case FULL -> config.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, false);
      case CHANGELOG -> {
        config.set(StateChangelogOptions.ENABLE_STATE_CHANGE_LOG, true);
        config.set(StateChangelogOptions.STATE_CHANGE_LOG_STORAGE, "memory");
        config.set(StateChangelogOptions.PERIODIC_MATERIALIZATION_INTERVAL, Duration.ofMillis(150));
      }
      case LOCAL_RECOVERY -> {
        config.set(CheckpointingOptions.LOCAL_BACKUP_ENABLED, true);
        config.set(StateRecoveryOptions.LOCAL_RECOVERY, true);
      }
      case FILE_MERGING -> config.set(CheckpointingOptions.FILE_MERGING_ENABLED, true);
      case CONCURRENT -> config.set(CheckpointingOptions.MAX_CONCURRENT_CHECKPOINTS, 3);
      default -> {}
    }
  }

  @ParameterizedTest
  @EnumSource(Setup.class)
  void failuresChangeNothing(Setup setup) throws Exception {
    Configuration config = config();
    apply(setup, config);
    CountingJob job = new CountingJob("failing " + setup, NUMBERS, 3);
    job.start(config, 2).getJobExecutionResult().get();
    assertThat(job.board().failures).hasValue(3);
    assertThat(job.board().reports).isEqualTo(job.expected());
  }

  static Stream<Arguments> savepoints() {
    return Stream.of(SavepointFormatType.values())
        .flatMap(
            format ->
                Stream.of(RecoveryClaimMode.CLAIM, RecoveryClaimMode.NO_CLAIM)
                    .map(claim -> Arguments.of(format, claim)));
  }

  @ParameterizedTest
  @MethodSource("savepoints")
  void stoppingAndGoingOnWithAnotherParallelismChangesNothing(
      SavepointFormatType format, RecoveryClaimMode claim) throws Exception {
    CountingJob job = new CountingJob("stopped " + format + claim, NUMBERS, 0);
    JobClient first = job.start(config(), 1);
    assertThat(job.board().checkpointed.await(1, TimeUnit.MINUTES)).isTrue();
    String savepoint =
        first.stopWithSavepoint(false, directory.resolve("savepoints").toUri() + "", format).get();

    CountingJob again = new CountingJob("stopped " + format + claim, NUMBERS, 2);
    Configuration config = config();
    config.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
    config.set(StateRecoveryOptions.RESTORE_MODE, claim);
    again.start(config, 3).getJobExecutionResult().get();
    assertThat(again.board().failures).hasValue(2);
    assertThat(again.board().reports).isEqualTo(again.expected());
  }
}
