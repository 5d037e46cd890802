// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.kafka;

import io.oxbow.MemoryBudget;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one memory budget of all Oxbow stores of this process. It comes into being with the first
 * store that opens and goes with the last that closes, so the first store's configuration counts.
 */
final class ProcessMemory {
  /** What the default never goes below. */
  static final long FLOOR_BYTES = 64L << 20;

  private static final Logger LOG = LoggerFactory.getLogger(ProcessMemory.class);
  private static final Object LOCK = new Object();

  private static MemoryBudget budget;
  private static int holders;
  private static long announced;

  private ProcessMemory() {}

  /** A store's hold on the budget. Closing is idempotent. */
  static final class Share implements AutoCloseable {
    private final MemoryBudget shared;
    private boolean closed;

    private Share(MemoryBudget shared) {
      this.shared = shared;
    }

    MemoryBudget budget() {
      return shared;
    }

    @Override
    public void close() {
      synchronized (LOCK) {
        if (!closed) {
          closed = true;
          if (--holders == 0) {
            budget = null;
          }
        }
      }
    }
  }

  /**
   * Takes part in the budget.
   *
   * @param configuredBytes its size if this is the first store, or {@code null} for the default
   */
  static Share share(Long configuredBytes) {
    synchronized (LOCK) {
      if (budget == null) {
        budget = MemoryBudget.ofBytes(configuredBytes != null ? configuredBytes : defaultBytes());
        announce(budget.limitBytes());
      } else if (configuredBytes != null && configuredBytes != budget.limitBytes()) {
        LOG.warn(
            "{} = {} is ignored: stores are open in this process under a budget of {} bytes. Give"
                + " all Streams applications of a process the same value.",
            OxbowConfig.MEMORY_BYTES,
            configuredBytes,
            budget.limitBytes());
      }
      holders++;
      return new Share(budget);
    }
  }

  /** Once per size: at start Streams opens and closes the stores of each task in turn. */
  private static void announce(long bytes) {
    if (bytes != announced) {
      announced = bytes;
      LOG.info("Oxbow stores of this process share {} bytes of memory", bytes);
    }
  }

  /** A quarter of what the process may use beyond its heap. */
  static long defaultBytes() {
    return defaultBytes(ContainerMemory.limitBytes(), Runtime.getRuntime().maxMemory());
  }

  static long defaultBytes(long limitBytes, long heapBytes) {
    long quarter = limitBytes == Long.MAX_VALUE ? heapBytes / 4 : (limitBytes - heapBytes) / 4;
    if (quarter >= FLOOR_BYTES) {
      return quarter;
    }
    LOG.warn(
        "The heap ({} bytes) leaves little of the {} bytes this process may use. Oxbow takes {}"
            + " bytes; lower -Xmx or set {}.",
        heapBytes,
        limitBytes,
        FLOOR_BYTES,
        OxbowConfig.MEMORY_BYTES);
    return FLOOR_BYTES;
  }
}
