// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;

/**
 * Threads that work on one store at the same time, each with operations and a session of its own.
 */
final class Crew implements AutoCloseable {
  private static final int CALLS = 16;

  private final List<ExecutorService> threads = new ArrayList<>();
  private final List<Operations> operations = new ArrayList<>();

  /** So many threads; {@code open} is called in each of them with its number. */
  Crew(int size, IntFunction<Operations> open) {
    for (int i = 0; i < size; i++) {
      int number = i;
      ExecutorService thread =
          Executors.newSingleThreadExecutor(
              work -> {
                Thread t = new Thread(work, "crew-" + number);
                t.setDaemon(true);
                return t;
              });
      threads.add(thread);
      operations.add(result(thread.submit(() -> open.apply(number))));
    }
  }

  private static <T> T result(Future<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof WrongAnswerException) {
        throw (WrongAnswerException) e.getCause();
      }
      throw new IllegalStateException("a thread of the crew failed: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the crew was at work", e);
    }
  }

  /**
   * The first threads, as many as there are tasks, start together and work for so long.
   *
   * @return operations per second of each
   */
  double[] run(List<ToIntFunction<Operations>> tasks, long millis) {
    CyclicBarrier start = new CyclicBarrier(tasks.size());
    List<Future<Double>> rates = new ArrayList<>();
    for (int i = 0; i < tasks.size(); i++) {
      Operations own = operations.get(i);
      ToIntFunction<Operations> task = tasks.get(i);
      Callable<Double> work =
          () -> {
            start.await();
            return work(own, task, millis * 1_000_000);
          };
      rates.add(threads.get(i).submit(work));
    }
    double[] perSecond = new double[tasks.size()];
    for (int i = 0; i < perSecond.length; i++) {
      perSecond[i] = result(rates.get(i));
    }
    return perSecond;
  }

  private static double work(Operations own, ToIntFunction<Operations> task, long nanos) {
    long done = 0;
    long begin = System.nanoTime();
    try {
      do {
        for (int i = 0; i < CALLS; i++) {
          done += task.applyAsInt(own);
        }
      } while (System.nanoTime() - begin < nanos);
    } finally {
      own.flush(); // a batch left open could keep another thread waiting for ever
    }
    return done * 1e9 / (System.nanoTime() - begin);
  }

  /** Ends the row; what was put goes into the ledger. */
  void finish(Ledger ledger) {
    close();
    List<Picks> puts = new ArrayList<>();
    for (Operations own : operations) {
      if (own.puts() != null) {
        puts.add(own.puts());
      }
    }
    if (puts.size() == 1) {
      ledger.puts(puts.get(0));
    } else if (puts.size() == 2) {
      ledger.puts(puts.get(0), puts.get(1));
    }
  }

  /** Ends the sessions and the threads. Idempotent. */
  @Override
  public void close() {
    for (int i = 0; i < threads.size(); i++) {
      ExecutorService thread = threads.get(i);
      if (!thread.isShutdown()) {
        Operations own = i < operations.size() ? operations.get(i) : null;
        Future<?> closed = thread.submit(() -> closeIfThere(own));
        thread.shutdown();
        result(closed);
      }
    }
  }

  private static void closeIfThere(Operations own) {
    if (own != null) {
      own.close();
    }
  }
}
