// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.log;

import java.util.concurrent.Executor;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * How a log store works.
 *
 * @param segmentBytes a segment is sealed before it grows beyond this, unless one piece alone does;
 *     64 KiB..64 MiB
 * @param bufferBytes size of a stream's buffer, 4 KiB..64 MiB; larger for a while where one piece
 *     needs it
 * @param memory told of each buffer: +bytes before it is allocated (it may throw to refuse), -bytes
 *     after it was given back
 * @param version the store version, for file headers
 * @param writes runs the write of one buffer while the next is filled; each task ends without
 *     waiting for another. One that runs them in the caller makes a second buffer unnecessary
 */
public record LogOptions(
    int segmentBytes, int bufferBytes, LongConsumer memory, LongSupplier version, Executor writes) {
  /** Writes in the thread that fills the buffers. */
  public static final Executor IN_THE_CALLER = Runnable::run;

  /** Smallest segment size. */
  public static final int MIN_SEGMENT_BYTES = 64 * 1024;

  /** Largest and default segment size. */
  public static final int MAX_SEGMENT_BYTES = 64 * 1024 * 1024;

  /** Default buffer size. */
  public static final int DEFAULT_BUFFER_BYTES = 256 * 1024;

  private static final int MIN_BUFFER_BYTES = 4 * 1024;

  public LogOptions {
    check("segmentBytes", segmentBytes, MIN_SEGMENT_BYTES);
    check("bufferBytes", bufferBytes, MIN_BUFFER_BYTES);
    if (memory == null || version == null || writes == null) {
      throw new IllegalArgumentException("memory, version and writes must be given");
    }
  }

  private static void check(String name, int bytes, int min) {
    if (bytes < min || bytes > MAX_SEGMENT_BYTES) {
      throw new IllegalArgumentException(
          name + " " + bytes + " is not in " + min + ".." + MAX_SEGMENT_BYTES);
    }
  }

  /** Default sizes, memory not accounted, version 0. */
  public static LogOptions defaults() {
    return new LogOptions(
        MAX_SEGMENT_BYTES, DEFAULT_BUFFER_BYTES, bytes -> {}, () -> 0, IN_THE_CALLER);
  }

  /** The same with another segment size. */
  public LogOptions withSegmentBytes(int bytes) {
    return new LogOptions(bytes, bufferBytes, memory, version, writes);
  }

  /** The same with another buffer size. */
  public LogOptions withBufferBytes(int bytes) {
    return new LogOptions(segmentBytes, bytes, memory, version, writes);
  }

  /** The same with a hook that accounts for buffers. */
  public LogOptions withMemory(LongConsumer hook) {
    return new LogOptions(segmentBytes, bufferBytes, hook, version, writes);
  }

  /** The same with a source of the store version. */
  public LogOptions withVersion(LongSupplier source) {
    return new LogOptions(segmentBytes, bufferBytes, memory, source, writes);
  }

  /** The same with buffers written by other threads. */
  public LogOptions withWrites(Executor executor) {
    return new LogOptions(segmentBytes, bufferBytes, memory, version, executor);
  }
}
