// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.log;

import io.oxbow.io.StorageFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/**
 * One write at a time, on another thread, for one thread that fills the next buffer meanwhile. How
 * it ended is known by {@link #await} alone.
 */
final class WriteBehind {
  private final Executor threads;
  private CompletableFuture<Void> underWay;

  WriteBehind(Executor threads) {
    this.threads = threads;
  }

  /** Whether a write has ended when {@link #start} returns. */
  boolean isInTheCaller() {
    return threads == LogOptions.IN_THE_CALLER;
  }

  /** Whether a write was begun that nobody has waited for. */
  boolean isUnderWay() {
    return underWay != null;
  }

  /** Whether {@link #await} would not wait. */
  boolean isDone() {
    return underWay == null || underWay.isDone();
  }

  /** Begins to write all that is left of {@code from}, which is its own until the wait is over. */
  void start(StorageFile file, long at, ByteBuffer from) {
    if (underWay != null) {
      throw new IllegalStateException("the write before has not been waited for");
    }
    CompletableFuture<Void> write = new CompletableFuture<>();
    underWay = write;
    Runnable task =
        () -> {
          try {
            file.write(at, from);
            write.complete(null);
          } catch (Throwable t) {
            write.completeExceptionally(t);
          }
        };
    try {
      threads.execute(task);
    } catch (RuntimeException | Error e) {
      write.completeExceptionally(e); // no thread could be had
    }
  }

  /** Waits for the write begun; interrupts are kept for later. */
  void await() throws IOException {
    CompletableFuture<Void> write = underWay;
    underWay = null;
    try {
      write.join();
    } catch (CompletionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof IOException) {
        throw (IOException) cause;
      }
      if (cause instanceof Error) {
        throw (Error) cause;
      }
      throw (RuntimeException) cause;
    }
  }

  /** Waits for a write under way, if there is one, and forgets how it ended. */
  void abandon() {
    if (underWay != null) {
      underWay.exceptionally(failure -> null).join();
      underWay = null;
    }
  }
}
