// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow;

import io.oxbow.log.LogOptions;

/** How a store is opened. Immutable; every value is checked when it is set. */
public final class StoreOptions {
  private static final long DEFAULT_MEMORY = 64L << 20;

  private final MemoryBudget memory;
  private final Durability durability;
  private final boolean strictlyLatchFree;
  private final int segmentBytes;
  private final boolean directWrites;
  private final String name;

  private StoreOptions(Builder builder) {
    memory = builder.memory != null ? builder.memory : MemoryBudget.ofBytes(DEFAULT_MEMORY);
    durability = builder.durability;
    strictlyLatchFree = builder.strictlyLatchFree;
    segmentBytes = builder.segmentBytes;
    directWrites = builder.directWrites;
    name = builder.name;
  }

  /** Options with defaults to start from. */
  public static Builder builder() {
    return new Builder();
  }

  /** What the store's memory is charged to. */
  public MemoryBudget memory() {
    return memory;
  }

  /** What survives a crash. */
  public Durability durability() {
    return durability;
  }

  /** Whether values are never overwritten in place. */
  public boolean strictlyLatchFree() {
    return strictlyLatchFree;
  }

  /** Bytes of a segment file. */
  public int segmentBytes() {
    return segmentBytes;
  }

  /** Whether large writes go past the page cache. */
  public boolean directWrites() {
    return directWrites;
  }

  /** Name in messages. */
  public String name() {
    return name;
  }

  /** Collects options. */
  public static final class Builder {
    private MemoryBudget memory;
    private Durability durability = Durability.CHECKPOINT;
    private boolean strictlyLatchFree;
    private int segmentBytes = LogOptions.MAX_SEGMENT_BYTES;
    private boolean directWrites = true;
    private String name = "";

    private Builder() {}

    /** What the store's memory is charged to; by default a budget of its own of 64 MiB. */
    public Builder memory(MemoryBudget budget) {
      if (budget == null) {
        throw new IllegalArgumentException("memory is null; use MemoryBudget.ofBytes");
      }
      memory = budget;
      return this;
    }

    /**
     * What survives a crash; {@link Durability#CHECKPOINT} by default.
     *
     * @throws IllegalArgumentException for {@link Durability#WAL}, which this version has not
     */
    public Builder durability(Durability level) {
      if (level == null || level == Durability.WAL) {
        throw new IllegalArgumentException(
            "durability " + level + " is not available in this version; use CHECKPOINT or COMMIT");
      }
      durability = level;
      return this;
    }

    /**
     * Never overwrites a value in place, so that no operation ever waits for another; updates take
     * up to twice as long. Off by default: an overwrite then makes others wait for as long as one
     * value is copied.
     */
    public Builder strictlyLatchFree(boolean on) {
      strictlyLatchFree = on;
      return this;
    }

    /** Bytes of a segment file, 64 KiB to 64 MiB; 64 MiB by default. */
    public Builder segmentBytes(int bytes) {
      if (bytes < LogOptions.MIN_SEGMENT_BYTES || bytes > LogOptions.MAX_SEGMENT_BYTES) {
        throw new IllegalArgumentException(
            "segmentBytes "
                + bytes
                + " is not in "
                + LogOptions.MIN_SEGMENT_BYTES
                + ".."
                + LogOptions.MAX_SEGMENT_BYTES);
      }
      segmentBytes = bytes;
      return this;
    }

    /**
     * Whether checkpoints write past the operating system's page cache (O_DIRECT) what they write
     * in large stretches. On by default, without effect where the file system does not know it:
     * checkpoints take less of the processor's time and no memory of the container's. Off where
     * files that are uploaded at once had better be read from memory than from a slow disk.
     */
    public Builder directWrites(boolean on) {
      directWrites = on;
      return this;
    }

    /** Name for messages; the directory's by default. */
    public Builder name(String text) {
      if (text == null) {
        throw new IllegalArgumentException("name is null");
      }
      name = text;
      return this;
    }

    /** The options. */
    public StoreOptions build() {
      return new StoreOptions(this);
    }
  }
}
