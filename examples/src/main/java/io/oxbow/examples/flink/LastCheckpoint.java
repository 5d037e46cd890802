// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.examples.flink;

import io.oxbow.examples.process.DemoFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Finds the last complete checkpoint on disk, as one would after a crash. */
final class LastCheckpoint {
  private static final String PREFIX = "chk-";

  private LastCheckpoint() {}

  /** The checkpoint with the highest number that has its metadata, which is written last. */
  static Path in(Path checkpoints) throws IOException, DemoFailedException {
    try (Stream<Path> paths = Files.walk(checkpoints, 2)) {
      return paths
          .filter(path -> path.getFileName().toString().startsWith(PREFIX))
          .filter(path -> Files.exists(path.resolve("_metadata")))
          .max(Comparator.comparingLong(LastCheckpoint::number))
          .orElseThrow(() -> new DemoFailedException("no complete checkpoint on disk"));
    }
  }

  private static long number(Path checkpoint) {
    return Long.parseLong(checkpoint.getFileName().toString().substring(PREFIX.length()));
  }
}
