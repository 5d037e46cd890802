// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.examples.kafka;

import io.oxbow.examples.Check;
import io.oxbow.examples.Console;
import io.oxbow.examples.Report;
import io.oxbow.examples.flights.FlightInput;
import io.oxbow.examples.flights.Results;
import io.oxbow.examples.process.Workplace;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The demo on Kafka Streams: a broker in this JVM, the application in another that is killed in the
 * middle and started again; its results against those added up from the file.
 */
public final class KafkaDemo {
  /** About how long the flights would take to come if nobody killed the application. */
  private static final int FEED_SECONDS = 12;

  private final FlightInput input;
  private final Console console;
  private final UnaryOperator<Results> beforeCheck;

  public KafkaDemo(FlightInput input, Console console) {
    this(input, console, UnaryOperator.identity());
  }

  /**
   * @param beforeCheck changes the application's results before they are checked: a check that
   *     cannot fail shows nothing
   */
  KafkaDemo(FlightInput input, Console console, UnaryOperator<Results> beforeCheck) {
    this.input = input;
    this.console = console;
    this.beforeCheck = beforeCheck;
  }

  /**
   * Runs it, prints tables and verdict.
   *
   * @return the exit code
   */
  public int run(Workplace workplace) throws Exception {
    Results found;
    try (Broker broker = Broker.start(workplace.path("broker"))) {
      console.step("a broker runs in this JVM");
      found = beforeCheck.apply(killedAndRestarted(workplace, broker.address()));
    }
    new Report(found).print(console);
    return Check.print(console, found, ExpectedTotals.of(input), "those added up from the file");
  }

  private Results killedAndRestarted(Workplace workplace, String address) throws Exception {
    long slow = Math.max(1_000, input.flights() / FEED_SECONDS);
    ApplicationRun.Progress progress = new ApplicationRun.Progress(console, input.flights());
    List<String> args = List.of(address, workplace.path("streams").toString());
    try (ResultFeed results = new ResultFeed(address);
        FlightFeed feed = new FlightFeed(input, address, slow)) {
      new ApplicationRun(
              "killed run",
              workplace.start("killed-run", FlightApplication.class, args),
              feed,
              results,
              progress)
          .killInTheMiddle();
      feed.hurry();
      console.step("a new JVM takes over");
      new ApplicationRun(
              "second run",
              workplace.start("second-run", FlightApplication.class, args),
              feed,
              results,
              progress)
          .finish();
      return results.results();
    }
  }
}
