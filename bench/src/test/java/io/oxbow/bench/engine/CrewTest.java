// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rows of several threads: their answers are checked as those of one are. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class CrewTest {
  private static final int MILLIS = 20;

  /** The first thread uses the store itself, which may be broken, the others right ones. */
  private static Crew crew(BreakableStore store, int size, boolean disjoint) {
    return new Crew(
        size,
        i ->
            new Operations(
                i == 0 ? store : store.another(), store.workload, i + 1, disjoint ? i : -1));
  }

  private static void putTogether(BreakableStore store, boolean disjoint) {
    Ledger ledger = new Ledger(store.workload);
    try (Crew crew = crew(store, 2, disjoint)) {
      double[] rates = crew.run(List.of(Operations::put, Operations::put), MILLIS);
      assertThat(rates).hasSize(2).doesNotContain(0);
      crew.run(List.of(Operations::put), MILLIS);
      crew.finish(ledger);
    }
    ledger.verify(store, true);
  }

  @Test
  void putsOfTwoThreadsAreAllAccountedFor() {
    assertThatCode(() -> putTogether(new BreakableStore(), false)).doesNotThrowAnyException();
    assertThatCode(() -> putTogether(new BreakableStore(), true)).doesNotThrowAnyException();
  }

  @Test
  void aKeyThatLosesItsPutsWhileTwoThreadsWriteIsFound() {
    BreakableStore store =
        new BreakableStore() {
          @Override
          public void put(byte[] key, byte[] value) {
            if (!broken || key[1] >= 64) {
              super.put(key, value);
            }
          }
        };
    store.broken = true;
    assertThatExceptionOfType(WrongAnswerException.class)
        .isThrownBy(() -> putTogether(store, true));
  }

  @Test
  void ofAKeyOfBothThreadsOnlyTheirLastPutsAreRight() {
    Workload workload = new Workload(BreakableStore.KEYS, 100);
    Picks one = Picks.uniform(1, 50, 1);
    Picks other = Picks.uniform(2, 50, 1);
    for (int i = 0; i < 5; i++) {
      one.next();
    }
    for (int i = 0; i < 9; i++) {
      other.next();
    }
    Ledger ledger = new Ledger(workload);
    ledger.puts(one, other);
    for (int stamp = 0; stamp < 12; stamp++) {
      BreakableStore store = new BreakableStore(workload);
      byte[] key = new byte[Records.KEY_BYTES];
      byte[] value = new byte[100];
      Records.key(50, key);
      workload.values.write(50, stamp, value);
      store.put(key, value);
      if (stamp == 5 || stamp == 9) {
        assertThatCode(() -> ledger.verify(store, true)).doesNotThrowAnyException();
      } else {
        assertThatExceptionOfType(WrongAnswerException.class)
            .isThrownBy(() -> ledger.verify(store, true));
      }
    }
  }

  @Test
  void aWrongAnswerToOneThreadFailsTheRow() {
    BreakableStore store =
        new BreakableStore() {
          @Override
          public int get(byte[] key) {
            return broken && key[15] == 7 ? -1 : super.get(key);
          }
        };
    store.broken = true;
    try (Crew crew = crew(store, 3, false)) {
      assertThatExceptionOfType(WrongAnswerException.class)
          .isThrownBy(
              () ->
                  crew.run(
                      List.of(Operations::getHit, Operations::getHit, Operations::put), MILLIS));
    }
  }
}
