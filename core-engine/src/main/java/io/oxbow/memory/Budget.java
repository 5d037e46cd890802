// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Bytes in use against a hard limit. Lock-free; shared by any number of stores. New data leaves a
 * reserve, so that what must go on when data has filled the budget finds room.
 */
public final class Budget {
  private static final VarHandle USED;

  static {
    try {
      USED = MethodHandles.lookup().findVarHandle(Budget.class, "used", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static final long MOST_FOR_BUFFERS = 9 << 20;
  private static final long MOST_FOR_PAGES = 1 << 20;

  private final long limit;
  private final long forBuffers; // kept for the log's: four of 2 MB or a 128th, a value's chunk
  private final long forPages; // kept for deletes: a block of each class that pages have

  @SuppressWarnings("unused") // by USED
  private volatile long used;

  public Budget(long limit) {
    this.limit = limit;
    forBuffers = Math.max(84 << 10, Math.min(MOST_FOR_BUFFERS, limit / 16));
    forPages = Math.max(32 << 10, Math.min(MOST_FOR_PAGES, limit / 8));
  }

  /** Charges {@code bytes}, or refuses without effect when the limit would be passed. */
  public boolean tryCharge(long bytes) {
    return tryCharge(bytes, limit);
  }

  /**
   * Like {@link #tryCharge}, for new data: leaves a reserve for what must go on when data has
   * filled the budget, which is deletes, structure changes and the buffers of a checkpoint.
   */
  public boolean tryChargeData(long bytes) {
    return tryCharge(bytes, limit - forBuffers - forPages);
  }

  /** Like {@link #tryCharge}, for pages that bring no data: leaves the buffers' part. */
  public boolean tryChargePages(long bytes) {
    return tryCharge(bytes, limit - forBuffers);
  }

  private boolean tryCharge(long bytes, long bound) {
    long u;
    do {
      u = (long) USED.getVolatile(this);
      if (bytes > bound - u) {
        return false;
      }
    } while (!USED.compareAndSet(this, u, u + bytes));
    return true;
  }

  /** Gives {@code bytes} back. */
  public void release(long bytes) {
    long before = (long) USED.getAndAdd(this, -bytes);
    if (before < bytes) {
      throw new IllegalStateException("budget released below zero: " + before + " - " + bytes);
    }
  }

  /** Upper bound in bytes. */
  public long limit() {
    return limit;
  }

  /** Bytes charged now. */
  public long used() {
    return (long) USED.getVolatile(this);
  }
}
