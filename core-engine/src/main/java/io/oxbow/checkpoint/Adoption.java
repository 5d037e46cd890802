// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.checkpoint;

import io.oxbow.CorruptStoreException;
import io.oxbow.StoreException;
import io.oxbow.io.FileEntry;
import io.oxbow.io.FileKind;
import io.oxbow.io.FileStorageIo;
import io.oxbow.io.FileVerifier;
import io.oxbow.io.StorageFailure;
import io.oxbow.io.StorageIo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Opens a new store over the files of other checkpoints, each restricted to a key range (protocol
 * 4.18): files are linked, mapping entries joined under new PIDs, pages clipped by their fences
 * when they load. No record is rewritten; nothing is durable until the first publish.
 */
final class Adoption {
  /** A page that was taken, and where its interval ended in its source. */
  private record Leaf(MappingState.Place place, byte[] low, byte[] high) {}

  private final Engine engine;
  private final Set<Long> linked = new HashSet<>();

  Adoption(Engine engine) {
    this.engine = engine;
  }

  void adopt(List<AdoptedRange> sources) {
    List<AdoptedRange> sorted = new ArrayList<>(sources);
    sorted.sort(Comparator.comparing(AdoptedRange::from, Adoption::compareLow));
    checkDisjoint(sorted);
    Map<String, ManifestTree> trees = new LinkedHashMap<>();
    Map<String, List<Leaf>> leaves = new HashMap<>();
    long version = 0;
    for (AdoptedRange source : sorted) {
      version = Math.max(version, take(source, trees, leaves));
    }
    engine.space().versions().startAt(version + 1);
    for (ManifestTree tree : trees.values()) {
      build(tree, leaves.getOrDefault(tree.name(), List.of()));
    }
  }

  private static int compareLow(byte[] a, byte[] b) {
    if (a == null || b == null) {
      return a == b ? 0 : a == null ? -1 : 1;
    }
    return Arrays.compareUnsigned(a, b);
  }

  private static void checkDisjoint(List<AdoptedRange> sorted) {
    for (int i = 0; i + 1 < sorted.size(); i++) {
      byte[] to = sorted.get(i).to();
      byte[] next = sorted.get(i + 1).from();
      if (to == null || next == null || Arrays.compareUnsigned(to, next) > 0) {
        throw new IllegalArgumentException(
            "the key ranges of two sources overlap: adopt each key from one source only");
      }
    }
  }

  /** Links a source's files and collects its pages; its version. */
  private long take(
      AdoptedRange source, Map<String, ManifestTree> trees, Map<String, List<Leaf>> leaves) {
    try (StorageIo from = FileStorageIo.readOnly(source.directory())) {
      Manifest manifest = ManifestFile.read(from, source.manifest());
      Map<Integer, ManifestTree> byId = new HashMap<>();
      for (ManifestTree tree : manifest.trees()) {
        byId.put(tree.id(), tree);
        ManifestTree known = trees.putIfAbsent(tree.name(), tree);
        if (known != null
            && (known.mergeOperator() != tree.mergeOperator()
                || known.delimiter() != tree.delimiter())) {
          throw new StoreException(
              "tree '" + tree.name() + "' merges differently in two of the adopted checkpoints");
        }
      }
      link(from, source, manifest);
      Map<Long, MappingState.Place> places = MappingState.read(from, manifest.mappingFiles());
      Map<Integer, List<MappingState.Place>> byTree = new HashMap<>();
      for (MappingState.Place place : places.values()) {
        byTree.computeIfAbsent(place.treeId(), t -> new ArrayList<>()).add(place);
      }
      byTree.forEach(
          (id, pages) -> {
            if (byId.containsKey(id)) {
              clip(
                  source,
                  pages,
                  leaves.computeIfAbsent(byId.get(id).name(), n -> new ArrayList<>()));
            }
          });
      return manifest.version();
    } catch (IOException e) {
      throw StorageFailure.during("adopt " + source.directory(), e);
    }
  }

  private void link(StorageIo from, AdoptedRange source, Manifest manifest) throws IOException {
    for (FileEntry file : manifest.files()) {
      if (file.kind() != FileKind.SEGMENT) {
        continue;
      }
      if (!linked.add(file.id())) {
        FileEntry known = engine.log().segment(engine.log().indexOf(file.id())).entry();
        if (known.length() != file.length() || known.crc32c() != file.crc32c()) {
          throw new CorruptStoreException(
              file.name() + " differs between two of the adopted checkpoints");
        }
        continue;
      }
      FileVerifier.verify(from, file);
      engine.io().link(source.directory(), file.name());
      engine.log().registerSealed(file, false);
    }
  }

  /** Takes the pages of one tree that meet the range, their intervals cut to it. */
  private static void clip(AdoptedRange source, List<MappingState.Place> pages, List<Leaf> into) {
    pages.sort(Comparator.comparing(MappingState.Place::fence, Arrays::compareUnsigned));
    for (int i = 0; i < pages.size(); i++) {
      byte[] low = pages.get(i).fence();
      byte[] high = i + 1 < pages.size() ? pages.get(i + 1).fence() : null;
      if (source.from() != null) {
        if (high != null && Arrays.compareUnsigned(high, source.from()) <= 0) {
          continue;
        }
        low = Arrays.compareUnsigned(low, source.from()) < 0 ? source.from() : low;
      }
      if (source.to() != null) {
        if (Arrays.compareUnsigned(low, source.to()) >= 0) {
          continue;
        }
        high = high == null || Arrays.compareUnsigned(high, source.to()) > 0 ? source.to() : high;
      }
      into.add(new Leaf(pages.get(i), low, high));
    }
  }

  /** Joins the pages of one tree, an empty one wherever nothing was adopted. */
  private void build(ManifestTree entry, List<Leaf> leaves) {
    TreeTable.Named named =
        engine.trees().prepare(entry.name(), entry.mergeOperator(), entry.delimiter());
    Recovery recovery = new Recovery(engine);
    List<MappingState.Place> places = new ArrayList<>();
    byte[] end = new byte[0];
    for (Leaf leaf : leaves) {
      if (!Arrays.equals(end, leaf.low())) {
        places.add(place(named, null, end));
      }
      places.add(place(named, leaf.place(), leaf.low()));
      end = leaf.high();
    }
    if (end != null) {
      places.add(place(named, null, end));
    }
    for (MappingState.Place place : places) {
      recovery.hang(place);
      engine.mapping().put(place);
    }
    recovery.join(named, places);
    engine.trees().bind(named);
  }

  private MappingState.Place place(TreeTable.Named named, MappingState.Place from, byte[] low) {
    long pid = engine.space().table().allocate();
    if (pid == 0) {
      throw engine.loader().noRoom(8);
    }
    int tree = named.entry().id();
    return from == null
        ? new MappingState.Place(tree, pid, 0, 0, 0, false, low, new long[0])
        : new MappingState.Place(
            tree,
            pid,
            from.fileId(),
            from.granule(),
            from.units(),
            from.multiple(),
            low,
            from.segments());
  }
}
