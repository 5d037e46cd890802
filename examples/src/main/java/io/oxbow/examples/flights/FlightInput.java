// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.examples.flights;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A file of flights that was read once from end to end and found usable.
 *
 * @param file the file
 * @param flights how many flights it holds, at least 1
 * @param badRows how many rows are no flights
 * @param problems what is wrong with the first few of those
 */
public record FlightInput(Path file, long flights, long badRows, List<String> problems) {
  /** What a file has to hold. */
  public static final String SHAPE =
      "rows date,delay,distance,origin,destination such as " + FlightTime.SHAPE + ",12,602,ATL,ORD";

  /**
   * Reads a file to its end.
   *
   * @throws BadInputException when it is absent, unreadable, damaged, or holds no flight
   */
  public static FlightInput scan(Path file) throws BadInputException {
    if (!Files.exists(file)) {
      throw new BadInputException("there is no file " + file);
    }
    if (Files.isDirectory(file)) {
      throw new BadInputException(file + " is a folder; name a CSV file, plain or gzip");
    }
    if (!Files.isReadable(file)) {
      throw new BadInputException(file + " may not be read; check its permissions");
    }
    long flights = 0;
    try (FlightRows rows = FlightRows.open(file)) {
      while (rows.next() != null) {
        flights++;
      }
      if (flights == 0) {
        throw new BadInputException(noFlight(file, rows));
      }
      return new FlightInput(file, flights, rows.badRows(), rows.problems());
    } catch (IOException e) {
      throw new BadInputException(
          file + " cannot be read after " + flights + " flights: " + e + "; is it damaged?");
    }
  }

  private static String noFlight(Path file, FlightRows rows) {
    String found =
        rows.badRows() == 0
            ? "it is empty"
            : rows.badRows() + " bad rows, the first at " + rows.problems().get(0);
    return "no flight in " + file + ": " + found + "; expected " + SHAPE;
  }
}
