// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.cache;

import io.oxbow.page.RecordList;

/** Reads what is on disk; never called under a pin. */
public interface ColdReader {
  /**
   * Keeps segments, and the store's memory, in place until {@link #endRead}: taken before the word
   * that names a location is read, so that what it names cannot be dropped in between.
   *
   * @throws RuntimeException when the store is closed
   */
  int beginRead();

  /** Ends what {@link #beginRead} began. */
  void endRead(int read);

  /**
   * The live records of the chain at {@code location}, in key order, separated values with fresh
   * cold nodes that the caller holds (see {@link #dropNodes}).
   *
   * @param version deltas above it are left out: a tail-only block still has their records, each
   *     with its own version, and its base must be good for every version from the block's on
   * @return pieces in the chain
   */
  int readPage(long location, long version, RecordList into);

  /** Drops the caller's hold on the nodes of a list read by {@link #readPage}. */
  void dropNodes(RecordList records);

  /**
   * Reads the first {@code total} bytes of the separated value whose newest chunk is at a location.
   */
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
