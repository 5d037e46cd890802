// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.oxbow.StoreException;
import io.oxbow.io.CrashPolicy;
import io.oxbow.io.FileEntry;
import io.oxbow.io.FileIds;
import io.oxbow.io.FileKind;
import io.oxbow.io.FileNames;
import io.oxbow.io.FileVerifier;
import io.oxbow.io.SimulatedStorageIo;
import io.oxbow.log.Location;
import io.oxbow.log.LogOptions;
import io.oxbow.log.LogStore;
import io.oxbow.log.LogStream;
import io.oxbow.log.PieceFrame;
import io.oxbow.log.PieceHeader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The order of a publish, with files of all kinds and no tree: whatever crashes or fails, an open
 * finds the last checkpoint whose publish returned or the one in flight, whole.
 */
class PublishCrashTest {
  private static final int CHECKPOINTS = 4;

  /** A store of one page whose content is the number of the checkpoint. */
  private static final class OnePageStore implements AutoCloseable {
    private final SimulatedStorageIo io;
    private final FileIds ids;
    private final SuperblockFile superblock;
    private final LogStore log;
    private Manifest newest;

    OnePageStore(SimulatedStorageIo io, long storeId) {
      this.io = io;
      this.ids = new FileIds(storeId);
      this.superblock = SuperblockFile.open(io);
      this.log = new LogStore(io, ids, LogOptions.defaults().withBufferBytes(4096));
    }

    void recover() throws IOException {
      if (superblock.current().manifest() != null) {
        newest = ManifestFile.read(io, superblock.current().manifest());
        newest.files().stream()
            .filter(file -> file.kind() == FileKind.SEGMENT)
            .forEach(file -> log.registerSealed(file, true));
      }
      deleteOrphans();
    }

    private void deleteOrphans() throws IOException {
      Set<String> keep = newest == null ? new HashSet<>() : newest.fileNames();
      keep.add(FileNames.SUPERBLOCK);
      if (newest != null) {
        keep.add(superblock.current().manifest().name());
      }
      for (String name : io.list().keySet()) {
        if (!keep.contains(name)) {
          io.delete(name);
        }
      }
    }

    long version() {
      return newest == null ? 0 : newest.version();
    }

    void checkpoint() throws IOException {
      long version = version() + 1;
      log.writer(LogStream.PAGES).makeRoom(600);
      log.writer(LogStream.PAGES).begin(600).putLong(version);
      PieceHeader header = new PieceHeader().set(PieceHeader.FULL_IMAGE, 0, 1, version);
      long location = log.writer(LogStream.PAGES).commit(header, 600);
      log.seal();
      log.force();
      FileEntry mapping;
      try (MappingFileWriter writer = MappingFileWriter.create(io, ids.next(), true, version)) {
        MappingEntry entry = new MappingEntry().set(0, 1).setFence(new byte[0], 0, 0);
        long file = log.fileIdOf(location);
        writer.page(entry.setLocation(file, Location.granule(location), 3, false));
        mapping = writer.finish();
      }
      FileEntry segment = log.segment(Location.index(location)).entry();
      Manifest manifest =
          new Manifest(
              ids.next(),
              version,
              new byte[] {(byte) version},
              List.of(),
              2,
              List.of(segment, mapping),
              List.of(mapping.id()));
      FileEntry entry = ManifestFile.write(io, manifest);
      io.forceDirectory();
      superblock.publish(entry, version);
      newest = manifest;
      deleteOrphans();
    }

    /** Reads the page through manifest and mapping. */
    long read() {
      if (newest == null) {
        return 0;
      }
      long[] content = new long[1];
      newest.files().forEach(file -> FileVerifier.verify(io, file));
      for (FileEntry mapping : newest.mappingFiles()) {
        MappingFileReader.read(
            io,
            mapping,
            new MappingVisitor() {
              @Override
              public void removed(long pid) {
                throw new AssertionError("nothing was removed");
              }

              @Override
              public void page(MappingEntry entry) {
                content[0] = readPage(entry);
              }
            });
      }
      assertThat(newest.metadata()).containsExactly((byte) content[0]);
      return content[0];
    }

    private long readPage(MappingEntry entry) {
      try (PieceFrame frame = new PieceFrame()) {
        long location = Location.of(log.indexOf(entry.fileId()), entry.granule());
        log.read(location, entry.storedUnits() * 256, frame);
        return frame.body().getLong(0);
      }
    }

    @Override
    public void close() {
      log.close();
      superblock.close();
    }
  }

  /** Runs until done or failed; returns the last checkpoint whose publish returned. */
  private static long run(SimulatedStorageIo io, long storeId, long until) {
    long returned = -1;
    try (OnePageStore store = new OnePageStore(io, storeId)) {
      store.recover();
      returned = store.read();
      while (store.version() < until) {
        long before = store.version();
        try {
          store.checkpoint();
        } finally {
          returned = store.version() > before ? store.version() : returned;
        }
      }
    } catch (StoreException | IOException e) {
      assertThat(e).hasStackTraceContaining("simulated");
    }
    return returned;
  }

  private static long reopen(SimulatedStorageIo io) {
    try (OnePageStore store = new OnePageStore(io, 50)) {
      store.recover();
      long content = store.read();
      assertThat(content).isEqualTo(store.version());
      return content;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static long operationsOfAGoodRun() {
    SimulatedStorageIo io = new SimulatedStorageIo(1);
    assertThat(run(io, 1, CHECKPOINTS)).isEqualTo(CHECKPOINTS);
    assertThat(io.names()).hasSize(4);
    return io.operations();
  }

  @Test
  void aCrashAnywhereLeavesTheLastCheckpointOrTheOneInFlight() {
    long operations = operationsOfAGoodRun();
    assertThat(operations).isGreaterThan(50);
    for (long at = 1; at <= operations; at++) {
      for (CrashPolicy policy : CrashPolicy.values()) {
        SimulatedStorageIo io = new SimulatedStorageIo(at).crashAt(at);
        long returned = Math.max(0, run(io, 1, CHECKPOINTS));
        long found = reopen(io.crash(policy));
        assertThat(found).as("%d %s", at, policy).isBetween(returned, returned + 1);
      }
    }
  }

  @Test
  void aSecondCrashInTheRunAfterLosesNothingEither() {
    long operations = operationsOfAGoodRun();
    int crashes = 0;
    for (long at = 1; at <= operations; at += 3) {
      SimulatedStorageIo io = new SimulatedStorageIo(at).crashAt(at);
      long returned = Math.max(0, run(io, 1, CHECKPOINTS));
      for (long second = 1; second < 30; second++) {
        SimulatedStorageIo next = io.crash().crashAt(second);
        long again = Math.max(returned, run(next, 2, returned + 2));
        crashes += next.isCrashed() ? 1 : 0;
        long found = reopen(next.crash());
        assertThat(found).as("%d, then %d", at, second).isBetween(again, again + 1);
      }
    }
    assertThat(crashes).isGreaterThan(100);
  }

  @Test
  void anErrorAnywhereLeavesTheLastCheckpointOpenable() {
    long operations = operationsOfAGoodRun();
    List<Long> outcomes = new ArrayList<>();
    for (long at = 1; at <= operations; at++) {
      for (boolean forGood : new boolean[] {true, false}) {
        SimulatedStorageIo io = new SimulatedStorageIo(at).failAt(at, forGood);
        long returned = Math.max(0, run(io, 1, CHECKPOINTS));
        assertThat(io.openFiles()).isZero();
        for (SimulatedStorageIo left : List.of(io.kill(), io.crash())) {
          long found = reopen(left);
          assertThat(found).as("operation %d", at).isBetween(returned, returned + 1);
          outcomes.add(found - returned);
        }
      }
    }
    assertThat(outcomes.stream().collect(Collectors.toSet())).containsExactlyInAnyOrder(0L, 1L);
  }
}
