// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PicksTest {
  private static final int DRAWS = 100_000;

  private static long[] first(Picks picks, int count) {
    long[] ids = LongStream.range(0, count).map(n -> picks.next()).toArray();
    assertThat(picks.taken()).isEqualTo(count);
    for (int n = 0; n < count; n++) {
      assertThat(picks.at(n)).isEqualTo(ids[n]);
    }
    return ids;
  }

  @Test
  void uniformPicksStayInRangeAndMeetAll() {
    long[] ids = first(Picks.uniform(42, 100, 50), 1000);
    assertThat(Arrays.stream(ids).allMatch(id -> id >= 100 && id < 150)).isTrue();
    assertThat(Arrays.stream(ids).distinct().count()).isEqualTo(50);
  }

  @Test
  void theTwoHalvesHaveNoKeyInCommon() {
    long[] low = first(Picks.half(1, 10_000, 0), 1000);
    long[] high = first(Picks.half(2, 10_000, 1), 1000);
    assertThat(Arrays.stream(low).allMatch(id -> Records.keyGroup(id) < 64)).isTrue();
    assertThat(Arrays.stream(high).allMatch(id -> Records.keyGroup(id) >= 64)).isTrue();
    assertThat(Arrays.stream(low).distinct().count()).isGreaterThan(800);
  }

  @Test
  void stepsMeetEachIdOnceInARound() {
    long[] ids = first(Picks.steps(77, 10_000), 10_000);
    assertThat(Arrays.stream(ids).distinct().count()).isEqualTo(10_000);
  }

  @Test
  void zetaIsTheSumItStandsFor() {
    double sum = 0;
    for (int r = 1; r <= 1_000_000; r++) {
      sum += Math.pow(r, -Zipf.SKEW);
    }
    assertThat(Zipf.zeta(1_000_000)).isCloseTo(sum, within(1e-6));
    assertThat(Zipf.zeta(1)).isEqualTo(1);
  }

  @Test
  void zipfRanksHaveTheirShares() {
    int count = 1_000_000;
    Zipf zipf = new Zipf(count);
    int[] ranks = new int[count];
    for (int i = 0; i < DRAWS; i++) {
      ranks[(int) zipf.rank((i + 0.5) / DRAWS)]++;
    }
    double zeta = Zipf.zeta(count);
    assertThat(ranks[0] / (double) DRAWS).isCloseTo(1 / zeta, within(0.001));
    assertThat(ranks[1] / (double) DRAWS).isCloseTo(0.5035 / zeta, within(0.001));
    assertThat(Arrays.stream(ranks, 0, 1000).sum() / (double) DRAWS)
        .isCloseTo(Zipf.zeta(1000) / zeta, within(0.01));
    assertThat(Arrays.stream(ranks, count / 2, count).sum()).isPositive();
  }

  @Test
  void zipfDrawsHaveOneHotIdInAHundredThousandAndAreSpread() {
    int count = 100_000;
    long[] ids = first(Picks.zipf(new Zipf(count), 99), DRAWS);
    int[] times = new int[count];
    for (long id : ids) {
      times[(int) id]++;
    }
    double hottest = Arrays.stream(times).max().getAsInt() / (double) DRAWS;
    assertThat(hottest).isCloseTo(1 / Zipf.zeta(count), within(0.005));
    long lower = Arrays.stream(ids).filter(id -> id < count / 2).count();
    assertThat(lower / (double) DRAWS).isBetween(0.3, 0.7);
  }
}
