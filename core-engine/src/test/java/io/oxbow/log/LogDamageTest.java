// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oxbow.CorruptStoreException;
import io.oxbow.StoreException;
import io.oxbow.io.Checksums;
import io.oxbow.io.FileEntry;
import io.oxbow.io.FileVerifier;
import io.oxbow.io.SimulatedStorageIo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One damaged byte of a segment is reported, never served. */
class LogDamageTest {
  private static final int[] MASKS = {0x01, 0x80, 0xFF};
  private static final int[] LENGTHS = {0, 70, 300};

  private final SimulatedStorageIo io = new SimulatedStorageIo(1);
  private FileEntry entry;
  private byte[] good;

  @BeforeEach
  void writeSegment() {
    entry = LogFixture.sealedSegment(io, 1, LENGTHS);
    good = io.content(entry.name());
  }

  /** Reads everything a store would: all pieces by location, then the footer. */
  private void readAll() {
    try (LogStore log = LogFixture.open(io, 2)) {
      int index = log.registerSealed(entry, true);
      int granule = 1;
      for (int i = 0; i < LENGTHS.length; i++) {
        LogFixture.check(log, Location.of(index, granule), i + 1, LENGTHS[i]);
        granule += PieceHeader.storedBytes(LENGTHS[i]) / Location.GRANULE;
      }
      int[] count = new int[1];
      log.forEachPiece(index, (at, kind, pid, stored) -> assertThat(pid).isEqualTo(++count[0]));
      assertThat(count[0]).isEqualTo(LENGTHS.length);
    }
  }

  @Test
  void everyFlippedByteIsReportedByTheReadsThatMeetIt() {
    readAll();
    for (int at = 0; at < good.length; at++) {
      for (int mask : MASKS) {
        io.flip(entry.name(), at, mask);
        assertThatThrownBy(this::readAll)
            .as("byte %d, mask %d", at, mask)
            .isInstanceOf(CorruptStoreException.class)
            .hasMessageContaining(entry.name())
            .hasMessageContaining("offset");
        assertThatThrownBy(() -> FileVerifier.verify(io, entry))
            .isInstanceOf(CorruptStoreException.class);
        io.flip(entry.name(), at, mask);
      }
    }
    FileVerifier.verify(io, entry);
  }

  @Test
  void everyTruncationIsReported() {
    for (int length = 0; length < good.length; length++) {
      io.put(entry.name(), Arrays.copyOf(good, length));
      assertThatThrownBy(this::readAll).isInstanceOf(CorruptStoreException.class);
      assertThatThrownBy(() -> FileVerifier.verify(io, entry))
          .isInstanceOf(CorruptStoreException.class);
    }
    io.remove(entry.name());
    assertThatThrownBy(this::readAll)
        .isInstanceOf(CorruptStoreException.class)
        .hasMessageContaining("missing");
    assertThatThrownBy(() -> FileVerifier.verify(io, entry))
        .isInstanceOf(CorruptStoreException.class)
        .hasMessageContaining("missing");
  }

  @Test
  void bytesBeyondTheStatedLengthAreIgnored() {
    io.put(entry.name(), Arrays.copyOf(good, good.length + 1000));
    readAll();
    FileVerifier.verify(io, entry);
  }

  @Test
  void aPieceInAnotherPieceSPlaceIsReported() {
    byte[] moved = good.clone();
    int stored = PieceHeader.storedBytes(LENGTHS[1]);
    System.arraycopy(good, 128, moved, 128 + stored, stored); // the second over the third
    io.put(entry.name(), moved);
    assertThatThrownBy(this::readAll)
        .isInstanceOf(CorruptStoreException.class)
        .hasMessageContaining("checksum");
  }

  @Test
  void aPieceOfAnotherSegmentInItsPlaceIsReported() {
    FileEntry other = LogFixture.sealedSegment(io, 7, LENGTHS);
    byte[] mixed = good.clone();
    System.arraycopy(io.content(other.name()), 64, mixed, 64, 64);
    io.put(entry.name(), mixed);
    assertThatThrownBy(this::readAll).isInstanceOf(CorruptStoreException.class);
    io.put(entry.name(), io.content(other.name()));
    assertThatThrownBy(this::readAll)
        .isInstanceOf(CorruptStoreException.class)
        .hasMessageContaining("expected SEGMENT");
  }

  @Test
  void aForeignOrNewerFileIsNamedForWhatItIs() {
    io.put(entry.name(), new byte[good.length]);
    assertThatThrownBy(this::readAll)
        .isInstanceOf(CorruptStoreException.class)
        .hasMessageContaining("not an Oxbow file");
    byte[] newer = good.clone();
    ByteBuffer header = ByteBuffer.wrap(newer).order(ByteOrder.LITTLE_ENDIAN);
    header.putShort(4, (short) 2).putInt(60, Checksums.crc32c(header, 0, 60));
    io.put(entry.name(), newer);
    assertThatThrownBy(this::readAll)
        .isExactlyInstanceOf(StoreException.class)
        .hasMessageContaining("format 2");
  }

  /** A forged length with a fitting checksum must not be believed beyond the file. */
  @Test
  void forgedLengthsAreBoundedBeforeMemoryIsTaken() {
    for (int forged : new int[] {-1, 0, 1, 63, 127, 1 << 26, Integer.MAX_VALUE}) {
      for (int field : new int[] {8, 12}) {
        byte[] bytes = good.clone();
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(128 + field, forged);
        io.put(entry.name(), bytes);
        assertThatThrownBy(this::readAll).isInstanceOf(CorruptStoreException.class);
      }
    }
    byte[] bytes = good.clone();
    ByteBuffer piece = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    piece.putInt(128 + 12, 1 << 20).putInt(128 + 8, PieceHeader.storedBytes(1 << 20));
    io.put(entry.name(), bytes);
    assertThatThrownBy(this::readAll)
        .isInstanceOf(CorruptStoreException.class)
        .hasMessageContaining("make no sense");
  }
}
