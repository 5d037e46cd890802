// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Times one thread's operations, in slices, and counts the bytes the thread allocates meanwhile.
 */
final class Stopwatch {
  private static final com.sun.management.ThreadMXBean THREADS =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int CALLS = 64;

  /** What is timed. */
  interface Timed {
    /** Does some operations, and returns how many. */
    int run();

    /** Whether {@link #rest} is due. */
    default boolean due() {
      return false;
    }

    /** What must be done between operations and is not timed. */
    default void rest() {}
  }

  private final Timed timed;
  private final List<Double> slices = new ArrayList<>();
  private long nanos;
  private long bytes;
  private long operations;

  Stopwatch(Timed timed) {
    this.timed = timed;
  }

  /** Bytes the calling thread has allocated so far. */
  static long allocated() {
    return THREADS.getCurrentThreadAllocatedBytes();
  }

  /** Runs for so long without keeping the figures. */
  Stopwatch warmUp(long millis) {
    slice(millis * 1_000_000);
    nanos = 0;
    bytes = 0;
    operations = 0;
    return this;
  }

  /** Runs for so long, in this many slices. */
  Stopwatch run(long millis, int count) {
    for (int i = 0; i < count; i++) {
      long before = nanos;
      long done = operations;
      slice(millis * 1_000_000 / count);
      slices.add((double) (nanos - before) / (operations - done));
    }
    return this;
  }

  private void slice(long length) {
    long spent = 0;
    while (spent < length) {
      long before = allocated();
      long start = System.nanoTime();
      long took;
      do {
        for (int i = 0; i < CALLS; i++) {
          operations += timed.run();
        }
        took = System.nanoTime() - start;
      } while (spent + took < length && !timed.due());
      spent += took;
      bytes += allocated() - before;
      timed.rest();
    }
    nanos += spent;
  }

  double nanosPerOperation() {
    return (double) nanos / operations;
  }

  double bytesPerOperation() {
    return (double) bytes / operations;
  }

  /** The slices' ns per operation, separated by commas. */
  String slices() {
    return slices.stream()
        .map(s -> String.format(Locale.ROOT, "%.1f", s))
        .collect(Collectors.joining(","));
  }
}
