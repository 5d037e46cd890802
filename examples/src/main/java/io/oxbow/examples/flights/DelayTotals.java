// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.examples.flights;

import java.util.Locale;

/**
 * Delays added up.
 *
 * @param flights how many
 * @param delay the sum of their delays in minutes
 * @param worst the largest delay in minutes; 0 when there are no flights
 */
public record DelayTotals(long flights, long delay, int worst) {
  /** Of no flights. */
  public static final DelayTotals NONE = new DelayTotals(0, 0, 0);

  /** With one flight more. */
  public DelayTotals plus(int minutes) {
    int larger = flights == 0 ? minutes : Math.max(worst, minutes);
    return new DelayTotals(flights + 1, delay + minutes, larger);
  }

  /** With the flights of both. */
  public DelayTotals plus(DelayTotals other) {
    if (flights == 0 || other.flights == 0) {
      return flights == 0 ? other : this;
    }
    return new DelayTotals(
        flights + other.flights, delay + other.delay, Math.max(worst, other.worst));
  }

  /** The mean delay in minutes, as text with one decimal. */
  public String mean() {
    return String.format(Locale.ROOT, "%.1f", meanDelay());
  }

  /** The mean delay in minutes; 0 when there are no flights. */
  public double meanDelay() {
    return flights == 0 ? 0 : (double) delay / flights;
  }

  /** As text: the three numbers. */
  public String text() {
    return flights + " " + delay + " " + worst;
  }

  /**
   * Reads {@link #text()}.
   *
   * @throws IllegalArgumentException when the text is not of that kind
   */
  public static DelayTotals parse(String text) {
    String[] parts = text.split(" ", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException("no totals of delays: " + text);
    }
    return new DelayTotals(
        Long.parseLong(parts[0]), Long.parseLong(parts[1]), Integer.parseInt(parts[2]));
  }
}
