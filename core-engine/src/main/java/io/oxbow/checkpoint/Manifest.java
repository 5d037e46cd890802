// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.checkpoint;

import io.oxbow.io.FileEntry;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One checkpoint, complete: what {@link ManifestCodec} writes into one file. Lists are immutable
 * copies.
 *
 * @param fileId id of the manifest's own file
 * @param version store version of the cut
 * @param metadata as the host gave it, or {@code null}
 * @param trees all trees, by ascending id
 * @param nextPid every PID in use is below this
 * @param files the segments and mapping files it needs
 * @param mappings file ids of its mapping files in the order they apply: one base, then deltas
 */
public record Manifest(
    long fileId,
    long version,
    byte[] metadata,
    List<ManifestTree> trees,
    long nextPid,
    List<FileEntry> files,
    List<Long> mappings) {

  public Manifest {
    trees = List.copyOf(trees);
    files = List.copyOf(files);
    mappings = List.copyOf(mappings);
  }

  /** Names of all files it needs, without its own. */
  public Set<String> fileNames() {
    Set<String> names = new HashSet<>();
    files.forEach(file -> names.add(file.name()));
    return names;
  }

  /**
   * The file with this id.
   *
   * @throws IllegalArgumentException where it is not among {@link #files()}
   */
  public FileEntry file(long id) {
    for (FileEntry file : files) {
      if (file.id() == id) {
        return file;
      }
    }
    throw new IllegalArgumentException(String.format("no file %016x", id));
  }

  /** The mapping files, in the order they apply. */
  public List<FileEntry> mappingFiles() {
    return mappings.stream().map(this::file).toList();
  }
}
