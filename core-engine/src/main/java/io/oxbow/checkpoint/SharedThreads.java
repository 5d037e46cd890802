// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.checkpoint;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Daemon threads shared by all stores of this class loader; they end when idle, so nothing outlives
 * the last store for long.
 */
final class SharedThreads implements MaintenanceThreads {
  private static final int THREADS = Math.max(2, Runtime.getRuntime().availableProcessors() / 2);
  private static final int IDLE_SECONDS = 2;

  static final SharedThreads INSTANCE = new SharedThreads();

  private final ThreadPoolExecutor pool = pool("oxbow-maintenance-");

  /** Apart, for maintenance waits for them. */
  private final ThreadPoolExecutor helpers = pool("oxbow-helper-");

  private SharedThreads() {}

  private static ThreadPoolExecutor pool(String name) {
    AtomicInteger number = new AtomicInteger();
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread t = new Thread(task, name + number.incrementAndGet());
              t.setDaemon(true);
              t.setContextClassLoader(null); // a job's class loader must not be held by us
              return t;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  @Override
  public void execute(Runnable task) {
    pool.execute(task);
  }

  @Override
  public Executor helpers() {
    return helpers;
  }

  @Override
  public boolean interleavesSteps() {
    return false;
  }

  @Override
  public void await(BooleanSupplier done) {
    boolean interrupted = false;
    while (!done.getAsBoolean()) {
      LockSupport.parkNanos(200_000);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
