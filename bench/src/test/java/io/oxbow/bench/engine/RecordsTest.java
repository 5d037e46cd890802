// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecordsTest {
  @Test
  void keysAreDistinctAndTenShareEachPrefix() {
    Set<String> keys = new HashSet<>();
    byte[] key = new byte[Records.KEY_BYTES];
    byte[] prefix = new byte[Records.PREFIX_BYTES];
    for (int id = 0; id < 10_000; id++) {
      Records.key(id, key);
      Records.prefix(id / Records.PER_PREFIX, prefix);
      assertThat(keys.add(Arrays.toString(key))).isTrue();
      assertThat(Arrays.copyOf(key, Records.PREFIX_BYTES)).isEqualTo(prefix);
      assertThat(key[0]).isZero();
      assertThat((int) key[1]).isEqualTo(Records.keyGroup(id)).isBetween(0, 127);
      assertThat(key[15]).isEqualTo((byte) (id % 10));
    }
  }

  @Test
  void keyOrderHasEachIdOnceAndItsKeysAscend() {
    int keys = 200_000;
    KeyOrder order = new KeyOrder(keys);
    boolean[] seen = new boolean[keys];
    byte[] key = new byte[Records.KEY_BYTES];
    byte[] previous = new byte[Records.KEY_BYTES];
    for (int rank = 0; rank < keys; rank++) {
      int id = (int) order.id(rank);
      assertThat(seen[id]).isFalse();
      seen[id] = true;
      Records.key(id, key);
      assertThat(rank == 0 || Records.before(previous, key)).isTrue();
      System.arraycopy(key, 0, previous, 0, key.length);
    }
  }
}
