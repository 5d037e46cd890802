// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.examples;

import io.oxbow.examples.flights.BadInputException;
import io.oxbow.examples.flights.FlightInput;
import io.oxbow.examples.flink.FlinkDemo;
import io.oxbow.examples.kafka.KafkaDemo;
import io.oxbow.examples.process.DemoFailedException;
import io.oxbow.examples.process.Workplace;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The program behind {@code ./demo}. */
public final class Demo {
  private static final String SHIPPED = "flights-2001-01-w1.csv.gz";

  private final PrintStream out;
  private final PrintStream err;

  Demo(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  public static void main(String[] args) {
    System.exit(new Demo(System.out, System.err).run(args));
  }

  /** Runs the demo; returns the exit code, see {@link ExitCode}. */
  int run(String... args) {
    try {
      DemoArguments arguments = DemoArguments.parse(args);
      if (arguments.help()) {
        out.println(DemoArguments.HELP);
        return ExitCode.IDENTICAL;
      }
      return run(arguments);
    } catch (BadInputException e) {
      err.println("demo: " + e.getMessage());
      return ExitCode.BAD_INPUT;
    } catch (DemoFailedException e) {
      err.println("demo: " + e.getMessage());
      return ExitCode.FAILED;
    } catch (Exception e) {
      err.println("demo: failed unexpectedly");
      e.printStackTrace(err);
      return ExitCode.FAILED;
    }
  }

  private int run(DemoArguments arguments) throws Exception {
    Console console = new Console(out);
    try (Workplace workplace = Workplace.create()) {
      Path file = arguments.input() == null ? shipped(workplace) : arguments.input();
      FlightInput input = FlightInput.scan(file);
      tell(console, input);
      return arguments.kafka()
          ? new KafkaDemo(input, console).run(workplace)
          : new FlinkDemo(input, console).run(workplace);
    }
  }

  private static Path shipped(Workplace workplace) throws IOException {
    Path file = workplace.path(SHIPPED);
    try (InputStream in = Demo.class.getResourceAsStream("/" + SHIPPED)) {
      if (in == null) {
        throw new IOException(SHIPPED + " is not on the class path");
      }
      Files.copy(in, file);
    }
    return file;
  }

  private static void tell(Console console, FlightInput input) {
    console.step(
        "%s: %,d flights, %,d bad rows",
        input.file().getFileName(), input.flights(), input.badRows());
    input.problems().forEach(problem -> console.line("    bad row, passed over: %s", problem));
  }
}
