// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink.snapshot;

import io.oxbow.CheckpointFile;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.flink.runtime.state.DirectoryStateHandle;
import org.apache.flink.runtime.state.IncrementalKeyedStateHandle.HandleAndLocalPath;
import org.apache.flink.runtime.state.IncrementalLocalKeyedStateHandle;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.LocalRecoveryConfig;
import org.apache.flink.runtime.state.StreamStateHandle;
import org.apache.flink.util.FileUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The copy of a checkpoint for recovery on the same machine: hard links to its files, in a
 * directory that Flink deletes. Without local recovery it does nothing.
 */
final class LocalBackup {
  private static final Logger LOG = LoggerFactory.getLogger(LocalBackup.class);

  private final Path directory;

  private LocalBackup(Path directory) {
    this.directory = directory;
  }

  static LocalBackup create(
      LocalRecoveryConfig config, long checkpointId, List<CheckpointFile> files)
      throws IOException {
    if (!config.isLocalBackupEnabled()) {
      return new LocalBackup(null);
    }
    File base =
        config
            .getLocalStateDirectoryProvider()
            .orElseThrow(LocalRecoveryConfig.localRecoveryNotEnabled())
            .subtaskSpecificCheckpointDirectory(checkpointId);
    // Operators chained into one task share the base directory.
    LocalBackup backup =
        new LocalBackup(base.toPath().resolve(UUID.randomUUID().toString().replace("-", "")));
    try {
      Files.createDirectories(backup.directory);
      for (CheckpointFile file : files) {
        link(file.path(), backup.directory.resolve(file.name()));
      }
    } catch (IOException | RuntimeException e) {
      backup.discard();
      throw e;
    }
    return backup;
  }

  private static void link(Path source, Path target) throws IOException {
    try {
      Files.createLink(target, source);
    } catch (UnsupportedOperationException | IOException e) {
      Files.copy(source, target);
    }
  }

  /** The handle of the copy; none without local recovery. */
  Optional<KeyedStateHandle> complete(
      CheckpointStrategy.Settings settings,
      long checkpointId,
      StreamStateHandle localMeta,
      List<HandleAndLocalPath> sharedState)
      throws IOException {
    if (directory == null || localMeta == null) {
      discard();
      return Optional.empty();
    }
    return Optional.of(
        new IncrementalLocalKeyedStateHandle(
            settings.backendId(),
            checkpointId,
            DirectoryStateHandle.forPathWithSize(directory),
            settings.keyGroupRange(),
            localMeta,
            sharedState));
  }

  void discard() {
    if (directory != null) {
      try {
        FileUtils.deleteDirectory(directory.toFile());
      } catch (IOException e) {
        LOG.warn("The local copy of a checkpoint in {} could not be deleted", directory, e);
      }
    }
  }
}
