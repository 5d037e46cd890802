// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

/** A store under test. For one thread; reads go through buffers that are used again. */
interface Contender extends AutoCloseable {
  /** Reads into {@link #buffer()}; the value's length, or -1 when the key is absent. */
  int get(byte[] key);

  /** Where {@link #get} leaves the value; may be another array after each get. */
  byte[] buffer();

  /** Sets a value; both arrays belong to the caller, who will change them. */
  void put(byte[] key, byte[] value);

  /** The records whose key starts with this. */
  Walk prefix(byte[] prefix);

  /** All records. */
  Walk all();

  /** Called before each row, outside of the measurement. */
  default void beforeRow() {}

  /** Counters worth printing beside the figures. */
  String facts();

  /** Closes; fails when something went wrong in the background. */
  @Override
  void close();
}
