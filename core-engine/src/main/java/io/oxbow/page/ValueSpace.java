// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.page;

import io.oxbow.memory.Arena;

/** Where value nodes live: the arena, and who is told when a cold node is let go of. */
public final class ValueSpace {
  /** Keeps the segments of cold nodes from being dropped. */
  public interface Leases {
    /** A cold node names this segment. */
    void lease(int segmentIndex);

    /** A cold node that named it is gone. */
    void release(int segmentIndex);
  }

  private final Arena arena;
  private final Leases leases;

  public ValueSpace(Arena arena, Leases leases) {
    this.arena = arena;
    this.leases = leases;
  }

  Arena arena() {
    return arena;
  }

  Leases leases() {
    return leases;
  }
}
