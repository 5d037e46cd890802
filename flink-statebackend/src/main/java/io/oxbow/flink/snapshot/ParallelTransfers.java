// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink.snapshot;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.apache.flink.util.ExceptionUtils;

/**
 * Runs file transfers a few at a time. The caller works too, so it ends even if the executor is
 * busy or closed; the first failure stops what has not begun. It returns or throws only when no
 * transfer is running any more.
 */
public final class ParallelTransfers {
  private static final int HELPERS = 3;

  private final Executor executor;

  public ParallelTransfers(Executor executor) {
    this.executor = executor;
  }

  /** Runs all of them; the first failure is thrown, others are attached to it. */
  public void run(List<Callable<Void>> transfers) throws Exception {
    Batch batch = new Batch(transfers);
    for (int i = 0; i < Math.min(HELPERS, transfers.size() - 1); i++) {
      try {
        executor.execute(batch);
      } catch (RejectedExecutionException e) {
        break;
      }
    }
    batch.run();
    batch.awaitRunning();
    batch.rethrow();
  }

  private static final class Batch implements Runnable {
    private final Queue<Callable<Void>> waiting;
    private int running;
    private Throwable failure;

    private Batch(List<Callable<Void>> transfers) {
      waiting = new ArrayDeque<>(transfers);
    }

    @Override
    public void run() {
      Callable<Void> transfer;
      while ((transfer = begin()) != null) {
        Throwable thrown = null;
        try {
          transfer.call();
        } catch (Throwable t) {
          thrown = t;
        }
        end(thrown);
      }
    }

    private synchronized Callable<Void> begin() {
      Callable<Void> next = failure == null ? waiting.poll() : null;
      if (next != null) {
        running++;
      }
      return next;
    }

    private synchronized void end(Throwable thrown) {
      running--;
      if (failure == null) {
        failure = thrown;
      } else if (thrown != null && thrown != failure) {
        failure.addSuppressed(thrown);
      }
      notifyAll();
    }

    /** Transfers end by themselves: their streams are closed when the task is cancelled. */
    private synchronized void awaitRunning() {
      boolean interrupted = false;
      while (running > 0) {
        try {
          wait();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }

    private synchronized void rethrow() throws Exception {
      if (failure != null) {
        ExceptionUtils.rethrowException(failure);
      }
    }
  }
}
