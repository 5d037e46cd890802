// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.examples.flights;

import java.util.Comparator;

/**
 * One line of a job's results; none of its parts holds a tab or a line end.
 *
 * @param table the table it belongs to
 * @param key the row's key
 * @param value the row's value
 */
public record Result(String table, String key, String value) implements Comparable<Result> {
  /** Totals per route. */
  public static final String ROUTE = "route";

  /** Totals per airport of origin. */
  public static final String AIRPORT = "airport";

  /** Totals per hour and airport of origin. */
  public static final String HOUR = "hour";

  private static final Comparator<Result> ORDER =
      Comparator.comparing(Result::table).thenComparing(Result::key).thenComparing(Result::value);

  /** A row of totals. */
  public static Result of(String table, String key, DelayTotals totals) {
    return new Result(table, key, totals.text());
  }

  /** The key of a row of {@link #HOUR}. */
  public static String hourKey(long time, String airport) {
    return FlightTime.hour(time) + " " + airport;
  }

  /** The line in a file. */
  String line() {
    return table + "\t" + key + "\t" + value;
  }

  /** Reads {@link #line()}. */
  static Result parse(String line) {
    String[] parts = line.split("\t", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException("no line of results: " + line);
    }
    return new Result(parts[0], parts[1], parts[2]);
  }

  @Override
  public int compareTo(Result other) {
    return ORDER.compare(this, other);
  }
}
