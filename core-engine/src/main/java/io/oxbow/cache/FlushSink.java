// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.cache;

/** Learns where pages are as of the cut being flushed. */
public interface FlushSink {
  /**
   * A page's place.
   *
   * @param location of its newest piece, 0 for an empty page
   * @param fence its low fence when the manifest does not know the PID yet, else null
   * @param segments what it needs
   */
  void page(
      int treeId,
      long pid,
      long location,
      int storedBytes,
      boolean multiple,
      byte[] fence,
      int[] segments);
}
