// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.tree;

import io.oxbow.page.RecordList;

/** Reads what is on disk; never called under a pin. */
public interface ColdReader {
  /**
   * The live records of the chain at {@code location}, in key order, separated values with fresh cold
   * nodes that the caller holds (see {@link #dropNodes}).
   */
  void readPage(long location, RecordList into);

  /** Drops the caller's hold on the nodes of a list read by {@link #readPage}. */
  void dropNodes(RecordList records);

  /** Reads the first {@code total} bytes of the separated value whose newest chunk is at a location. */
  void readValue(long location, long total, byte[] into, int offset);

  /**
   * Makes room in the budget, waiting if need be.
   *
   * @throws RuntimeException when there is none to be had, naming the budget
   */
  void makeRoom(long bytes);

  /** The error for a request that found no room: names the budget and what to do. */
  RuntimeException noRoom(long bytes);
}
