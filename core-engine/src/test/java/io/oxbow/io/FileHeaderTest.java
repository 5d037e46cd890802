// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oxbow.CorruptStoreException;
import io.oxbow.StoreException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class FileHeaderTest {
  private static ByteBuffer header() {
    ByteBuffer bytes = ByteBuffer.allocate(FileHeader.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    new FileHeader(FileKind.SEGMENT, 3, 77, 5).writeTo(bytes, 0);
    return bytes;
  }

  /** Gives a header another field and a fitting checksum, as other software might write it. */
  static void reseal(ByteBuffer bytes) {
    bytes.putInt(60, Checksums.crc32c(bytes, 0, 60));
  }

  @Test
  void aHeaderIsReadAsWritten() {
    FileHeader read = FileHeader.read(header(), 0, "x");
    assertThat(read).isEqualTo(new FileHeader(FileKind.SEGMENT, 3, 77, 5));
    assertThat(header().get(0)).isEqualTo((byte) 'O');
    assertThat(header().get(3)).isEqualTo((byte) 'W');
  }

  @Test
  void everyFlippedByteIsSeen() {
    for (int i = 0; i < FileHeader.BYTES; i++) {
      for (int mask : new int[] {0x01, 0x80, 0xFF}) {
        ByteBuffer bytes = header();
        bytes.put(i, (byte) (bytes.get(i) ^ mask));
        assertThatThrownBy(() -> FileHeader.read(bytes, 0, "x"))
            .isInstanceOf(CorruptStoreException.class)
            .hasMessageContaining("x at offset 0");
      }
    }
  }

  @Test
  void aNewerFormatIsRefusedByItsNumberAndIsNotCalledDamage() {
    ByteBuffer bytes = header();
    bytes.putShort(4, (short) 9);
    reseal(bytes);
    assertThatThrownBy(() -> FileHeader.read(bytes, 0, "x"))
        .isExactlyInstanceOf(StoreException.class)
        .hasMessageContaining("newer Oxbow, format 9")
        .hasMessageContaining("upgrade");
  }

  @Test
  void wellSealedNonsenseIsDamage() {
    for (int at : new int[] {4, 6, 30}) {
      ByteBuffer bytes = header();
      bytes.put(at, (byte) (at == 4 ? 0 : 99));
      reseal(bytes);
      assertThatThrownBy(() -> FileHeader.read(bytes, 0, "x"))
          .isInstanceOf(CorruptStoreException.class);
    }
  }

  @Test
  void aHeaderOfAnotherFileIsDamage() {
    FileHeader header = FileHeader.read(header(), 0, "x");
    assertThat(header.expect("x", FileKind.SEGMENT, 3, 77)).isSameAs(header);
    assertThatThrownBy(() -> header.expect("x", FileKind.SEGMENT, 3, 78))
        .isInstanceOf(CorruptStoreException.class);
    assertThatThrownBy(() -> header.expect("x", FileKind.SEGMENT, 2, 77))
        .isInstanceOf(CorruptStoreException.class);
    assertThatThrownBy(() -> header.expect("x", FileKind.MAPPING, 3, 77))
        .isInstanceOf(CorruptStoreException.class);
  }

  @Test
  void aRecordsPlaceChangesItsChecksum() {
    assertThat(Checksums.place(5, 1)).isNotEqualTo(Checksums.place(5, 2));
    assertThat(Checksums.place(5, 1)).isNotEqualTo(Checksums.place(6, 1));
    ByteBuffer direct = ByteBuffer.allocateDirect(64);
    ByteBuffer heap = header();
    direct.put(0, heap, 0, 64);
    assertThat(Checksums.crc32c(direct, 3, 40)).isEqualTo(Checksums.crc32c(heap, 3, 40));
  }
}
