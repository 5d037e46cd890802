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
      assertThat(key[1]).isBetween((byte) 0, (byte) 127);
      assertThat(key[15]).isEqualTo((byte) (id % 10));
    }
  }

  @Test
  void picksRepeatAndStayInRange() {
    Picks picks = new Picks(42, 100, 50);
    long[] first = new long[1000];
    for (int i = 0; i < first.length; i++) {
      first[i] = picks.next();
      assertThat(first[i]).isBetween(100L, 149L);
    }
    assertThat(picks.taken()).isEqualTo(first.length);
    Picks again = picks.again();
    for (long id : first) {
      assertThat(again.next()).isEqualTo(id);
    }
    assertThat(Arrays.stream(first).distinct().count()).isEqualTo(50);
  }
}
