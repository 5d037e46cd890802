// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow;

import io.oxbow.io.SimulatedStorageIo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** The oracle as {@link PlantedBug} calls it: what was noticed, with the seed, or null. */
public final class PlantedRuns {
  private static final int OPERATIONS = 500;

  private PlantedRuns() {}

  /** Random operations on a simulated disk. */
  public static String oracle(int seeds) {
    for (int seed = 1; seed <= seeds; seed++) {
      Workload workload = new Workload(seed);
      TestDisk disk = TestDisk.simulated(new SimulatedStorageIo(seed));
      String noticed = run(workload, disk);
      if (noticed != null) {
        return noticed;
      }
    }
    return null;
  }

  /** Random operations in a real directory, rescaling included. */
  public static String rescaling(int seeds) throws IOException {
    Path base = Files.createTempDirectory("oxbow-planted");
    try {
      for (int seed = 1; seed <= seeds; seed++) {
        String noticed =
            run(new Workload(1_000_000 + seed), TestDisk.real(base.resolve("seed-" + seed)));
        if (noticed != null) {
          return noticed;
        }
      }
      return null;
    } finally {
      delete(base);
    }
  }

  /** One page, overwritten behind its flush; needs no seeds. */
  public static String overwriteBehindFlush(int seeds) throws IOException {
    Path directory = Files.createTempDirectory("oxbow-planted");
    try {
      return new OverwriteBehindFlush(directory).run();
    } finally {
      delete(directory);
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    }
  }

  private static String run(Workload workload, TestDisk disk) {
    StoreRun run = new StoreRun(workload, disk, new SeededThreads(), new RunCounters());
    try {
      OracleTest.run(workload, run, OPERATIONS);
      return null;
    } catch (AssertionError noticed) {
      return noticed.getMessage();
    }
  }
}
