// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.kafka;

import io.oxbow.Durability;

/**
 * Which commits of Streams are published. At level COMMIT each one that changes anything; at level
 * CHECKPOINT only when many writes or much time has gone by since the last. One thread at a time.
 */
final class CommitSchedule {
  /** Writes after which a commit is published at level CHECKPOINT. */
  static final long WRITES = 10_000;

  /** Nanoseconds after which a commit is published at level CHECKPOINT. */
  static final long NANOS = 30_000_000_000L;

  private final boolean sparse;
  private boolean published;
  private long publishedAt;

  CommitSchedule(Durability durability) {
    sparse = durability == Durability.CHECKPOINT;
  }

  /** Whether a commit asked for now is due, {@code writes} after the last published one. */
  boolean isDue(long writes, long nanoTime) {
    return !sparse || !published || writes >= WRITES || nanoTime - publishedAt >= NANOS;
  }

  /** A commit was handed to the engine. */
  void published(long nanoTime) {
    published = true;
    publishedAt = nanoTime;
  }
}
