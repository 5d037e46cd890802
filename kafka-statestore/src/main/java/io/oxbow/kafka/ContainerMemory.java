// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.kafka;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * How much memory this process may use: the tightest limit of its control groups (version 1 or 2),
 * and never more than the machine has.
 */
final class ContainerMemory {
  private static final long NONE = Long.MAX_VALUE;

  private final Path membership;
  private final Path mount;

  private ContainerMemory(Path membership, Path mount) {
    this.membership = membership;
    this.mount = mount;
  }

  /** Bytes this process may use, or {@link Long#MAX_VALUE} where nothing tells. */
  static long limitBytes() {
    long groups = groupLimit(Path.of("/proc/self/cgroup"), Path.of("/sys/fs/cgroup"));
    return Math.min(groups, machineBytes());
  }

  /**
   * The tightest limit of the control groups named in the file {@code membership}, below {@code
   * mount}; {@link Long#MAX_VALUE} where there is none.
   */
  static long groupLimit(Path membership, Path mount) {
    return new ContainerMemory(membership, mount).groupLimit();
  }

  private long groupLimit() {
    List<String> lines;
    try {
      lines = Files.readAllLines(membership);
    } catch (IOException e) {
      return NONE;
    }
    long limit = NONE;
    for (String line : lines) {
      // hierarchy:controllers:path; version 2 has no controllers
      String[] parts = line.split(":", 3);
      if (parts.length == 3 && parts[1].isEmpty()) {
        limit = Math.min(limit, tightest(mount, parts[2], "memory.max"));
      } else if (parts.length == 3 && Arrays.asList(parts[1].split(",")).contains("memory")) {
        Path version1 = mount.resolve("memory");
        limit = Math.min(limit, tightest(version1, parts[2], "memory.limit_in_bytes"));
      }
    }
    return limit;
  }

  /** A group is bound by its parents too; inside a container its own path may not be visible. */
  private static long tightest(Path root, String group, String file) {
    long limit = NONE;
    Path relative = Path.of("/").relativize(Path.of("/").resolve(group).normalize());
    for (Path at = relative; at != null; at = at.getParent()) {
      limit = Math.min(limit, read(root.resolve(at).resolve(file)));
    }
    return Math.min(limit, read(root.resolve(file)));
  }

  private static long read(Path file) {
    try {
      return Long.parseLong(Files.readString(file).trim());
    } catch (IOException | NumberFormatException e) {
      return NONE; // absent, unreadable, or the word "max"
    }
  }

  private static long machineBytes() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean machine
        ? machine.getTotalMemorySize()
        : NONE;
  }
}
