// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.examples.kafka;

/** The topics of the application. */
final class Topics {
  /** Flights by route. */
  static final String FLIGHTS = "flights";

  /** The newest totals by table and key. */
  static final String RESULTS = "results";

  static final int PARTITIONS = 2;

  private Topics() {}
}
