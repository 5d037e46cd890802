// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** Makes a store durable at a fixed rate. */
final class CheckpointClock implements AutoCloseable {
  private final Runnable checkpoint;
  private final ScheduledExecutorService thread;
  private final AtomicInteger published = new AtomicInteger();
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  /**
   * Begins.
   *
   * @param checkpoint returns when what was written before it is durable
   */
  CheckpointClock(Runnable checkpoint, long millis) {
    this.checkpoint = checkpoint;
    thread =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread t = new Thread(work, "checkpoint-clock");
              t.setDaemon(true);
              return t;
            });
    thread.scheduleAtFixedRate(this::tick, millis, millis, TimeUnit.MILLISECONDS);
  }

  private void tick() {
    if (failure.get() != null) {
      return;
    }
    long start = System.nanoTime();
    try {
      checkpoint.run();
      published.incrementAndGet();
      nanos.addAndGet(System.nanoTime() - start);
    } catch (RuntimeException | Error e) {
      failure.compareAndSet(null, e);
    }
  }

  int published() {
    return published.get();
  }

  /** Average time from request to durable, in milliseconds. */
  long averageMillis() {
    return published.get() == 0 ? 0 : nanos.get() / published.get() / 1_000_000;
  }

  /** Stops; fails when a checkpoint did. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(5, TimeUnit.MINUTES)) {
        throw new IllegalStateException("a checkpoint did not end within 5 minutes");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a checkpoint was running", e);
    }
    if (failure.get() != null) {
      throw new IllegalStateException("a checkpoint failed during the run", failure.get());
    }
  }
}
