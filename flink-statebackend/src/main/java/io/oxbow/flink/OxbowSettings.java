// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink;

import java.io.File;
import java.io.Serializable;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.IllegalConfigurationException;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.ReadableConfig;

/**
 * The options as they were read.
 *
 * @param memoryManaged whether to use the slot's managed memory
 * @param fixedBytesPerSlot a fixed amount in its place, or {@code null}
 * @param localDirectories where stores are; empty for the task manager's directory
 * @param incremental whether checkpoints share files
 * @param directWrites whether files are written past the page cache
 */
record OxbowSettings(
    boolean memoryManaged,
    Long fixedBytesPerSlot,
    List<String> localDirectories,
    boolean incremental,
    boolean directWrites)
    implements Serializable {

  static OxbowSettings defaults() {
    return new OxbowSettings(
        OxbowOptions.MEMORY_MANAGED.defaultValue(),
        null,
        List.of(),
        true,
        OxbowOptions.DIRECT_WRITES.defaultValue());
  }

  /**
   * Reads what is set, the rest stays as it is here. Checkpoints are incremental unless the job
   * says no: Flink's own default is no, but a full upload each time is never what one wants here.
   */
  OxbowSettings merge(ReadableConfig config) {
    return new OxbowSettings(
        config.getOptional(OxbowOptions.MEMORY_MANAGED).orElse(memoryManaged),
        config
            .getOptional(OxbowOptions.MEMORY_FIXED_PER_SLOT)
            .map(OxbowSettings::checkedBytes)
            .orElse(fixedBytesPerSlot),
        config
            .getOptional(OxbowOptions.LOCAL_DIRECTORIES)
            .map(OxbowSettings::splitDirectories)
            .orElse(localDirectories),
        config.getOptional(CheckpointingOptions.INCREMENTAL_CHECKPOINTS).orElse(incremental),
        config.getOptional(OxbowOptions.DIRECT_WRITES).orElse(directWrites));
  }

  /** Whether managed memory is what pays for the state. */
  boolean usesManagedMemory() {
    return memoryManaged && fixedBytesPerSlot == null;
  }

  private static Long checkedBytes(MemorySize size) {
    if (size.getBytes() < SlotMemory.MIN_BYTES) {
      throw new IllegalConfigurationException(
          OxbowOptions.MEMORY_FIXED_PER_SLOT.key()
              + " is "
              + size.toHumanReadableString()
              + "; it must be at least "
              + new MemorySize(SlotMemory.MIN_BYTES).toHumanReadableString()
              + ".");
    }
    return size.getBytes();
  }

  private static List<String> splitDirectories(String value) {
    List<String> directories = new ArrayList<>();
    for (String part : value.split("[," + File.pathSeparatorChar + "]")) {
      String directory = part.trim();
      if (directory.startsWith("file:/")) {
        directory = URI.create(directory).getPath();
      }
      if (!new File(directory).isAbsolute()) {
        throw new IllegalConfigurationException(
            OxbowOptions.LOCAL_DIRECTORIES.key()
                + " has '"
                + part
                + "', which is not an absolute path of a local directory.");
      }
      directories.add(directory);
    }
    return List.copyOf(directories);
  }
}
