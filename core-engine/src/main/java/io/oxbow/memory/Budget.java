// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Bytes in use against a hard limit. Lock-free; shared by any number of stores. */
public final class Budget {
  private static final VarHandle USED;

  static {
    try {
      USED = MethodHandles.lookup().findVarHandle(Budget.class, "used", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final long limit;

  @SuppressWarnings("unused") // by USED
  private volatile long used;

  public Budget(long limit) {
    this.limit = limit;
  }

  /** Charges {@code bytes}, or refuses without effect when the limit would be passed. */
  public boolean tryCharge(long bytes) {
    long u;
    do {
      u = (long) USED.getVolatile(this);
      if (bytes > limit - u) {
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
