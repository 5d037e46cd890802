// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow;

import static org.assertj.core.api.Assertions.assertThat;

import io.oxbow.io.SimulatedStorageIo;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random operations of every kind against a model, with the structure checked in between and after.
 * Seeds on the simulated disk replay exactly; those on a real directory run the engine's own
 * threads beside.
 */
class OracleTest {
  private static final int SCALE = Math.min(20, Integer.getInteger("oxbow.scale", 1));
  private static final int SIMULATED_SEEDS = 120 * SCALE;
  private static final int REAL_SEEDS = 15 * SCALE;
  private static final int OPERATIONS = 900;
  private static final String[] MUST_HAPPEN = {
    "splits",
    "inner splits",
    "root growths",
    "merges",
    "consolidations",
    "loads",
    "pre-images",
    "blind writes",
    "overwrites",
    "bulk loads",
    "records bulk-loaded",
    "batch gets",
    "reopens",
    "snapshot reads",
    "cursors walked to the end",
    "range deletes",
    "trees dropped",
    "checkpoints abandoned",
    "checkpoints released",
  };

  /** One seed; failures name it and the operation. */
  static void run(Workload workload, StoreRun run, int operations) {
    int at = -1;
    try {
      run.open();
      for (at = 0; at < operations; at++) {
        run.step(at);
      }
      run.finish();
    } catch (RuntimeException | Error e) {
      throw new AssertionError(workload + " failed at operation " + at + ": " + e.getMessage(), e);
    }
  }

  @Test
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  void aStoreOnASimulatedDiskAgreesWithTheModel() {
    RunCounters counters = new RunCounters();
    for (long seed = 1; seed <= SIMULATED_SEEDS; seed++) {
      Workload workload = new Workload(seed);
      TestDisk disk = TestDisk.simulated(new SimulatedStorageIo(seed));
      run(workload, new StoreRun(workload, disk, new SeededThreads(), counters), OPERATIONS);
    }
    System.out.println("oracle, " + SIMULATED_SEEDS + " simulated seeds: " + counters);
    assertThat(counters.missing(MUST_HAPPEN)).as("never happened").isEmpty();
    assertThat(counters.missing("crashes", "crashes with work in flight")).isEmpty();
  }

  @Test
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  void aStoreInARealDirectoryAgreesWithTheModel(@TempDir Path base) {
    RunCounters counters = new RunCounters();
    for (long seed = 1; seed <= REAL_SEEDS; seed++) {
      Workload workload = new Workload(1_000_000 + seed);
      TestDisk disk = TestDisk.real(base.resolve("seed-" + seed));
      run(workload, new StoreRun(workload, disk, null, counters), OPERATIONS);
    }
    System.out.println("oracle, " + REAL_SEEDS + " seeds in real directories: " + counters);
    assertThat(counters.missing(MUST_HAPPEN)).as("never happened").isEmpty();
    assertThat(counters.missing("rescalings")).isEmpty();
  }
}
