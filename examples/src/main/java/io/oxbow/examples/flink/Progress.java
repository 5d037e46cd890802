// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.examples.flink;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How far the job of this JVM is, told on standard output for the parent: {@code rows N}, {@code
 * checkpoint ID}, {@code restored N}. The tasks of a local job share this JVM. Thread-safe.
 */
final class Progress {
  static final String ROWS = "rows ";
  static final String CHECKPOINT = "checkpoint ";
  static final String START = "start ";

  private static final int EVERY = 500;
  private static final AtomicLong DONE = new AtomicLong();

  private Progress() {}

  /** The source begins, after so many flights of an earlier run. */
  static void startAt(long flights) {
    DONE.set(flights);
    say(START + flights);
  }

  /** One flight was processed. */
  static void flight() {
    long done = DONE.incrementAndGet();
    if (done % EVERY == 0) {
      say(ROWS + done);
    }
  }

  /** A checkpoint is complete, on disk. */
  static void checkpoint(long id) {
    say(ROWS + DONE.get());
    say(CHECKPOINT + id);
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
