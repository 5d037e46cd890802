// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Memory reserved ahead is used, stays within the budget, and is given back whenever it comes. */
class ArenaAheadTest {
  private static final int BLOCK = 14 << 10;
  private static final long REGION = (4 << 20) - 256;

  private final Budget budget = new Budget(256 << 20);
  private final ArrayDeque<Runnable> asked = new ArrayDeque<>();

  private static void allocate(Arena arena, long bytes) {
    for (long n = 0; n < bytes; n += BLOCK) {
      assertThat(arena.allocate(BLOCK)).isNotZero();
    }
  }

  @Test
  void regionReservedAheadIsTheNextOneToBeCut() {
    Arena arena = new Arena(budget, asked::add);
    while (asked.isEmpty()) {
      allocate(arena, BLOCK);
    }
    long before = arena.reservedBytes();
    asked.remove().run();
    assertThat(arena.reservedBytes()).isEqualTo(before + REGION);
    while (asked.isEmpty()) {
      allocate(arena, BLOCK);
    }
    assertThat(arena.reservedBytes()).as("the region ahead is in use").isEqualTo(before + REGION);
    arena.close();
    assertThat(budget.used()).isZero();
  }

  @Test
  void whatIsAskedForAndNotDoneBeforeCloseIsNotDoneBehindIt() {
    Arena arena = new Arena(budget, asked::add);
    allocate(arena, 32 << 20);
    assertThat(asked).as("one at a time").hasSize(1);
    arena.close();
    asked.remove().run();
    assertThat(budget.used()).isZero();
    arena.close();
  }

  @Test
  @Timeout(60)
  void closeWaitsForARegionThatIsBeingPrepared() throws InterruptedException {
    for (int round = 0; round < 20; round++) {
      CountDownLatch begun = new CountDownLatch(1);
      Arena arena =
          new Arena(
              budget,
              task ->
                  new Thread(
                          () -> {
                            begun.countDown();
                            task.run();
                          })
                      .start());
      allocate(arena, 24 << 20);
      begun.await();
      arena.close();
      assertThat(budget.used()).isZero();
    }
  }

  @Test
  void withoutAThreadOrRoomMemoryComesWhenItIsNeeded() {
    Arena refused =
        new Arena(
            budget,
            task -> {
              throw new RejectedExecutionException();
            });
    allocate(refused, 40 << 20);
    refused.close();
    Budget little = new Budget(64 << 20);
    Arena arena = new Arena(little, asked::add);
    allocate(arena, 48 << 20);
    assertThat(asked).isEmpty();
    arena.close();
    assertThat(little.used() + budget.used()).isZero();
  }
}
