// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

import java.util.Arrays;

/** Ids 0 to keys - 1 in the order of their keys. */
final class KeyOrder {
  private static final int INDEX_BITS = 28;
  private static final int HEAD_BITS = 55;
  private static final int DROPPED = HEAD_BITS + INDEX_BITS - (Long.SIZE - 1);

  /** Which ten keys come first, second, ...: id / 10. */
  private final int[] prefixes;

  /** The order of {@code keys} ids, a multiple of 10. */
  KeyOrder(int keys) {
    int count = keys / Records.PER_PREFIX;
    long[] packed = new long[count];
    for (int i = 0; i < count; i++) {
      packed[i] = Records.head(i) >>> DROPPED << INDEX_BITS | i;
    }
    Arrays.sort(packed);
    prefixes = new int[count];
    for (int i = 0; i < count; i++) {
      prefixes[i] = (int) (packed[i] & (1 << INDEX_BITS) - 1);
      settle(i);
    }
  }

  /** What was packed has the upper bits of keys only: moves an entry below those it is before. */
  private void settle(int from) {
    byte[] key = new byte[Records.KEY_BYTES];
    byte[] below = new byte[Records.KEY_BYTES];
    for (int i = from; i > 0; i--) {
      if (Records.head(prefixes[i]) > Records.head(prefixes[i - 1])) {
        return;
      }
      Records.key((long) prefixes[i] * Records.PER_PREFIX, key);
      Records.key((long) prefixes[i - 1] * Records.PER_PREFIX, below);
      if (!Records.before(key, below)) {
        return;
      }
      int swap = prefixes[i];
      prefixes[i] = prefixes[i - 1];
      prefixes[i - 1] = swap;
    }
  }

  /** The id whose key has this rank, from 0. */
  long id(long rank) {
    int prefix = prefixes[(int) (rank / Records.PER_PREFIX)];
    return (long) prefix * Records.PER_PREFIX + rank % Records.PER_PREFIX;
  }
}
