// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

/** A store under test. */
interface Contender extends AutoCloseable {
  /** A door for the calling thread. */
  Session session();

  /**
   * Fills the empty store by its own means for sorted input.
   *
   * @return false, with nothing done, when it has none
   */
  default boolean bulkLoad(Workload workload, KeyOrder order) {
    return false;
  }

  /** Called before each row, outside of the measurement, when no session is writing. */
  default void beforeRow() {}

  /** Bytes of memory it holds outside of the Java heap, by its own count. */
  long offHeapBytes();

  /** Counters worth printing beside the figures. */
  String facts();

  /** Closes; fails when something went wrong in the background. */
  @Override
  void close();
}
