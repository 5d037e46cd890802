// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;

/** The options of the Oxbow state backend, all optional. */
public final class OxbowOptions {

  /** Memory of a slot: the share of its managed memory that Flink gives to state backends. */
  public static final ConfigOption<Boolean> MEMORY_MANAGED =
      ConfigOptions.key("state.backend.oxbow.memory.managed")
          .booleanType()
          .defaultValue(true)
          .withDescription(
              "Whether the state of a slot lives in the slot's managed memory. All operators of the"
                  + " slot share it; it is never exceeded.");

  /** Memory of a slot: a fixed amount beside managed memory. */
  public static final ConfigOption<MemorySize> MEMORY_FIXED_PER_SLOT =
      ConfigOptions.key("state.backend.oxbow.memory.fixed-per-slot")
          .memoryType()
          .noDefaultValue()
          .withDescription(
              "A fixed amount of memory for the state of each slot, in place of managed memory."
                  + " Overrides state.backend.oxbow.memory.managed.");

  /** Where stores are, one directory per disk. */
  public static final ConfigOption<String> LOCAL_DIRECTORIES =
      ConfigOptions.key("state.backend.oxbow.localdir")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "Absolute local directories for the working files of the state, separated by ',' or"
                  + " the system's path separator; stores are spread over them. Default: the task"
                  + " manager's working directory.");

  /** Whether checkpoints write past the page cache. */
  public static final ConfigOption<Boolean> DIRECT_WRITES =
      ConfigOptions.key("state.backend.oxbow.direct-writes")
          .booleanType()
          .defaultValue(true)
          .withDescription(
              "Whether checkpoints write their files past the page cache where the file system"
                  + " allows it: less work for the processor, no memory of the container for the"
                  + " cache. Set it to false where local disks are slow, since files are then"
                  + " uploaded from memory.");

  private OxbowOptions() {}
}
