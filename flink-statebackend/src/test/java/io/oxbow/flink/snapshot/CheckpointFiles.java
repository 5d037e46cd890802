// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink.snapshot;

import io.oxbow.flink.BackendFixture;
import io.oxbow.flink.OxbowKeyedStateBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.core.fs.local.LocalFileSystem;
import org.apache.flink.runtime.checkpoint.CheckpointOptions;
import org.apache.flink.runtime.checkpoint.CheckpointType;
import org.apache.flink.runtime.checkpoint.SavepointType;
import org.apache.flink.runtime.checkpoint.SnapshotType;
import org.apache.flink.runtime.state.CheckpointStorageLocationReference;
import org.apache.flink.runtime.state.CheckpointStreamFactory;
import org.apache.flink.runtime.state.CheckpointableKeyedStateBackend;
import org.apache.flink.runtime.state.IncrementalKeyedStateHandle.HandleAndLocalPath;
import org.apache.flink.runtime.state.IncrementalRemoteKeyedStateHandle;
import org.apache.flink.runtime.state.PlaceholderStreamStateHandle;
import org.apache.flink.runtime.state.SharedStateRegistry;
import org.apache.flink.runtime.state.SharedStateRegistryImpl;
import org.apache.flink.runtime.state.filesystem.FsCheckpointStreamFactory;

/**
 * Checkpoint storage in a directory, and the part of the job manager that resolves placeholders.
 */
final class CheckpointFiles {
  private final Path shared;
  private final Path exclusive;
  private final SharedStateRegistry registry = new SharedStateRegistryImpl();

  CheckpointFiles(Path directory) throws IOException {
    shared = Files.createDirectories(directory.resolve("shared"));
    exclusive = Files.createDirectories(directory.resolve("exclusive"));
  }

  CheckpointStreamFactory streams() {
    return new FsCheckpointStreamFactory(
        LocalFileSystem.getSharedInstance(),
        new org.apache.flink.core.fs.Path(exclusive.toUri()),
        new org.apache.flink.core.fs.Path(shared.toUri()),
        0,
        4096);
  }

  static CheckpointOptions options(SnapshotType type) {
    return CheckpointOptions.alignedNoTimeout(
        type, CheckpointStorageLocationReference.getDefault());
  }

  static SnapshotType nativeSavepoint() {
    return SavepointType.savepoint(SavepointFormatType.NATIVE);
  }

  /** A checkpoint as the task hands it over, placeholders and all. */
  IncrementalRemoteKeyedStateHandle checkpoint(CheckpointableKeyedStateBackend<?> backend, long id)
      throws Exception {
    return snapshot(backend, id, CheckpointType.CHECKPOINT);
  }

  IncrementalRemoteKeyedStateHandle snapshot(
      CheckpointableKeyedStateBackend<?> backend, long id, SnapshotType type) throws Exception {
    return (IncrementalRemoteKeyedStateHandle)
        BackendFixture.run(backend.snapshot(id, id, streams(), options(type)));
  }

  /** What the job manager does with a checkpoint that all tasks have acknowledged. */
  IncrementalRemoteKeyedStateHandle complete(
      OxbowKeyedStateBackend<?> backend, IncrementalRemoteKeyedStateHandle handle)
      throws Exception {
    handle.registerSharedStates(registry, handle.getCheckpointId());
    backend.notifyCheckpointComplete(handle.getCheckpointId());
    return handle;
  }

  Set<String> sharedFiles() throws IOException {
    return list(shared);
  }

  Set<String> exclusiveFiles() throws IOException {
    return list(exclusive);
  }

  private static Set<String> list(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(f -> f.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  /** Names of the large files that were not uploaded again. */
  static Set<String> reused(IncrementalRemoteKeyedStateHandle handle) {
    return names(handle, true);
  }

  /** Names of the large files that were uploaded for this checkpoint. */
  static Set<String> uploaded(IncrementalRemoteKeyedStateHandle handle) {
    return names(handle, false);
  }

  private static Set<String> names(IncrementalRemoteKeyedStateHandle handle, boolean placeholders) {
    return handle.getSharedState().stream()
        .filter(f -> (f.getHandle() instanceof PlaceholderStreamStateHandle) == placeholders)
        .map(HandleAndLocalPath::getLocalPath)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
