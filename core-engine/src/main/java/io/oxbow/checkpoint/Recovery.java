// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.checkpoint;

import io.oxbow.CorruptStoreException;
import io.oxbow.cache.MappingTable;
import io.oxbow.cache.MappingWord;
import io.oxbow.io.FileEntry;
import io.oxbow.io.FileKind;
import io.oxbow.io.StorageFailure;
import io.oxbow.io.StorageIo;
import io.oxbow.log.Location;
import io.oxbow.log.LogStore;
import io.oxbow.tree.TreeBuilder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * Brings an engine to the state of a manifest: segments registered, mapping words cold, inner nodes
 * built. Reads only; changes nothing on disk.
 */
final class Recovery {
  private final Engine engine;

  Recovery(Engine engine) {
    this.engine = engine;
  }

  /** Opens the engine at a checkpoint of its own directory. */
  void recover(Published published) {
    Manifest manifest = published.manifest();
    StorageIo io = engine.io();
    requireFiles(io, manifest);
    for (FileEntry file : manifest.files()) {
      if (file.kind() == FileKind.SEGMENT) {
        engine.log().registerSealed(file, true);
      }
    }
    Map<Long, MappingState.Place> places = MappingState.read(io, manifest.mappingFiles());
    engine.mapping().startWith(manifest.mappingFiles());
    engine.space().versions().startAt(manifest.version() + 1);
    MappingTable table = engine.space().table();
    if (!table.startAt(manifest.nextPid())) {
      throw engine.loader().noRoom(manifest.nextPid() * 8);
    }
    Map<Integer, List<MappingState.Place>> byTree = new HashMap<>();
    Set<Integer> known = new HashSet<>();
    manifest.trees().forEach(t -> known.add(t.id()));
    for (MappingState.Place place : places.values()) {
      if (place.pid() >= manifest.nextPid() || place.pid() == 0) {
        throw new CorruptStoreException(
            "a mapping file names page "
                + place.pid()
                + ", but pages end at "
                + manifest.nextPid());
      }
      table.named().set(place.pid());
      if (known.contains(place.treeId())) {
        byTree.computeIfAbsent(place.treeId(), t -> new ArrayList<>()).add(place);
      }
    }
    for (ManifestTree entry : manifest.trees()) {
      build(entry, byTree.getOrDefault(entry.id(), new ArrayList<>()));
    }
    releaseUnused(manifest.nextPid(), places, known);
  }

  private static void requireFiles(StorageIo io, Manifest manifest) {
    SortedMap<String, Long> present;
    try {
      present = io.list();
    } catch (IOException e) {
      throw StorageFailure.during("list the store's directory", e);
    }
    for (FileEntry file : manifest.files()) {
      Long length = present.get(file.name());
      if (length == null || length < file.length()) {
        throw new CorruptStoreException(
            file.name()
                + " is "
                + (length == null ? "missing" : "cut to " + length + " bytes")
                + ", but the newest checkpoint needs its "
                + file.length()
                + " bytes; restore the store from its last copy");
      }
    }
  }

  private void releaseUnused(long limit, Map<Long, MappingState.Place> places, Set<Integer> known) {
    MappingTable table = engine.space().table();
    for (long pid = 1; pid < limit; pid++) {
      MappingState.Place place = places.get(pid);
      if (place != null && known.contains(place.treeId())) {
        continue;
      }
      if (place != null) {
        engine.mapping().removed(pid); // of a tree that was dropped
      }
      table.release(pid);
    }
  }

  private void build(ManifestTree entry, List<MappingState.Place> leaves) {
    TreeTable.Named named = engine.trees().restored(entry);
    if (leaves.isEmpty()) {
      if (!named.tree().createEmpty()) {
        throw engine.loader().noRoom(1024);
      }
    } else {
      leaves.sort(Comparator.comparing(MappingState.Place::fence, Arrays::compareUnsigned));
      for (MappingState.Place place : leaves) {
        hang(place);
      }
      join(named, leaves);
    }
    engine.trees().bind(named);
  }

  /** Makes the page's word cold, or leaves it free when the page is empty. */
  void hang(MappingState.Place place) {
    LogStore log = engine.log();
    MappingTable table = engine.space().table();
    TreeSet<Integer> segments = new TreeSet<>();
    if (place.fileId() != 0) {
      int index = indexOf(log, place.fileId());
      segments.add(index);
      long word =
          MappingWord.cold(
              Location.of(index, place.granule()), place.units() * 256, place.multiple());
      table.compareAndSet(place.pid(), MappingWord.FREE, word);
    }
    for (long fileId : place.segments()) {
      segments.add(indexOf(log, fileId));
    }
    engine.dependencies().set(place.pid(), segments.stream().mapToInt(Integer::intValue).toArray());
  }

  private static int indexOf(LogStore log, long fileId) {
    int index = log.indexOf(fileId);
    if (index < 0) {
      throw new CorruptStoreException(
          String.format("a mapping file names segment %016x, which the manifest lacks", fileId));
    }
    return index;
  }

  /** Builds the inner nodes over sorted leaves. */
  void join(TreeTable.Named named, List<MappingState.Place> leaves) {
    List<byte[]> fences = new ArrayList<>();
    long[] pids = new long[leaves.size()];
    for (int i = 0; i < pids.length; i++) {
      byte[] fence = leaves.get(i).fence();
      boolean wrong =
          i == 0 ? fence.length != 0 : Arrays.compareUnsigned(fence, fences.get(i - 1)) <= 0;
      if (wrong) {
        throw new CorruptStoreException(
            "tree '" + named.entry().name() + "': the pages' fences do not partition the keys");
      }
      fences.add(fence);
      pids[i] = leaves.get(i).pid();
    }
    if (!new TreeBuilder(named.tree()).build(fences, pids)) {
      throw engine.loader().noRoom(pids.length * 64L);
    }
  }
}
