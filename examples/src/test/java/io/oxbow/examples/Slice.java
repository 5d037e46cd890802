// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.examples;

import io.oxbow.examples.flights.BadInputException;
import io.oxbow.examples.flights.FlightInput;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** A few of the flights, made worse: with bad rows, and some rows far behind their time. */
public final class Slice {
  public static final int BAD_ROWS = 7;

  private static final int LATE_EVERY = 100;
  private static final int BEHIND = 700;

  private Slice() {}

  /** Every so-and-so-manieth flight of the week, so that the slice spans all of its days. */
  public static FlightInput write(Path file, int every) throws IOException, BadInputException {
    List<String> rows = new ArrayList<>();
    try (BufferedReader text = shipped()) {
      rows.add(text.readLine());
      int number = 0;
      for (String row = text.readLine(); row != null; row = text.readLine()) {
        if (number++ % every == 0) {
          rows.add(row);
        }
      }
    }
    for (int from = LATE_EVERY; from + BEHIND < rows.size(); from += LATE_EVERY) {
      rows.add(from + BEHIND, rows.remove(from));
    }
    for (int bad = 1; bad <= BAD_ROWS; bad++) {
      rows.add(rows.size() * bad / (BAD_ROWS + 1), "2001-01-0" + bad + ",this row is bad");
    }
    Files.write(file, rows);
    return FlightInput.scan(file);
  }

  private static BufferedReader shipped() throws IOException {
    return new BufferedReader(
        new InputStreamReader(
            new GZIPInputStream(Slice.class.getResourceAsStream("/flights-2001-01-w1.csv.gz")),
            StandardCharsets.UTF_8));
  }
}
