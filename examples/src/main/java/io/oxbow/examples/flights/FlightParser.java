// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.examples.flights;

import java.time.DateTimeException;

/** Reads rows {@code date,delay,distance,origin,destination}. Thread-safe. */
public final class FlightParser {
  private static final int FIELDS = 5;
  private static final int LONGEST_CODE = 8;
  private static final int MOST_MINUTES = 1_000_000;
  private static final int MOST_MILES = 1_000_000;

  private FlightParser() {}

  /**
   * Reads one row.
   *
   * @throws BadRowException when the row is no flight
   */
  public static Flight parse(String row) throws BadRowException {
    String[] fields = row.split(",", -1);
    if (fields.length != FIELDS) {
      throw new BadRowException("expected " + FIELDS + " fields, found " + fields.length);
    }
    return new Flight(
        time(fields[0].trim()),
        number("delay", fields[1].trim(), -MOST_MINUTES, MOST_MINUTES),
        number("distance", fields[2].trim(), 0, MOST_MILES),
        airport("origin", fields[3].trim()),
        airport("destination", fields[4].trim()));
  }

  /** Whether the row is the header: its first field is the word date. */
  static boolean isHeader(String row) {
    int comma = row.indexOf(',');
    return comma > 0 && row.substring(0, comma).trim().equalsIgnoreCase("date");
  }

  private static long time(String text) throws BadRowException {
    try {
      return FlightTime.parse(text);
    } catch (DateTimeException e) {
      throw new BadRowException(
          "date is " + quoted(text) + ", expected a time such as " + FlightTime.SHAPE);
    }
  }

  private static int number(String field, String text, int least, int most) throws BadRowException {
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // reported below, like a number out of range
    }
    throw new BadRowException(
        field + " is " + quoted(text) + ", expected a number from " + least + " to " + most);
  }

  private static String airport(String field, String text) throws BadRowException {
    boolean good = !text.isEmpty() && text.length() <= LONGEST_CODE;
    for (int i = 0; good && i < text.length(); i++) {
      char c = text.charAt(i);
      good = c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
    }
    if (!good) {
      throw new BadRowException(
          field + " is " + quoted(text) + ", expected 1 to " + LONGEST_CODE + " letters or digits");
    }
    return text;
  }

  /** The field for a message: short, and harmless on a terminal. */
  private static String quoted(String text) {
    String shown = text.length() > 20 ? text.substring(0, 20) + "..." : text;
    return "\"" + shown.replaceAll("[^\\x20-\\x7e]", "?") + "\"";
  }
}
