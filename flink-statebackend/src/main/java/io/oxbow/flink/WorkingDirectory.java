// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.flink.api.common.JobID;
import org.apache.flink.util.FileUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The directory of one keyed backend, deleted with it. */
final class WorkingDirectory implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WorkingDirectory.class);

  private final Path path;

  private WorkingDirectory(Path path) {
    this.path = path;
  }

  Path path() {
    return path;
  }

  /**
   * Creates one under a configured directory, a different one each time, or else under {@code
   * fallback}. A directory that cannot be used is skipped as long as another can.
   */
  static WorkingDirectory create(List<String> configured, File fallback, JobID job, String operator)
      throws IOException {
    String name =
        "job_%s_op_%s_uuid_%s"
            .formatted(job, operator.replaceAll("[^a-zA-Z0-9\\-]", "_"), UUID.randomUUID());
    List<String> bases = configured.isEmpty() ? List.of(fallback.getPath()) : configured;
    int start = ThreadLocalRandom.current().nextInt(bases.size());
    IOException failure = null;
    for (int i = 0; i < bases.size(); i++) {
      Path base = Path.of(bases.get((start + i) % bases.size()));
      try {
        return new WorkingDirectory(Files.createDirectories(base.toAbsolutePath().resolve(name)));
      } catch (IOException e) {
        LOG.warn("Local directory {} cannot be used", base, e);
        failure = e;
      }
    }
    throw new IOException(
        "None of the local directories "
            + bases
            + " can be written ("
            + failure
            + "). Check "
            + OxbowOptions.LOCAL_DIRECTORIES.key()
            + " or io.tmp.dirs.",
        failure);
  }

  @Override
  public void close() {
    try {
      FileUtils.deleteDirectory(path.toFile());
    } catch (IOException e) {
      LOG.warn("Working directory {} could not be deleted", path, e);
    }
  }
}
