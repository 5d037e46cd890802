// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

/** What a round works on: how many records, and their values. Immutable. */
final class Workload {
  final int keys;
  final Values values;
  final Zipf zipf;

  /** A multiple of 10 keys, and the length of values in bytes. */
  Workload(int keys, int valueBytes) {
    if (keys <= 0 || keys % Records.PER_PREFIX != 0) {
      throw new IllegalArgumentException("keys must be a multiple of 10 above 0, not " + keys);
    }
    this.keys = keys;
    values = new Values(valueBytes);
    zipf = new Zipf(keys);
  }

  /** Bytes of all keys and values. */
  long rawBytes() {
    return (long) keys * (Records.KEY_BYTES + values.bytes);
  }
}
