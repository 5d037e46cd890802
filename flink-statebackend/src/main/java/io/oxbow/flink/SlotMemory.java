// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink;

import io.oxbow.MemoryBudget;
import java.io.IOException;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.runtime.memory.MemoryManager;
import org.apache.flink.runtime.memory.OpaqueMemoryResource;
import org.apache.flink.util.function.LongFunctionWithException;

/**
 * The memory of a slot as one budget for all its stores. It exists as long as one backend of the
 * slot holds a lease on it.
 */
final class SlotMemory implements AutoCloseable {
  /** Below this no store is of use. */
  static final long MIN_BYTES = 1 << 20;

  private static final String MANAGED = "oxbow-managed-memory";
  private static final String FIXED = "oxbow-fixed-memory-per-slot";

  private final MemoryBudget budget;

  private SlotMemory(long bytes) {
    budget = MemoryBudget.ofBytes(bytes);
  }

  MemoryBudget budget() {
    return budget;
  }

  /** Memory is given back by the stores; there is nothing left to free here. */
  @Override
  public void close() {}

  /** A lease on the slot's budget; closing the last one gives the memory back to Flink. */
  static OpaqueMemoryResource<SlotMemory> lease(
      OxbowSettings settings, MemoryManager memory, double managedFraction) throws IOException {
    LongFunctionWithException<SlotMemory, Exception> creator = SlotMemory::new;
    try {
      if (settings.fixedBytesPerSlot() != null) {
        return memory.getExternalSharedMemoryResource(FIXED, creator, settings.fixedBytesPerSlot());
      }
      checkManaged(settings, memory, managedFraction);
      return memory.getSharedMemoryResourceForManagedMemory(MANAGED, creator, managedFraction);
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("The memory of the slot's state could not be acquired: " + e, e);
    }
  }

  private static void checkManaged(OxbowSettings settings, MemoryManager memory, double fraction)
      throws IOException {
    if (!settings.memoryManaged()) {
      throw new IOException(
          OxbowOptions.MEMORY_MANAGED.key()
              + " is false and "
              + OxbowOptions.MEMORY_FIXED_PER_SLOT.key()
              + " is not set, so Oxbow has no memory. Set one of the two.");
    }
    long bytes = fraction > 0 && fraction <= 1 ? memory.computeMemorySize(fraction) : 0;
    if (bytes < MIN_BYTES) {
      throw new IOException(
          "The slot has "
              + new MemorySize(bytes).toHumanReadableString()
              + " of managed memory for its state; Oxbow needs "
              + new MemorySize(MIN_BYTES).toHumanReadableString()
              + " or more. Raise taskmanager.memory.managed.size (or .fraction), which "
              + OxbowOptions.MEMORY_MANAGED.key()
              + " uses, or set "
              + OxbowOptions.MEMORY_FIXED_PER_SLOT.key()
              + " to a fixed amount.");
    }
  }
}
