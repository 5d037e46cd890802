// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oxbow.CorruptStoreException;
import io.oxbow.StoreException;
import io.oxbow.io.Checksums;
import io.oxbow.io.FileEntry;
import io.oxbow.io.FileKind;
import io.oxbow.io.FileNames;
import io.oxbow.io.SimulatedStorageIo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManifestCodecTest {
  private static final String NAME = FileNames.of(FileKind.MANIFEST, 77);

  private static Manifest sample(byte[] metadata) {
    return new Manifest(
        77,
        12,
        metadata,
        List.of(
            new ManifestTree(0, "", 0, -1, new byte[0]),
            new ManifestTree(5, "n\u00e4me \u2603", 1, 255, new byte[] {9, 8})),
        1_000_000_007L,
        List.of(
            new FileEntry(-3, FileKind.SEGMENT, 1, 4096, 0x12345678),
            new FileEntry(8, FileKind.MAPPING, 1, 192, -1),
            new FileEntry(9, FileKind.MAPPING, 2, 1L << 40, 0)),
        List.of(8L, 9L));
  }

  private static byte[] encode(Manifest manifest) {
    ByteBuffer bytes = ManifestCodec.encode(manifest);
    return Arrays.copyOf(bytes.array(), bytes.limit());
  }

  private static void assertSame(Manifest found, Manifest expected) {
    assertThat(found).usingRecursiveComparison().isEqualTo(expected);
  }

  @Test
  void aManifestIsReadAsWritten() {
    for (byte[] metadata : new byte[][] {null, {}, {1, 2, 3}}) {
      Manifest expected = sample(metadata);
      assertSame(ManifestCodec.decode(NAME, encode(expected)), expected);
    }
    Manifest empty = new Manifest(77, 1, null, List.of(), 0, List.of(), List.of());
    assertSame(ManifestCodec.decode(NAME, encode(empty)), empty);
    assertThat(sample(null).mappingFiles()).extracting(FileEntry::id).containsExactly(8L, 9L);
    assertThat(sample(null).fileNames())
        .containsExactlyInAnyOrder(
            "fffffffffffffffd.seg", "0000000000000008.map", "0000000000000009.map");
  }

  @Test
  void everyFlippedByteAndEveryTruncationIsReported() {
    byte[] good = encode(sample(new byte[] {1, 2, 3}));
    for (int at = 0; at < good.length; at++) {
      for (int mask : new int[] {0x01, 0x80, 0xFF}) {
        byte[] bad = good.clone();
        bad[at] ^= (byte) mask;
        assertThatThrownBy(() -> ManifestCodec.decode(NAME, bad))
            .as("byte %d, mask %d", at, mask)
            .isInstanceOf(CorruptStoreException.class)
            .hasMessageContaining(NAME);
      }
      byte[] cut = Arrays.copyOf(good, at);
      assertThatThrownBy(() -> ManifestCodec.decode(NAME, cut))
          .isInstanceOf(CorruptStoreException.class);
    }
    byte[] extended = Arrays.copyOf(good, good.length + 1);
    assertThatThrownBy(() -> ManifestCodec.decode(NAME, extended))
        .isInstanceOf(CorruptStoreException.class);
  }

  /** Whatever a forger writes under a fitting checksum: an exception or a manifest, no more. */
  @Test
  void aResealedManifestIsReadOrRefusedCleanly() {
    byte[] good = encode(sample(new byte[] {1, 2, 3}));
    int refused = 0;
    for (int at = 64; at < good.length - 4; at++) {
      for (int mask : new int[] {0x01, 0x7F, 0x80, 0xFF}) {
        ByteBuffer bad = ByteBuffer.wrap(good.clone()).order(ByteOrder.LITTLE_ENDIAN);
        bad.put(at, (byte) (bad.get(at) ^ mask));
        int crcAt = good.length - 4;
        bad.putInt(crcAt, Checksums.crc32c(bad, 0, crcAt) ^ Checksums.place(77, 0));
        try {
          assertThat(ManifestCodec.decode(NAME, bad.array()).fileId()).isEqualTo(77);
        } catch (CorruptStoreException e) {
          refused++;
        }
      }
    }
    assertThat(refused).isGreaterThan(100);
  }

  @Test
  void aNewerManifestIsRefusedByItsNumber() {
    ByteBuffer bytes = ByteBuffer.wrap(encode(sample(null))).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putShort(4, (short) 3).putInt(60, Checksums.crc32c(bytes, 0, 60));
    assertThatThrownBy(() -> ManifestCodec.decode(NAME, bytes.array()))
        .isExactlyInstanceOf(StoreException.class)
        .hasMessageContaining("format 3");
  }

  @Test
  void aManifestUnderAnotherNameIsDamage() {
    byte[] good = encode(sample(null));
    assertThatThrownBy(() -> ManifestCodec.decode(FileNames.of(FileKind.MANIFEST, 78), good))
        .isInstanceOf(CorruptStoreException.class);
  }

  @Test
  void limitsAreNamed() {
    ManifestTree wide = new ManifestTree(1, "x".repeat(70_000), 0, -1, new byte[0]);
    Manifest manifest = new Manifest(77, 1, null, List.of(wide), 0, List.of(), List.of());
    assertThatThrownBy(() -> ManifestCodec.encode(manifest))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("65535");
  }

  @Test
  void filesAreReadByEntryAndByName() {
    SimulatedStorageIo io = new SimulatedStorageIo(1);
    Manifest expected = sample(new byte[] {4});
    FileEntry entry = ManifestFile.write(io, expected);
    assertSame(ManifestFile.read(io, entry), expected);
    assertSame(ManifestFile.read(io, entry.name()), expected);
    assertThat(io.openFiles()).isZero();
    FileEntry other = new FileEntry(77, FileKind.MANIFEST, 0, entry.length(), entry.crc32c() ^ 1);
    assertThatThrownBy(() -> ManifestFile.read(io, other))
        .isInstanceOf(CorruptStoreException.class)
        .hasMessageContaining("superblock");
    FileEntry longer = new FileEntry(77, FileKind.MANIFEST, 0, entry.length() + 1, entry.crc32c());
    assertThatThrownBy(() -> ManifestFile.read(io, longer))
        .isInstanceOf(CorruptStoreException.class);
    FileEntry huge = new FileEntry(77, FileKind.MANIFEST, 0, 1L << 50, 0);
    assertThatThrownBy(() -> ManifestFile.read(io, huge)).isInstanceOf(CorruptStoreException.class);
    io.remove(NAME);
    assertThatThrownBy(() -> ManifestFile.read(io, entry))
        .isInstanceOf(CorruptStoreException.class)
        .hasMessageContaining("missing");
    assertThatThrownBy(() -> ManifestFile.read(io, "../evil.man"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
