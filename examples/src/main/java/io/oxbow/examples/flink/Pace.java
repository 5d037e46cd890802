// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.examples.flink;

/** How fast and how far to read, so that a kill finds the job at work. For one thread. */
final class Pace {
  /** As fast as it goes. */
  static final long UNLIMITED = Long.MAX_VALUE;

  private final long perSecond;
  private final long holdAt;
  private long started = -1;
  private long first;

  /**
   * @param perSecond flights a second, or {@link #UNLIMITED}
   * @param holdAt after how many flights to stop for good, or {@link #UNLIMITED}
   */
  Pace(long perSecond, long holdAt) {
    this.perSecond = perSecond;
    this.holdAt = holdAt;
  }

  /** Whether one flight more may be read now that this many were. */
  boolean allows(long flights) {
    if (flights >= holdAt) {
      return false;
    }
    if (perSecond == UNLIMITED) {
      return true;
    }
    if (started < 0) {
      started = System.nanoTime();
      first = flights;
    }
    return flights - first <= (System.nanoTime() - started) / 1e9 * perSecond;
  }
}
