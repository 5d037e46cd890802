// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.concurrent;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Runs threads against each other: workers that end by themselves, and companions that repeat their
 * work until the workers have ended. The first failure stops all and is thrown by {@link #run}.
 */
final class Race {
  /** What a thread does; may throw anything. */
  interface Work {
    void run() throws Exception;
  }

  private final List<Thread> threads = new ArrayList<>();
  private final CountDownLatch start = new CountDownLatch(1);
  private final AtomicInteger working = new AtomicInteger();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  /** Operations of a worker at this scale: more when a release is closed. */
  static int operations(int atScaleOne) {
    int scale = Integer.getInteger("oxbow.scale", 1);
    return atScaleOne * (scale > 1 ? 30 : 1);
  }

  /** Adds a thread that ends by itself. */
  Race worker(String name, Work work) {
    working.incrementAndGet();
    add(
        name,
        () -> {
          try {
            work.run();
          } finally {
            working.decrementAndGet();
          }
        });
    return this;
  }

  /** Adds a thread that repeats its work, at least once, until all workers have ended. */
  Race companion(String name, Work work) {
    add(
        name,
        () -> {
          do {
            work.run();
          } while (goesOn());
        });
    return this;
  }

  private void add(String name, Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                start.await();
                work.run();
              } catch (Throwable t) {
                failure.compareAndSet(null, t);
              }
            },
            name);
    thread.setDaemon(true);
    threads.add(thread);
  }

  /** Whether workers are still at it and nothing has failed. */
  boolean goesOn() {
    return working.get() > 0 && failure.get() == null;
  }

  /** Whether a thread has failed; workers should end then. */
  boolean failed() {
    return failure.get() != null;
  }

  /** Lets all threads run, waits for them, and throws the first failure. */
  void run() throws InterruptedException {
    threads.forEach(Thread::start);
    start.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    Throwable first = failure.get();
    if (first != null) {
      throw new AssertionError(first.toString(), first);
    }
  }
}
