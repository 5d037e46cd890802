// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.examples.flights;

/**
 * One flight.
 *
 * @param time when it was to leave, in milliseconds since 1970, the local time taken as UTC
 * @param delay how late it was, in minutes; negative when it was early
 * @param distance in miles
 * @param origin the code of the airport it left
 * @param destination the code of the airport it went to
 */
public record Flight(long time, int delay, int distance, String origin, String destination) {

  /** The route: both airport codes. */
  public String route() {
    return origin + "-" + destination;
  }

  /** The flight as a row of a CSV file, as {@link FlightParser} reads it. */
  public String toRow() {
    return FlightTime.minute(time)
        + ","
        + delay
        + ","
        + distance
        + ","
        + origin
        + ","
        + destination;
  }
}
