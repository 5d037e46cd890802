// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.checkpoint;

import io.oxbow.StoreFailedException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Runs a store's background work as a sequence of short steps, one at a time, each under the
 * maintenance lock, which nobody waits for under a pin.
 */
final class Maintenance {
  private final MaintenanceThreads threads;
  private final String name;
  private final BooleanSupplier work;
  private final Consumer<StoreFailedException> onFailure;
  private final Runnable afterwards;
  private final ReentrantLock lock = new ReentrantLock();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private volatile boolean stopped;

  /**
   * @param work does one step; says whether to go on at once
   * @param onFailure told what ended a step
   * @param afterwards runs after each step, without the lock
   */
  Maintenance(
      MaintenanceThreads threads,
      String name,
      BooleanSupplier work,
      Consumer<StoreFailedException> onFailure,
      Runnable afterwards) {
    this.threads = threads;
    this.name = name;
    this.work = work;
    this.onFailure = onFailure;
    this.afterwards = afterwards;
  }

  /** Sees to it that a step runs soon. */
  void schedule() {
    if (!stopped && scheduled.compareAndSet(false, true)) {
      threads.execute(this::run);
    }
  }

  private void run() {
    boolean more;
    do {
      more = runStep();
      afterwards.run();
    } while (more && !threads.interleavesSteps());
    if (more) {
      schedule();
    }
  }

  private boolean runStep() {
    lock.lock();
    try {
      scheduled.set(false);
      return !stopped && work.getAsBoolean();
    } catch (StoreFailedException e) {
      onFailure.accept(e);
    } catch (RuntimeException | Error e) {
      onFailure.accept(
          new StoreFailedException("maintenance of store " + name + " failed: " + e, e));
    } finally {
      lock.unlock();
    }
    return false;
  }

  /** Runs {@code task} between two steps, on the caller's thread. */
  void between(Runnable task) {
    lock.lock();
    try {
      task.run();
    } finally {
      lock.unlock();
    }
  }

  /**
   * No step begins after this returns; the caller then waits for a running one by {@link #between}.
   */
  void stop() {
    stopped = true;
  }
}
