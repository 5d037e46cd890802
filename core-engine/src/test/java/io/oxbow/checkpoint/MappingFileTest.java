// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oxbow.CorruptStoreException;
import io.oxbow.StoreException;
import io.oxbow.StoreFailedException;
import io.oxbow.io.Checksums;
import io.oxbow.io.FileEntry;
import io.oxbow.io.FileVerifier;
import io.oxbow.io.SimulatedStorageIo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MappingFileTest {
  private final SimulatedStorageIo io = new SimulatedStorageIo(1);

  /** Writes down what it meets, as text. */
  private static final class Recorder implements MappingVisitor {
    final List<String> seen = new ArrayList<>();

    @Override
    public void removed(long pid) {
      seen.add("removed " + pid);
    }

    @Override
    public void page(MappingEntry entry) {
      seen.add(describe(entry));
    }
  }

  private static String describe(MappingEntry e) {
    StringBuilder text = new StringBuilder();
    text.append(e.treeId()).append('/').append(e.pid()).append(" at ").append(e.fileId());
    text.append('+').append(e.granule()).append(" units ").append(e.storedUnits());
    text.append(e.multiPiece() ? " more" : "");
    text.append(e.hasFence() ? " fence " + Arrays.toString(e.fenceCopy()) : "");
    for (int i = 0; i < e.dependencyCount(); i++) {
      text.append(" needs ").append(e.dependency(i));
    }
    return text.toString();
  }

  private static MappingEntry random(MappingEntry e, Random random, long pid, boolean fence) {
    e.set(random.nextInt(3), pid);
    if (random.nextInt(10) > 0) {
      int units = random.nextInt(2000);
      e.setLocation(1 + random.nextInt(50), random.nextInt(1 << 20), units, random.nextBoolean());
    }
    if (fence) {
      byte[] key = new byte[random.nextInt(random.nextInt(1000) == 0 ? 65_536 : 40)];
      random.nextBytes(key);
      e.setFence(key, 0, key.length);
    }
    int dependencies =
        random.nextInt(1500) == 0 ? MappingEntry.MAX_DEPENDENCIES : random.nextInt(3);
    for (int i = 0; i < dependencies; i++) {
      e.addDependency(-1 - random.nextInt(20_000));
    }
    return e;
  }

  private FileEntry write(boolean base, int removals, int pages, List<String> expected) {
    Random random = new Random(removals + pages);
    try (MappingFileWriter writer = MappingFileWriter.create(io, 500, base, 3)) {
      for (int i = 0; i < removals; i++) {
        long pid = random.nextLong() >>> 24;
        writer.removed(pid);
        expected.add("removed " + pid);
      }
      MappingEntry entry = new MappingEntry();
      for (int i = 0; i < pages; i++) {
        writer.page(random(entry, random, random.nextLong() >>> 1, base || random.nextBoolean()));
        expected.add(describe(entry));
      }
      FileEntry file = writer.finish();
      assertThat(writer.bytesWritten()).isEqualTo(file.length());
      return file;
    }
  }

  @Test
  void recordsComeBackAsWritten() {
    for (int pages : new int[] {0, 1, 50, 8_000}) {
      for (boolean base : new boolean[] {true, false}) {
        List<String> expected = new ArrayList<>();
        int removals = base ? 0 : pages / 3;
        FileEntry file = write(base, removals, pages, expected);
        FileVerifier.verify(io, file);
        Recorder found = new Recorder();
        MappingFileReader.Summary summary = MappingFileReader.read(io, file, found);
        assertThat(found.seen).isEqualTo(expected);
        assertThat(summary.base()).isEqualTo(base);
        assertThat(summary.removals()).isEqualTo(removals);
        assertThat(summary.pages()).isEqualTo(pages);
        assertThat(io.openFiles()).isZero();
        io.remove(file.name());
      }
    }
  }

  @Test
  void aFileKnowsWhetherItIsSorted() {
    MappingEntry entry = new MappingEntry();
    byte[][] fences = {{}, {0}, {0, 1}, {(byte) 0x80}, {(byte) 0x80, 0}};
    for (int swap = 0; swap < 3; swap++) {
      FileEntry file;
      try (MappingFileWriter writer = MappingFileWriter.create(io, 600 + swap, true, 3)) {
        for (int i = 0; i < 10; i++) {
          int order = swap == 1 && i == 3 ? 2 : i; // one fence comes twice
          int tree = swap == 2 ? 9 - i : order / 5;
          byte[] fence = fences[order % 5];
          writer.page(entry.set(tree, i).setFence(fence, 0, fence.length));
        }
        file = writer.finish();
      }
      assertThat(MappingFileReader.read(io, file, new Recorder()).sorted()).isEqualTo(swap == 0);
    }
  }

  @Test
  void everyFlippedByteAndEveryTruncationIsReported() {
    FileEntry file = write(false, 3, 12, new ArrayList<>());
    byte[] good = io.content(file.name());
    assertThat(good.length).isBetween(300, 3000);
    for (int at = 0; at < good.length; at++) {
      for (int mask : new int[] {0x01, 0x80, 0xFF}) {
        io.flip(file.name(), at, mask);
        assertThatThrownBy(() -> MappingFileReader.read(io, file, new Recorder()))
            .as("byte %d, mask %d", at, mask)
            .isInstanceOf(CorruptStoreException.class)
            .hasMessageContaining(file.name());
        io.flip(file.name(), at, mask);
      }
    }
    for (int length = 0; length < good.length; length++) {
      io.put(file.name(), Arrays.copyOf(good, length));
      assertThatThrownBy(() -> MappingFileReader.read(io, file, new Recorder()))
          .isInstanceOf(CorruptStoreException.class);
    }
    assertThat(io.openFiles()).isZero();
  }

  /** Flips under fitting checksums of block, footer and file: refused, or other sane records. */
  @Test
  void aResealedFileIsReadOrRefusedCleanly() {
    FileEntry file = write(false, 3, 12, new ArrayList<>());
    byte[] good = io.content(file.name());
    int payload = good.length - 64 - 16 - 64;
    int refused = 0;
    for (int at = 80; at < 80 + payload; at++) {
      for (int mask : new int[] {0x01, 0x07, 0x40, 0x80, 0xFF}) {
        byte[] bad = good.clone();
        bad[at] ^= (byte) mask;
        ByteBuffer block =
            ByteBuffer.wrap(bad, 64, 16 + payload).slice().order(ByteOrder.LITTLE_ENDIAN);
        block.putInt(12, MappingFileWriter.blockChecksum(block, payload, file.id(), 0));
        io.put(file.name(), bad);
        int crc = Checksums.crc32c(ByteBuffer.wrap(bad), 0, bad.length);
        FileEntry resealed =
            new FileEntry(file.id(), file.kind(), file.subtype(), file.length(), crc);
        try {
          Recorder found = new Recorder();
          MappingFileReader.read(io, resealed, found);
          assertThat(found.seen).hasSize(15);
        } catch (CorruptStoreException e) {
          refused++;
        }
      }
    }
    assertThat(refused).isGreaterThan(100);
  }

  @Test
  void blocksInAnotherOrderAreReported() {
    FileEntry file = write(true, 0, 8000, new ArrayList<>());
    byte[] bytes = io.content(file.name());
    ByteBuffer view = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int first = 16 + view.getInt(64 + 4);
    int second = 16 + view.getInt(64 + first + 4);
    byte[] swapped = bytes.clone();
    System.arraycopy(bytes, 64 + first, swapped, 64, second);
    System.arraycopy(bytes, 64, swapped, 64 + second, first);
    io.put(file.name(), swapped);
    assertThatThrownBy(() -> MappingFileReader.read(io, file, new Recorder()))
        .isInstanceOf(CorruptStoreException.class)
        .hasMessageContaining("checksum of a block");
  }

  @Test
  void theWriterRefusesWhatTheFormatCannotHold() {
    try (MappingFileWriter base = MappingFileWriter.create(io, 700, true, 3)) {
      MappingEntry entry = new MappingEntry();
      assertThatThrownBy(() -> base.page(entry.set(0, 1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("no low fence");
      entry.setFence(new byte[65_536], 0, 65_536);
      assertThatThrownBy(() -> base.page(entry)).isInstanceOf(IllegalArgumentException.class);
      entry.set(0, -1).setFence(new byte[0], 0, 0);
      assertThatThrownBy(() -> base.page(entry)).hasMessageContaining("PID");
      entry.set(0, 1).setFence(new byte[0], 0, 0).setLocation(5, 1 << 20, 1, false);
      assertThatThrownBy(() -> base.page(entry)).hasMessageContaining("granule");
      entry.setLocation(5, 1, 1, false).addDependency(0);
      assertThatThrownBy(() -> base.page(entry)).hasMessageContaining("file 0");
      base.page(entry.set(0, 1).setFence(new byte[0], 0, 0));
      assertThatThrownBy(() -> base.removed(1)).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void anotherFileInItsPlaceIsReportedANewerOneRefused() {
    FileEntry file = write(false, 1, 1, new ArrayList<>());
    FileEntry asBase = new FileEntry(file.id(), file.kind(), 1, file.length(), file.crc32c());
    assertThatThrownBy(() -> MappingFileReader.read(io, asBase, new Recorder()))
        .isInstanceOf(CorruptStoreException.class)
        .hasMessageContaining("expected MAPPING/1");
    ByteBuffer bytes = ByteBuffer.wrap(io.content(file.name())).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putShort(4, (short) 2).putInt(60, Checksums.crc32c(bytes, 0, 60));
    io.put(file.name(), bytes.array());
    assertThatThrownBy(() -> MappingFileReader.read(io, file, new Recorder()))
        .isExactlyInstanceOf(StoreException.class)
        .hasMessageContaining("format 2");
    io.remove(file.name());
    assertThatThrownBy(() -> MappingFileReader.read(io, file, new Recorder()))
        .isInstanceOf(CorruptStoreException.class)
        .hasMessageContaining("missing");
  }

  @Test
  void anErrorAtAnyOperationSurfacesAndLeavesNothingOpen() {
    for (long at = 1; at <= 4; at++) {
      SimulatedStorageIo failing = new SimulatedStorageIo(at).failAt(at, false);
      assertThatThrownBy(
              () -> {
                try (MappingFileWriter writer = MappingFileWriter.create(failing, 1, false, 1)) {
                  writer.removed(5);
                  writer.finish();
                }
              })
          .as("operation %d", at)
          .isInstanceOf(StoreFailedException.class);
      assertThat(failing.openFiles()).isZero();
    }
  }
}
