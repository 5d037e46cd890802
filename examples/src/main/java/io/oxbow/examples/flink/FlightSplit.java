// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.examples.flink;

import org.apache.flink.api.connector.source.SourceSplit;

/**
 * Where the reading of the file stands; there is one split, the whole file.
 *
 * @param lines lines of the file that were read, bad rows and header included
 * @param flights flights that were handed on
 * @param latest the latest time of those, or {@link Long#MIN_VALUE}; part of the state because the
 *     watermark follows from it
 */
record FlightSplit(long lines, long flights, long latest) implements SourceSplit {
  static final FlightSplit START = new FlightSplit(0, 0, Long.MIN_VALUE);

  @Override
  public String splitId() {
    return "file";
  }
}
