// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.log;

/**
 * Where a piece is, as mapping and durable words hold it: 44 bits, segment index (24) and 64-byte
 * granule (20). 0 is no location. Indexes are given at open and mean nothing on disk.
 */
public final class Location {
  /** No location. */
  public static final long NONE = 0;

  /** Bits of a location. */
  public static final int BITS = 44;

  /** Bytes per granule; every piece starts on one and fills whole ones. */
  public static final int GRANULE = 64;

  /** Segment indexes are below this. */
  public static final int INDEX_LIMIT = 1 << 24;

  static final int GRANULE_BITS = 20;

  /** Pieces start below this offset. */
  static final int OFFSET_LIMIT = GRANULE << GRANULE_BITS;

  private Location() {}

  /** The location of a granule of a segment. */
  public static long of(int segmentIndex, int granule) {
    return (long) segmentIndex << GRANULE_BITS | granule;
  }

  /** Index of its segment. */
  public static int index(long location) {
    return (int) (location >>> GRANULE_BITS);
  }

  /** Its granule, below 2^20. */
  public static int granule(long location) {
    return (int) location & ((1 << GRANULE_BITS) - 1);
  }

  /** Its offset in the file, in bytes. */
  public static long offset(long location) {
    return (long) granule(location) * GRANULE;
  }
}
