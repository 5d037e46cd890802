// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a store takes in memory: heap beyond what there was before it, and what it counts itself.
 */
final class MemoryUse {
  private final long before;

  /** To be made before the store is opened. */
  MemoryUse() {
    before = liveHeap();
  }

  private static long liveHeap() {
    System.gc();
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  /** Bytes on and off the heap. */
  long bytes(Contender contender) {
    return Math.max(0, liveHeap() - before) + contender.offHeapBytes();
  }

  /** Resident memory of this process in bytes, garbage and all; 0 where it cannot be told. */
  static long resident() {
    return bytes(Path.of("/proc/self/status"), "VmRSS:");
  }

  /** Bytes of it, files aside, that lie in huge pages; 0 where it cannot be told. */
  static long inHugePages() {
    return bytes(Path.of("/proc/self/smaps_rollup"), "AnonHugePages:");
  }

  /** What a line of a file of {@code /proc} says in kB, in bytes; 0 where it cannot be told. */
  static long bytes(Path file, String name) {
    if (!Files.isReadable(file)) {
      return 0;
    }
    try {
      for (String line : Files.readAllLines(file)) {
        if (line.startsWith(name)) {
          return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
        }
      }
      return 0;
    } catch (IOException e) {
      return 0;
    }
  }
}
