// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow;

import static org.assertj.core.api.Assertions.assertThat;

import io.oxbow.io.CrashPolicy;
import io.oxbow.io.SimulatedStorageIo;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The power fails at every operation of the disk, and again at every operation of the recovery: the
 * store opens at exactly the checkpoint that returned last or the one in flight, with its metadata.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class CrashTest {
  private static final int SCALE = Integer.getInteger("oxbow.scale", 1);
  private static final int OPERATIONS = 400;
  private static final int IMAGES = SCALE > 1 ? 50 : 6;

  /** A crash of the workload at one operation of the disk. */
  static FaultRun crashed(long seed, long at) {
    FaultRun run = FaultRun.fresh(seed, OPERATIONS, new RunCounters());
    run.disk.simulation().crashAt(at);
    run.go();
    return run.abandon();
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 84, 86})
  void aCrashAnywhereLeavesTheLastCheckpointOrTheOneInFlight(long seed) {
    long length = FaultRun.length(seed, OPERATIONS);
    long inFlight = 0;
    for (long at = 1; at <= length; at++) {
      FaultRun crashed = crashed(seed, at);
      List<PublishedStates.State> candidates = crashed.candidates();
      for (CrashPolicy policy : CrashPolicy.values()) {
        FaultRun next = crashed.next(crashed.disk.simulation().crash(policy));
        boolean[] newer = new boolean[1];
        try {
          next.recover(candidates, s -> newer[0] = s != candidates.get(0));
        } catch (RuntimeException | Error e) {
          throw new AssertionError("seed " + seed + ", crash " + policy + " at " + at, e);
        }
        inFlight += newer[0] ? 1 : 0;
      }
    }
    System.out.printf(
        "crashes of seed %d: %d points, in flight found %d%n", seed, length, inFlight);
    assertThat(length).as("operations of the disk").isGreaterThan(200);
    assertThat(inFlight).as("crashes after which the one in flight was there").isPositive();
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 84, 86})
  void aCrashOfTheRecoveryChangesNothing(long seed) {
    long length = FaultRun.length(seed, OPERATIONS);
    long points = 0;
    for (int image = 0; image < IMAGES; image++) {
      long at = 1 + (length - 1) * image / IMAGES + image % 7;
      FaultRun crashed = crashed(seed, at);
      SimulatedStorageIo after = crashed.disk.simulation().crash();
      FaultRun whole = crashed.next(after.kill());
      PublishedStates.State[] found = new PublishedStates.State[1];
      whole.recover(crashed.candidates(), s -> found[0] = s);
      long recovery = whole.disk.simulation().operations();
      for (long second = 1; second <= recovery; second++) {
        try {
          crashAgain(crashed, after.kill(), second, found[0]);
        } catch (RuntimeException | Error e) {
          throw new AssertionError("seed " + seed + ", crashes at " + at + " and " + second, e);
        }
      }
      points += recovery;
    }
    System.out.printf("crashes of recovery, seed %d: %d points%n", seed, points);
    assertThat(points).isGreaterThan(20L * IMAGES);
  }

  private static void crashAgain(
      FaultRun first, SimulatedStorageIo image, long at, PublishedStates.State expected) {
    FaultRun second = first.next(image);
    image.crashAt(at);
    List<PublishedStates.State> candidates = List.of(expected);
    try {
      second.recover(candidates, s -> {});
    } catch (StoreException crashed) {
      assertThat(image.isCrashed()).as("only the crash may stop it: " + crashed).isTrue();
    }
    second.abandon();
    List<PublishedStates.State> allowed =
        second.run.published.isOpenedOnce() ? second.candidates() : candidates;
    second.next(image.crash()).recover(allowed, s -> {});
  }
}
