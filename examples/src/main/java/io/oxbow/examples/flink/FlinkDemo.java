// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.examples.flink;

import io.oxbow.examples.Check;
import io.oxbow.examples.Console;
import io.oxbow.examples.Report;
import io.oxbow.examples.flights.FlightInput;
import io.oxbow.examples.flights.Results;
import io.oxbow.examples.process.DemoFailedException;
import io.oxbow.examples.process.Workplace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * The demo on Flink. The job runs on Oxbow until it is killed, goes on in a new JVM from its last
 * checkpoint, and runs once more, undisturbed, on Flink's HashMap backend.
 */
public final class FlinkDemo {
  private static final String OXBOW = "io.oxbow.flink.OxbowStateBackendFactory";
  private static final String HASHMAP = "hashmap";

  /** About how long the first run would take if nobody killed it. */
  private static final int FIRST_RUN_SECONDS = 10;

  private final FlightInput input;
  private final Console console;
  private final UnaryOperator<Results> beforeCheck;

  public FlinkDemo(FlightInput input, Console console) {
    this(input, console, UnaryOperator.identity());
  }

  /**
   * @param beforeCheck changes the results of the restored run before they are checked: a check
   *     that cannot fail shows nothing
   */
  FlinkDemo(FlightInput input, Console console, UnaryOperator<Results> beforeCheck) {
    this.input = input;
    this.console = console;
    this.beforeCheck = beforeCheck;
  }

  /**
   * Runs all three, prints tables and verdict.
   *
   * @return the exit code
   */
  public int run(Workplace workplace)
      throws IOException, InterruptedException, DemoFailedException {
    Path checkpoints = workplace.path("checkpoints");
    // The first run is slowed down, and never gets beyond three quarters, to be killed at work.
    long slow = Math.max(1_000, input.flights() / FIRST_RUN_SECONDS);
    long threeQuarters = Math.max(1, input.flights() * 3 / 4);
    Path never = workplace.path("killed.results");
    start(
            workplace,
            "killed run",
            new JobSettings(input.file(), OXBOW, checkpoints, never, slow, threeQuarters, null))
        .killInTheMiddle();

    Path last = LastCheckpoint.in(checkpoints);
    console.step("a new JVM restores the last complete checkpoint, %s", last.getFileName());
    Path restored = workplace.path("restored.results");
    start(workplace, "restored run", unhurried(OXBOW, checkpoints, restored, last)).finish();

    console.step("now undisturbed, on Flink's HashMap backend");
    Path undisturbed = workplace.path("hashmap.results");
    Path others = workplace.path("hashmap-checkpoints");
    start(workplace, "HashMap run", unhurried(HASHMAP, others, undisturbed, null)).finish();

    Results found = beforeCheck.apply(Results.read(restored));
    new Report(found).print(console);
    return Check.print(
        console, found, Results.read(undisturbed), "the run on Flink's HashMap backend");
  }

  private JobSettings unhurried(String backend, Path checkpoints, Path results, Path from) {
    return new JobSettings(
        input.file(), backend, checkpoints, results, Pace.UNLIMITED, Pace.UNLIMITED, from);
  }

  private JobRun start(Workplace workplace, String name, JobSettings settings) throws IOException {
    String file = name.replace(' ', '-');
    return new JobRun(
        name, workplace.start(file, FlightJob.class, settings.toArgs()), input.flights(), console);
  }
}
