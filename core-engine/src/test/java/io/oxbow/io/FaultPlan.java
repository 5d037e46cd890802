// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.io;

import java.io.IOException;

/** When operations fail and how. Operations count from 1. Guarded by the simulator's lock. */
final class FaultPlan {
  private long operations;
  private long crashAt = Long.MAX_VALUE;
  private long failFrom = Long.MAX_VALUE;
  private long failTo = Long.MIN_VALUE;
  private String message;
  private boolean writesOnly;
  private boolean crashed;
  private long crashedAt;

  long operations() {
    return operations;
  }

  boolean crashed() {
    return crashed;
  }

  /** Whether the operation counted last is the one that met the crash. */
  boolean crashesNow() {
    return crashed && operations == crashedAt;
  }

  void crashAt(long operation) {
    crashAt = operation;
  }

  void failAt(long operation, boolean forGood, String reason, boolean changesOnly) {
    failFrom = operation;
    failTo = forGood ? Long.MAX_VALUE : operation;
    message = reason;
    writesOnly = changesOnly;
  }

  void failNoMore() {
    failFrom = Long.MAX_VALUE;
    failTo = Long.MIN_VALUE;
  }

  /**
   * Counts an operation.
   *
   * @param takesSpace whether a full disk makes it fail
   * @return the failure it must end with, or {@code null}
   */
  IOException next(String operation, boolean takesSpace) {
    operations++;
    if (crashed || operations >= crashAt) {
      if (!crashed) {
        crashed = true;
        crashedAt = operations;
      }
      return new SimulatedCrashException(operation);
    }
    if (operations >= failFrom && operations <= failTo && (takesSpace || !writesOnly)) {
      return new IOException(message);
    }
    return null;
  }
}
