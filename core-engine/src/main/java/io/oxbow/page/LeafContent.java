// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.page;

/** The records a new leaf block is to have, whatever they are taken from. */
public interface LeafContent {
  /** Number of records, tombstones included. */
  int count();

  /** Bytes of their rests and values in a block whose keys share {@code prefix} bytes. */
  int heapBytes(int prefix);

  /**
   * Writes the block at {@code a}, {@code size} bytes long and at least {@link LeafBuilder#bytes}.
   * Holds every value node its records refer to.
   */
  void build(long a, int size, LeafSpec spec);
}
