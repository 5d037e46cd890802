// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.memory;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Pieces of 4 MB that begin at multiples of 2 MB, for an arena whose memory is the system's until
 * it is written to. They lie in spans longer than what malloc ever serves from memory that was
 * freed before (32 MB with glibc, however its threshold has moved): each span is a mapping of its
 * own, in huge pages where they are asked for, whatever the process has freed, and goes back to the
 * system at close. Of the last one addresses are taken, and no memory. Any number of threads, none
 * of which waits.
 */
final class Spans {
  /** Bytes from one piece to the next. */
  static final int PIECE = 4 << 20;

  private static final int PIECES = 10;
  private static final int ALIGN = 2 << 20;
  private static final long BYTES = (long) PIECES * PIECE + ALIGN;

  private static final class Span {
    final long base;
    final AtomicInteger taken = new AtomicInteger();

    Span(long base) {
      this.base = base;
    }
  }

  private final AtomicReference<Span> current = new AtomicReference<>();
  private final ConcurrentLinkedQueue<Span> all = new ConcurrentLinkedQueue<>();

  /**
   * Address of a piece that nobody else has.
   *
   * @throws OutOfMemoryError when the system refuses another span
   */
  long take() {
    while (true) {
      Span span = current.get();
      if (span != null) {
        int piece = span.taken.getAndIncrement();
        if (piece < PIECES) {
          return (span.base + ALIGN - 1 & -ALIGN) + (long) piece * PIECE;
        }
      }
      Span fresh = new Span(Mem.reserve(BYTES));
      if (current.compareAndSet(span, fresh)) {
        all.add(fresh);
      } else {
        Mem.release(fresh.base, BYTES); // another thread was faster
      }
    }
  }

  /** Gives all of them back. Nobody takes or uses one any more. */
  void close() {
    for (Span span; (span = all.poll()) != null; ) {
      Mem.release(span.base, BYTES);
    }
    current.set(null);
  }
}
