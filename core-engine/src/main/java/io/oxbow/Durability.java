// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow;

/** What survives a crash, per store. */
public enum Durability {
  /** Nothing between two {@link Store#checkpoint() checkpoints}; the host replays. Flink. */
  CHECKPOINT,
  /**
   * Each {@link Store#commit(byte[]) commit} is published asynchronously, in order, with its
   * metadata in the same atom as the data. Kafka Streams.
   */
  COMMIT,
  /** Every acknowledged write, through a write-ahead log. Not available in this version. */
  WAL
}
