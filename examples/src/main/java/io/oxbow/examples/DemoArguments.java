// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.examples;

import io.oxbow.examples.flights.BadInputException;
import io.oxbow.examples.flights.FlightInput;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

/**
 * What the user asked for.
 *
 * @param kafka the demo on Kafka Streams, not the one on Flink
 * @param input the user's file, or {@code null} for the flights that come with the demo
 * @param help only the help text
 */
record DemoArguments(boolean kafka, Path input, boolean help) {
  static final String HELP =
      String.join(
          "\n",
          "./demo [kafka] [--input FILE]",
          "",
          "  ./demo         a Flink job on Oxbow: killed in the middle, restored from its last",
          "                 checkpoint, compared with a run on Flink's HashMap backend",
          "  ./demo kafka   a Kafka Streams application on Oxbow under exactly-once: killed in the",
          "                 middle, started again, compared with what the file says",
          "",
          "  --input FILE   your own flights instead of the 113,493 that come with the demo;",
          "                 plain or gzip, " + FlightInput.SHAPE + ";",
          "                 a header is allowed, bad rows are counted and passed over",
          "  --help         this text",
          "",
          "exit code: 0 results identical, 1 different, 2 bad arguments or input, 3 not finished");

  /**
   * Reads the arguments.
   *
   * @throws BadInputException when they are not understood
   */
  static DemoArguments parse(String... args) throws BadInputException {
    boolean kafka = false;
    boolean help = false;
    Path input = null;
    Iterator<String> rest = List.of(args).iterator();
    while (rest.hasNext()) {
      String arg = rest.next();
      switch (arg) {
        case "kafka" -> kafka = true;
        case "flink" -> kafka = false;
        case "--help", "-h" -> help = true;
        case "--input" -> input = path(rest);
        default -> throw new BadInputException("unknown argument " + arg + "; see ./demo --help");
      }
    }
    return new DemoArguments(kafka, input, help);
  }

  private static Path path(Iterator<String> rest) throws BadInputException {
    if (!rest.hasNext()) {
      throw new BadInputException("--input needs the name of a file");
    }
    String name = rest.next();
    try {
      return Path.of(name).toAbsolutePath();
    } catch (InvalidPathException e) {
      throw new BadInputException("--input " + name + " is no file name: " + e.getReason());
    }
  }
}
