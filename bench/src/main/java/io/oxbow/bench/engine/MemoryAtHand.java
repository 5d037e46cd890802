// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that keeps memory at hand for a load. In a virtual machine that gives free memory back
 * to its host, a page that nobody had for seconds has to be fetched from there first, which takes
 * ten times what clearing it does and says nothing about a store. The process has written to its
 * memory, and hands out as much as others take, when they take it: the host has no time to fetch it
 * away. On other machines it changes nothing but the time until a load begins.
 */
final class MemoryAtHand implements AutoCloseable {
  private static final int PIECE = (8 << 20) - 256; // a multiple of 2 MB with malloc's header
  private static final long AHEAD = 48L << 20; // free at any time, besides what was free before
  private static final long LOOK_NANOS = 1_000_000;
  private static final Path MEMORY = Path.of("/proc/meminfo");

  private final Process process;

  private MemoryAtHand(Process process) {
    this.process = process;
  }

  /** So many bytes, half of what the machine has at most; none on other systems than Linux. */
  static MemoryAtHand of(long bytes) {
    if (bytes == 0 || !Files.isReadable(MEMORY)) {
      return new MemoryAtHand(null);
    }
    long most = Math.min(bytes, MemoryUse.bytes(MEMORY, "MemAvailable:") / 2);
    ProcessBuilder builder =
        new ProcessBuilder(
            RoundProcess.java(),
            "-Xmx32m",
            "-XX:+UseSerialGC",
            "-XX:MaxDirectMemorySize=" + (most + (64L << 20)),
            "-cp",
            System.getProperty("java.class.path"),
            MemoryAtHand.class.getName(),
            Long.toString(most));
    try {
      Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
      if (process.getInputStream().read() < 0) {
        throw new IllegalStateException("no memory is kept at hand: the process has ended");
      }
      return new MemoryAtHand(process);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep memory at hand", e);
    }
  }

  /** Gives back what nobody took. */
  @Override
  public void close() {
    if (process == null) {
      return;
    }
    process.destroy();
    process.onExit().join();
  }

  /** Argument: bytes to keep. Says so by a byte; ends with its input. */
  public static void main(String[] args) throws Exception {
    Field field = Class.forName("sun.misc.Unsafe").getDeclaredField("theUnsafe");
    field.setAccessible(true);
    Object unsafe = field.get(null);
    Method free = unsafe.getClass().getMethod("invokeCleaner", ByteBuffer.class);
    ArrayDeque<ByteBuffer> pieces = new ArrayDeque<>();
    long bytes = Long.parseLong(args[0]);
    for (long kept = 0; kept < bytes; kept += PIECE) {
      pieces.add(ByteBuffer.allocateDirect(PIECE)); // zeroed, so it is there
    }
    Thread reader = new Thread(MemoryAtHand::endWithInput);
    reader.setDaemon(true);
    reader.start();
    System.out.write('.');
    System.out.flush();
    handOut(pieces, unsafe, free);
  }

  private static void endWithInput() {
    try {
      while (System.in.read() >= 0) {
        continue;
      }
    } catch (IOException e) {
      // as if it had ended
    }
    System.exit(0);
  }

  private static void handOut(ArrayDeque<ByteBuffer> pieces, Object unsafe, Method free)
      throws InvocationTargetException, IllegalAccessException {
    long before = MemoryUse.bytes(MEMORY, "MemFree:");
    long handedOut = 0;
    while (!pieces.isEmpty()) {
      long taken = before + handedOut - MemoryUse.bytes(MEMORY, "MemFree:");
      for (; handedOut < taken + AHEAD && !pieces.isEmpty(); handedOut += PIECE) {
        free.invoke(unsafe, pieces.remove());
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }
}
