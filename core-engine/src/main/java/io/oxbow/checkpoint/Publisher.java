// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.checkpoint;

import io.oxbow.io.FileEntry;
import io.oxbow.io.FileIds;
import io.oxbow.io.StorageFailure;
import io.oxbow.io.StorageIo;
import io.oxbow.log.LogStore;
import io.oxbow.log.Segment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a flushed cut durable (protocol 4.15), in this order: segments sealed and forced, mapping
 * file forced, manifest forced, directory forced, superblock forced. Only the last of these makes
 * it the state to open; a failure before leaves the old one.
 */
final class Publisher implements CheckpointQueue.Publisher {
  private final StorageIo io;
  private final FileIds ids;
  private final LogStore log;
  private final MappingState mapping;
  private final SuperblockFile superblock;
  private final FileKeeper keeper;
  private volatile long count; // by maintenance alone

  Publisher(StorageIo io, FileIds ids, LogStore log, MappingState mapping, FileKeeper keeper) {
    this.io = io;
    this.ids = ids;
    this.log = log;
    this.mapping = mapping;
    this.keeper = keeper;
    superblock = SuperblockFile.open(io);
  }

  @Override
  public Published publish(
      long version, byte[] metadata, List<ManifestTree> trees, long nextPid, boolean retained) {
    log.seal();
    log.force();
    List<FileEntry> mappings = mapping.write(version);
    List<FileEntry> files = new ArrayList<>();
    for (Segment segment : log.segments()) {
      if (segment.references() > 0) {
        files.add(segment.entry());
      }
    }
    files.addAll(mappings);
    Manifest manifest =
        new Manifest(
            ids.next(),
            version,
            metadata,
            trees,
            nextPid,
            files,
            mappings.stream().map(FileEntry::id).toList());
    FileEntry entry = ManifestFile.write(io, manifest);
    try {
      io.forceDirectory();
    } catch (IOException e) {
      throw StorageFailure.during("force the store's directory", e);
    }
    superblock.publish(entry, version);
    mapping.published(mappings);
    Published published = new Published(manifest, entry);
    keeper.published(published);
    if (retained) {
      keeper.retain(published);
    }
    count++;
    log.releaseBuffers();
    return published;
  }

  /** The newest durable checkpoint of the directory, or null. */
  Published opened() {
    FileEntry entry = superblock.current().manifest();
    return entry == null ? null : new Published(ManifestFile.read(io, entry), entry);
  }

  /** Checkpoints made durable since open. */
  long count() {
    return count;
  }

  void close() {
    superblock.close();
  }
}
