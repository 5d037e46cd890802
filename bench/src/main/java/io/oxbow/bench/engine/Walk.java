// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

/** A pass over records in key order, positioned before the first one. */
interface Walk extends AutoCloseable {
  /** Moves on; false at the end. */
  boolean next();

  /** The array with the current key, 16 bytes from {@link #keyAt()} on; until the next move. */
  byte[] key();

  /** Where the key begins. */
  default int keyAt() {
    return 0;
  }

  /** The array with the current value, from {@link #valueAt()} on; until the next move. */
  byte[] value();

  /** Where the value begins. */
  default int valueAt() {
    return 0;
  }

  int valueLength();

  @Override
  void close();
}
