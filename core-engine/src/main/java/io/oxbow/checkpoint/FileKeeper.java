// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.checkpoint;

import io.oxbow.StoreException;
import io.oxbow.cache.Versions;
import io.oxbow.io.FileEntry;
import io.oxbow.io.FileKind;
import io.oxbow.io.FileNames;
import io.oxbow.io.StorageFailure;
import io.oxbow.io.StorageIo;
import io.oxbow.log.LogStore;
import io.oxbow.log.Segment;
import io.oxbow.memory.Epochs;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Decides which files may go (protocol 4.14): not those of the newest published checkpoint, of a
 * retained one, of a page, or of a version somebody reads.
 */
final class FileKeeper {
  private final StorageIo io;
  private final LogStore log;
  private final Versions versions;
  private final Epochs reads;
  private final Map<Published, Set<String>> retained = new HashMap<>();
  private Published newest;
  private final Set<String> mappings = new HashSet<>();

  FileKeeper(StorageIo io, LogStore log, Versions versions, Epochs reads) {
    this.io = io;
    this.log = log;
    this.versions = versions;
    this.reads = reads;
  }

  /** A directory without our superblock must be empty, or hold what a crash at creation left. */
  static void refuseForeign(StorageIo io, String store) {
    try {
      Set<String> names = io.list().keySet();
      if (names.contains(FileNames.SUPERBLOCK)) {
        return;
      }
      for (String name : names) {
        if (FileNames.kindOf(name) == null) {
          throw new StoreException(
              "the directory of store "
                  + store
                  + " holds '"
                  + name
                  + "', which is not Oxbow's, and no Oxbow store: choose an empty directory, or"
                  + " move what is there away");
        }
      }
    } catch (IOException e) {
      throw StorageFailure.during("list the store's directory", e);
    }
  }

  /** Keeps the checkpoint's files until {@link #release}. Any thread. */
  synchronized void retain(Published checkpoint) {
    Set<String> names = new HashSet<>(checkpoint.manifest().fileNames());
    names.add(checkpoint.entry().name());
    retained.put(checkpoint, names);
  }

  /** Lets the checkpoint's files go. Any thread. */
  synchronized void release(Published checkpoint) {
    retained.remove(checkpoint);
  }

  /** The checkpoint is the one to open after a crash. */
  synchronized void published(Published checkpoint) {
    newest = checkpoint;
    mappings.add(checkpoint.entry().name());
    for (FileEntry file : checkpoint.manifest().mappingFiles()) {
      mappings.add(file.name());
    }
  }

  synchronized Published newest() {
    return newest;
  }

  private synchronized Set<String> kept() {
    Set<String> names = new HashSet<>();
    retained.values().forEach(names::addAll);
    if (newest != null) {
      names.addAll(newest.manifest().fileNames());
      names.add(newest.entry().name());
    }
    return names;
  }

  /** Drops what nobody needs; by the maintenance thread, after a publish or a release. */
  void dropUnneeded() {
    if (newest() == null) {
      return;
    }
    Set<String> kept = kept();
    Versions.Hold[] holds = versions.horizon();
    long oldest = holds.length == 0 ? Long.MAX_VALUE : holds[0].version();
    long published = newest().manifest().version();
    boolean drained = false;
    for (Segment segment : log.segments()) {
      if (!segment.isSealed()
          || segment.references() != 0
          || segment.unreferencedAt() > oldest
          || segment.unreferencedAt() > published + 1
          || kept.contains(segment.name())) {
        continue;
      }
      if (!drained) {
        reads.drain(); // a read that began before may still follow an old location
        drained = true;
      }
      log.drop(segment.index());
    }
    dropMappings(kept);
  }

  private void dropMappings(Set<String> kept) {
    Set<String> gone;
    synchronized (this) {
      gone = new HashSet<>(mappings);
      gone.removeAll(kept);
      mappings.removeAll(gone);
    }
    for (String name : gone) {
      delete(name);
    }
  }

  private void delete(String name) {
    try {
      io.delete(name);
    } catch (IOException e) {
      throw StorageFailure.during("delete " + name, e);
    }
  }

  /** At open: deletes files with names of ours that the manifest does not name. */
  void deleteOrphans(Published opened) {
    Set<String> kept = new HashSet<>();
    if (opened != null) {
      kept.addAll(opened.manifest().fileNames());
      kept.add(opened.entry().name());
    }
    try {
      for (String name : io.list().keySet()) {
        FileKind kind = FileNames.kindOf(name);
        if (kind != null && kind != FileKind.SUPERBLOCK && !kept.contains(name)) {
          delete(name);
        }
      }
    } catch (IOException e) {
      throw StorageFailure.during("list the store's directory", e);
    }
  }
}
