// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.checkpoint;

import io.oxbow.log.LogOptions;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/** Who runs a store's background work. Tests put a seeded scheduler in its place. */
public interface MaintenanceThreads {
  /** Runs the task soon, once, on a thread that nobody interrupts. */
  void execute(Runnable task);

  /**
   * Whether a store that has more to do queues behind others after each step; if not it goes on, so
   * that few stores hold log buffers at a time.
   */
  default boolean interleavesSteps() {
    return true;
  }

  /**
   * Runs short tasks beside maintenance and operations that wait for nobody: writes of log buffers,
   * new memory. {@link LogOptions#IN_THE_CALLER}, unless overridden, means that there are no such
   * threads.
   */
  default Executor helpers() {
    return LogOptions.IN_THE_CALLER;
  }

  /**
   * Returns once {@code done} holds; tasks may run meanwhile. An interrupt of the caller is kept
   * for later.
   */
  void await(BooleanSupplier done);
}
