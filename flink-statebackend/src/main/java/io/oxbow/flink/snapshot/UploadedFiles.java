// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink.snapshot;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.flink.runtime.state.StreamStateHandle;

/**
 * Which files of which checkpoint are already in checkpoint storage. Only files of the last
 * <em>confirmed</em> checkpoint may be used again: those of a later one are deleted if it fails.
 * And of these only such as no later checkpoint has uploaded anew, because when that one completes
 * the older copy may be deleted before the task hears of it. Thread-safe.
 */
public final class UploadedFiles {
  private static final long NONE = -1;

  private final TreeMap<Long, Map<String, Uploaded>> byCheckpoint = new TreeMap<>();
  private long lastConfirmed = NONE;

  /**
   * A file of a checkpoint.
   *
   * @param handle the real handle, never a placeholder
   * @param fresh whether this checkpoint uploaded it
   */
  record Uploaded(String name, StreamStateHandle handle, boolean fresh) {}

  /** Starts from a restored checkpoint, which counts as confirmed. */
  public synchronized void restored(long checkpointId, Map<String, StreamStateHandle> handles) {
    Map<String, Uploaded> files = new HashMap<>();
    handles.forEach((name, handle) -> files.put(name, new Uploaded(name, handle, true)));
    byCheckpoint.put(checkpointId, files);
    lastConfirmed = checkpointId;
  }

  /** Remembers all shared files of a checkpoint that was written and not yet confirmed. */
  synchronized void written(long checkpointId, Collection<Uploaded> sharedFiles) {
    Map<String, Uploaded> files = new HashMap<>();
    sharedFiles.forEach(file -> files.put(file.name(), file));
    byCheckpoint.put(checkpointId, files);
  }

  /** Files by name that a checkpoint taken now may use again. */
  synchronized Map<String, StreamStateHandle> reusable() {
    Map<String, StreamStateHandle> reusable = new HashMap<>();
    Map<String, Uploaded> confirmed = byCheckpoint.get(lastConfirmed);
    if (confirmed == null) {
      return reusable;
    }
    confirmed.values().forEach(file -> reusable.put(file.name(), file.handle()));
    SortedMap<Long, Map<String, Uploaded>> later = byCheckpoint.tailMap(lastConfirmed + 1);
    for (Map<String, Uploaded> files : later.values()) {
      files.values().stream().filter(Uploaded::fresh).map(Uploaded::name).forEach(reusable::remove);
    }
    return reusable;
  }

  /** A savepoint's id, or one that is too old, changes nothing. */
  synchronized void confirmed(long checkpointId) {
    if (checkpointId > lastConfirmed && byCheckpoint.containsKey(checkpointId)) {
      lastConfirmed = checkpointId;
      byCheckpoint.headMap(checkpointId).clear();
    }
  }

  synchronized void aborted(long checkpointId) {
    byCheckpoint.remove(checkpointId);
  }
}
