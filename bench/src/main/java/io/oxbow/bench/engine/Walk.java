// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

/** A pass over records in key order, positioned before the first one. */
interface Walk extends AutoCloseable {
  /** Moves on; false at the end. */
  boolean next();

  /** The current key, in the first 16 bytes; valid until the next move. */
  byte[] key();

  /** The current value, in the first {@link #valueLength()} bytes; valid until the next move. */
  byte[] value();

  int valueLength();

  @Override
  void close();
}
