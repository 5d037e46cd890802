// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.examples.kafka;

import io.oxbow.examples.Console;
import io.oxbow.examples.process.ChildJvm;
import io.oxbow.examples.process.DemoFailedException;
import java.time.Duration;

/** One run of the application in a JVM of its own, followed through its results. */
final class ApplicationRun {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final long QUIET_NANOS = Duration.ofSeconds(45).toNanos();
  private static final int STEPS = 5;

  private final String name;
  private final ChildJvm jvm;
  private final FlightFeed feed;
  private final ResultFeed results;
  private final Console console;
  private final long flights;
  private long restored;
  private long shown;

  /**
   * @param name what the run is called on the screen
   * @param jvm its JVM
   * @param feed what it reads
   * @param results what it writes
   * @param progress where to show how far it is, of how many flights
   */
  ApplicationRun(
      String name, ChildJvm jvm, FlightFeed feed, ResultFeed results, Progress progress) {
    this.name = name;
    this.jvm = jvm;
    this.feed = feed;
    this.results = results;
    this.console = progress.console();
    this.flights = progress.flights();
    this.shown = results.flights();
  }

  /**
   * Where to show how far a run is.
   *
   * @param console the screen
   * @param flights how many flights there are
   */
  record Progress(Console console, long flights) {}

  /** Kills the run once half of the flights are counted in each table. */
  void killInTheMiddle() throws InterruptedException, DemoFailedException {
    if (!awaitFlights((flights + 1) / 2)) {
      throw jvm.failed("committed no more after " + results.flights() + " flights");
    }
    jvm.kill();
    console.step(
        "%s: SIGKILL after %,d of %,d rows were committed", name, results.flights(), flights);
  }

  /** Follows the run until all flights are counted, or nothing more comes, and ends it. */
  void finish() throws InterruptedException, DemoFailedException {
    boolean all = awaitFlights(flights);
    jvm.endInput();
    jvm.expectGoodEnd(PATIENCE);
    results.pollToEnd();
    console.step("%s: %s", name, all ? "finished" : "nothing more came");
  }

  private boolean awaitFlights(long wanted) throws DemoFailedException {
    long records = results.records();
    long since = System.nanoTime();
    while (results.flights() < wanted) {
      results.poll();
      hear();
      feed.check();
      show();
      if (results.records() > records) {
        records = results.records();
        since = System.nanoTime();
      } else if (System.nanoTime() - since > QUIET_NANOS) {
        return false;
      }
    }
    return true;
  }

  private void hear() throws DemoFailedException {
    for (String line : jvm.newLines()) {
      if (line.equals(FlightApplication.RUNNING)) {
        console.step(
            "%s: the application runs; %,d records taken back from changelogs", name, restored);
      } else if (line.startsWith(FlightApplication.RESTORED)) {
        restored += Long.parseLong(line.substring(FlightApplication.RESTORED.length()));
      } else if (line.startsWith(FlightApplication.FAILED)) {
        throw jvm.failed(line);
      }
    }
    if (!jvm.isAlive()) {
      throw jvm.failed("ended by itself");
    }
  }

  private void show() {
    if (results.flights() >= shown + Math.max(1, flights / STEPS)) {
      shown = results.flights();
      console.step("%s: %,d rows committed", name, shown);
    }
  }
}
