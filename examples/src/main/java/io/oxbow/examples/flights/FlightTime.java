// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.examples.flights;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;

/** Times of flights as text: minutes without a zone, taken as UTC. Thread-safe. */
public final class FlightTime {
  static final String SHAPE = "2001-01-31 23:59";

  private static final long HOUR = 3_600_000L;
  private static final DateTimeFormatter MINUTES =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm").withResolverStyle(ResolverStyle.STRICT);

  private FlightTime() {}

  /**
   * Reads a time such as {@code 2001-01-31 23:59}.
   *
   * @return milliseconds since 1970
   * @throws DateTimeException when it is no such time
   */
  static long parse(String text) {
    return LocalDateTime.parse(text, MINUTES).toInstant(ZoneOffset.UTC).toEpochMilli();
  }

  /** The time to the minute. */
  public static String minute(long time) {
    return MINUTES.format(Instant.ofEpochMilli(time).atOffset(ZoneOffset.UTC));
  }

  /** The hour that holds the time, as the time it begins. */
  public static String hour(long time) {
    return minute(Math.floorDiv(time, HOUR) * HOUR);
  }
}
