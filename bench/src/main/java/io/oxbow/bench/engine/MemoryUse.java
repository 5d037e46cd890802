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
  private static final Path STATUS = Path.of("/proc/self/status");

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
    if (!Files.isReadable(STATUS)) {
      return 0;
    }
    try {
      for (String line : Files.readAllLines(STATUS)) {
        if (line.startsWith("VmRSS:")) {
          return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
        }
      }
      return 0;
    } catch (IOException e) {
      return 0;
    }
  }
}
