// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.kafka;

import io.oxbow.Durability;
import io.oxbow.MemoryBudget;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;

/**
 * The options of Oxbow in a Streams application's properties. Immutable.
 *
 * <ul>
 *   <li>{@value #MEMORY_BYTES}: bytes of memory for all Oxbow stores of the process together, at
 *       least 65,536. Default: a quarter of what the container (or machine) has beyond the Java
 *       heap.
 *   <li>{@value #DURABILITY}: {@code commit} (default) publishes each commit of Streams; {@code
 *       checkpoint} publishes only some of them, so that less is written and more is replayed from
 *       the changelog after a crash.
 * </ul>
 */
public final class OxbowConfig {
  /** Bytes of memory for all Oxbow stores of the process. */
  public static final String MEMORY_BYTES = "oxbow.memory.bytes";

  /** What survives a crash. */
  public static final String DURABILITY = "oxbow.durability";

  private final Long memoryBytes;
  private final Durability durability;

  private OxbowConfig(Long memoryBytes, Durability durability) {
    this.memoryBytes = memoryBytes;
    this.durability = durability;
  }

  /** Reads and checks the options; throws a {@link ConfigException} that says what is allowed. */
  static OxbowConfig of(Map<String, ?> configs) {
    return new OxbowConfig(
        memoryBytes(configs.get(MEMORY_BYTES)), durability(configs.get(DURABILITY)));
  }

  /** The configured bytes, or {@code null} for the default. */
  Long memoryBytes() {
    return memoryBytes;
  }

  /** The level; {@link Durability#COMMIT} or {@link Durability#CHECKPOINT}. */
  Durability durability() {
    return durability;
  }

  private static Long memoryBytes(Object value) {
    if (value == null) {
      return null;
    }
    try {
      long bytes =
          value instanceof Number number
              ? number.longValue()
              : Long.parseLong(value.toString().trim());
      MemoryBudget.ofBytes(bytes);
      return bytes;
    } catch (NumberFormatException e) {
      throw new ConfigException(
          MEMORY_BYTES, value, "must be a number of bytes, without a unit, such as 268435456");
    } catch (IllegalArgumentException e) {
      throw new ConfigException(MEMORY_BYTES, value, e.getMessage());
    }
  }

  private static Durability durability(Object value) {
    if (value == null) {
      return Durability.COMMIT;
    }
    switch (value.toString().trim().toLowerCase(Locale.ROOT)) {
      case "commit":
        return Durability.COMMIT;
      case "checkpoint":
        return Durability.CHECKPOINT;
      case "wal":
        throw new ConfigException(
            DURABILITY, value, "is not available in this version; use commit or checkpoint");
      default:
        throw new ConfigException(DURABILITY, value, "must be commit or checkpoint");
    }
  }
}
