// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.checkpoint;

import io.oxbow.CorruptStoreException;
import io.oxbow.cache.FlushSink;
import io.oxbow.cache.PidBitmap;
import io.oxbow.io.FileEntry;
import io.oxbow.io.FileIds;
import io.oxbow.io.StorageIo;
import io.oxbow.log.Location;
import io.oxbow.log.LogStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the next mapping file will say: pages moved or created and pages removed since the last
 * published checkpoint. Entries of an abandoned checkpoint stay and become part of the next. Only
 * under the maintenance lock.
 */
final class MappingState implements FlushSink {
  private static final int MAX_DELTAS = 12;

  /** A page's place. */
  record Place(
      int treeId,
      long pid,
      long fileId,
      int granule,
      int units,
      boolean multiple,
      byte[] fence,
      long[] segments) {
    void fill(MappingEntry entry) {
      entry.set(treeId, pid).setLocation(fileId, granule, units, multiple);
      if (fence != null) {
        entry.setFence(fence, 0, fence.length);
      }
      for (long s : segments) {
        if (s != fileId) {
          entry.addDependency(s);
        }
      }
    }

    static Place of(MappingEntry e) {
      long[] segments = new long[e.dependencyCount()];
      for (int i = 0; i < segments.length; i++) {
        segments[i] = e.dependency(i);
      }
      return new Place(
          e.treeId(),
          e.pid(),
          e.fileId(),
          e.granule(),
          e.storedUnits(),
          e.multiPiece(),
          e.hasFence() ? e.fenceCopy() : null,
          segments);
    }

    Place withFence(byte[] known) {
      return new Place(treeId, pid, fileId, granule, units, multiple, known, segments);
    }
  }

  private final StorageIo io;
  private final FileIds ids;
  private final LogStore log;
  private final PidBitmap named;
  private final Map<Long, Place> pending = new HashMap<>();
  private final Set<Long> removed = new LinkedHashSet<>();
  private List<FileEntry> published = new ArrayList<>();

  MappingState(StorageIo io, FileIds ids, LogStore log, PidBitmap named) {
    this.io = io;
    this.ids = ids;
    this.log = log;
    this.named = named;
  }

  /** The mapping files of the checkpoint the store was opened at. */
  void startWith(List<FileEntry> files) {
    published = new ArrayList<>(files);
  }

  @Override
  public void page(
      int treeId,
      long pid,
      long location,
      int storedBytes,
      boolean multiple,
      byte[] fence,
      int[] segments) {
    long[] files = new long[segments.length];
    for (int i = 0; i < files.length; i++) {
      files[i] = log.segment(segments[i]).fileId();
    }
    long fileId = location == 0 ? 0 : log.fileIdOf(location);
    put(
        new Place(
            treeId,
            pid,
            fileId,
            Location.granule(location),
            (storedBytes + 255) >>> 8,
            multiple,
            fence,
            files));
  }

  /** An entry whose content is known: adoption. */
  void put(Place place) {
    pending.put(place.pid(), place);
  }

  /** The page is gone; its PID may be used again once this is on its way. */
  void removed(long pid) {
    pending.remove(pid);
    if (named.isSet(pid)) {
      removed.add(pid);
      named.clear(pid);
    }
  }

  /**
   * Writes and forces the next mapping file.
   *
   * @return all mapping files of the checkpoint, in the order they apply
   */
  List<FileEntry> write(long version) {
    boolean base = published.isEmpty() || published.size() > MAX_DELTAS || deltasOutgrewBase();
    if (!base && pending.isEmpty() && removed.isEmpty()) {
      return published;
    }
    List<FileEntry> files = base ? new ArrayList<>() : new ArrayList<>(published);
    Map<Long, Place> places = base ? fold() : pending;
    try (MappingFileWriter writer = MappingFileWriter.create(io, ids.next(), base, version)) {
      if (!base) {
        removed.forEach(writer::removed);
      }
      MappingEntry entry = new MappingEntry();
      for (Place place : places.values()) {
        place.fill(entry);
        writer.page(entry);
      }
      files.add(writer.finish());
    }
    return files;
  }

  private boolean deltasOutgrewBase() {
    long deltas = 0;
    for (int i = 1; i < published.size(); i++) {
      deltas += published.get(i).length();
    }
    return deltas > 64 << 10 && deltas > published.get(0).length() / 2;
  }

  /** All pages: the published files, then what is pending over them. */
  private Map<Long, Place> fold() {
    Map<Long, Place> all = read(io, published);
    removed.forEach(all::remove);
    for (Place place : pending.values()) {
      Place old = place.fence() == null ? all.get(place.pid()) : null;
      all.put(place.pid(), old == null ? place : place.withFence(old.fence()));
    }
    return all;
  }

  /** Applies mapping files in their order. */
  static Map<Long, Place> read(StorageIo io, List<FileEntry> files) {
    Map<Long, Place> all = new HashMap<>();
    for (FileEntry file : files) {
      MappingFileReader.read(
          io,
          file,
          new MappingVisitor() {
            @Override
            public void removed(long pid) {
              all.remove(pid);
            }

            @Override
            public void page(MappingEntry e) {
              Place place = Place.of(e);
              if (place.fence() == null) {
                Place old = all.get(place.pid());
                if (old == null) {
                  throw new CorruptStoreException(
                      file.name() + ": page " + place.pid() + " moved but was never created");
                }
                place = place.withFence(old.fence());
              }
              all.put(place.pid(), place);
            }
          });
    }
    return all;
  }

  /** The checkpoint with these files is durable. */
  void published(List<FileEntry> files) {
    pending.keySet().forEach(named::set);
    pending.clear();
    removed.clear();
    published = new ArrayList<>(files);
  }
}
