// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow;

import io.oxbow.checkpoint.Engine;
import io.oxbow.checkpoint.Published;
import io.oxbow.io.FileEntry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A durable, consistent state of a store: a list of immutable files that {@link Store#adopt} opens
 * anywhere. Thread-safe.
 */
public final class Checkpoint {
  private final Engine engine;
  private final Published published;
  private final List<CheckpointFile> files;
  private final AtomicBoolean released = new AtomicBoolean();

  Checkpoint(Engine engine, Published published, Path directory) {
    this.engine = engine;
    this.published = published;
    List<CheckpointFile> all = new ArrayList<>();
    for (FileEntry entry : published.manifest().files()) {
      all.add(file(entry, directory));
    }
    all.add(file(published.entry(), directory));
    files = List.copyOf(all);
  }

  private static CheckpointFile file(FileEntry entry, Path directory) {
    CheckpointFile.Kind kind;
    switch (entry.kind()) {
      case SEGMENT:
        kind = CheckpointFile.Kind.SEGMENT;
        break;
      case MAPPING:
        kind = CheckpointFile.Kind.MAPPING;
        break;
      default:
        kind = CheckpointFile.Kind.MANIFEST;
    }
    return new CheckpointFile(
        entry.name(), kind, entry.length(), entry.crc32c(), directory.resolve(entry.name()));
  }

  /** Version of the cut; grows from one checkpoint of a store to the next. */
  public long id() {
    return published.manifest().version();
  }

  /** A copy of the metadata given with the request, or null. */
  public byte[] metadata() {
    byte[] metadata = published.manifest().metadata();
    return metadata == null ? null : metadata.clone();
  }

  /** All its files; exactly one is the manifest. */
  public List<CheckpointFile> files() {
    return files;
  }

  /** Its manifest. */
  public CheckpointFile manifest() {
    return files.get(files.size() - 1);
  }

  /**
   * Its files may now be deleted on this machine once the store has no use for them. Idempotent.
   */
  public void release() {
    if (released.compareAndSet(false, true)) {
      engine.release(published);
    }
  }
}
