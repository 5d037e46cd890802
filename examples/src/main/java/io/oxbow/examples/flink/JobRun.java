// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.examples.flink;

import io.oxbow.examples.Console;
import io.oxbow.examples.process.ChildJvm;
import io.oxbow.examples.process.DemoFailedException;
import java.time.Duration;

/** One run of the job in a JVM of its own, followed through what it says. For one thread. */
final class JobRun {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final int STEPS = 5;

  private final String name;
  private final ChildJvm jvm;
  private final long flights;
  private final Console console;
  private long started;
  private long rows;
  private long checkpoints;
  private long shown;

  /**
   * @param name what the run is called on the screen
   * @param jvm its JVM
   * @param flights how many flights there are
   * @param console where to show how far it is
   */
  JobRun(String name, ChildJvm jvm, long flights, Console console) {
    this.name = name;
    this.jvm = jvm;
    this.flights = flights;
    this.console = console;
  }

  /** Kills the run once a checkpoint is complete and half of the flights are processed. */
  void killInTheMiddle() throws InterruptedException, DemoFailedException {
    while (checkpoints == 0 || rows < (flights + 1) / 2) {
      if (!hear()) {
        throw jvm.failed("ended by itself before it was killed");
      }
    }
    jvm.kill();
    console.step(
        "%s: SIGKILL after %,d of %,d rows and %,d checkpoints", name, rows, flights, checkpoints);
  }

  /** Follows the run to its end, which has to be a good one. */
  void finish() throws InterruptedException, DemoFailedException {
    while (hear()) {
      // it goes on
    }
    jvm.expectGoodEnd(PATIENCE);
    console.step("%s: finished", name);
  }

  private boolean hear() throws InterruptedException, DemoFailedException {
    String line = jvm.nextLine(PATIENCE);
    if (line == null) {
      return false;
    }
    if (line.startsWith(Progress.START)) {
      started = number(line, Progress.START);
      console.step("%s: the job runs, from row %,d", name, started);
      shown = started;
    } else if (line.startsWith(Progress.CHECKPOINT)) {
      checkpoints++;
    } else if (line.startsWith(Progress.ROWS)) {
      rows = Math.max(rows, number(line, Progress.ROWS));
      show();
    }
    return true;
  }

  private void show() {
    if (rows >= shown + Math.max(1, flights / STEPS)) {
      shown = rows;
      console.step("%s: %,d rows, %,d checkpoints", name, rows, checkpoints);
    }
  }

  private static long number(String line, String prefix) {
    return Long.parseLong(line.substring(prefix.length()));
  }
}
