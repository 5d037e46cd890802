// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oxbow.io.CrashPolicy;
import io.oxbow.io.SimulatedStorageIo;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The disk fails, or is full, at every operation, once or for good: the call in hand or the future
 * says so, every later call too, nothing is retried, all memory comes back, and the directory opens
 * at the checkpoint that returned last or the one in flight.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class DiskErrorTest {
  private static final int OPERATIONS = 400;

  /** What goes wrong. */
  enum Fault {
    ERROR_ONCE,
    ERRORS_FOR_GOOD,
    FULL_ONCE,
    FULL_FOR_GOOD;

    void plan(SimulatedStorageIo io, long at) {
      if (this == ERROR_ONCE || this == ERRORS_FOR_GOOD) {
        io.failAt(at, this == ERRORS_FOR_GOOD);
      } else {
        io.fullAt(at, this == FULL_FOR_GOOD);
      }
    }

    /** A full disk fails only what takes space. */
    boolean mustShow() {
      return this == ERROR_ONCE || this == ERRORS_FOR_GOOD;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "21, ERROR_ONCE",
    "21, ERRORS_FOR_GOOD",
    "21, FULL_ONCE",
    "21, FULL_FOR_GOOD",
    "84, ERROR_ONCE",
    "84, FULL_FOR_GOOD",
    "86, ERRORS_FOR_GOOD",
    "86, FULL_ONCE"
  })
  void aFailingDiskIsReportedAndLosesNoCheckpoint(long seed, Fault fault) {
    long length = FaultRun.length(seed, OPERATIONS);
    long shown = 0;
    for (long at = 1; at <= length; at++) {
      try {
        shown += failOnce(seed, fault, at) ? 1 : 0;
      } catch (RuntimeException | Error e) {
        throw new AssertionError("seed " + seed + ", " + fault + " at operation " + at, e);
      }
    }
    System.out.printf("%s, seed %d: %d points, %d shown%n", fault, seed, length, shown);
    assertThat(shown).as("failures that were reported").isGreaterThan(length / 4);
  }

  private static boolean failOnce(long seed, Fault fault, long at) {
    FaultRun run = FaultRun.fresh(seed, OPERATIONS, new RunCounters());
    SimulatedStorageIo io = run.disk.simulation();
    fault.plan(io, at);
    run.go();
    if (run.ended() == null) {
      assertThat(fault.mustShow()).as("the run noticed nothing").isFalse();
      return false;
    }
    assertThat(run.ended()).isInstanceOf(StoreFailedException.class);
    if (run.run.store != null && !run.run.isClosed()) {
      requireFailed(run.run);
    }
    run.abandon();
    io.failNoMore();
    List<PublishedStates.State> candidates = run.candidates();
    boolean restart = at % 2 == 0;
    SimulatedStorageIo next =
        restart ? io.kill() : io.crash(CrashPolicy.values()[(int) (at / 2 % 4)]);
    run.next(next).recover(candidates, s -> {});
    return true;
  }

  /** Every later call fails, and so does everything that was waiting. */
  private static void requireFailed(StoreRun run) {
    Store store = run.store;
    assertThat(store.isOpen()).isFalse();
    for (String name : run.model.names()) {
      assertFails(() -> run.tree(name).put(new byte[1], new byte[8]));
      assertFails(() -> run.tree(name).get(new byte[1]));
      assertFails(() -> run.tree(name).deleteRange(null, null));
      assertFails(() -> run.tree(name).cursor(KeyRange.all()).next());
    }
    assertFails(() -> store.tree("another"));
    assertFails(store::snapshot);
    assertFails(() -> store.commit(null).join());
    assertFails(store::verify);
    run.threads.runAll();
    run.published.settle();
    assertThat(run.published.unansweredRequests()).as("requests nobody answered").isZero();
  }

  private static void assertFails(Runnable call) {
    assertThatThrownBy(
            () -> {
              try {
                call.run();
              } catch (CompletionException e) {
                throw e.getCause();
              }
            })
        .isInstanceOf(StoreFailedException.class);
  }
}
