// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow;

import io.oxbow.checkpoint.MaintenanceThreads;
import java.util.ArrayDeque;
import java.util.function.BooleanSupplier;

/**
 * Maintenance on the test's own thread, step by step, whenever the test says so: a run replays from
 * its seed. Not thread-safe.
 */
final class SeededThreads implements MaintenanceThreads {
  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  @Override
  public boolean interleavesSteps() {
    return true;
  }

  /** Runs the next step; false when none is asked for. */
  boolean runOne() {
    Runnable task = tasks.poll();
    if (task == null) {
      return false;
    }
    task.run();
    return true;
  }

  /** Runs steps until none is asked for. */
  void runAll() {
    while (runOne()) {
      Thread.onSpinWait();
    }
  }

  @Override
  public void await(BooleanSupplier done) {
    while (!done.getAsBoolean()) {
      if (!runOne()) {
        throw new AssertionError("waiting for maintenance that nobody has asked for");
      }
    }
  }
}
