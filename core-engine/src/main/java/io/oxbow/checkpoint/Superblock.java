// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.checkpoint;

import io.oxbow.CorruptStoreException;
import io.oxbow.StoreException;
import io.oxbow.io.Checksums;
import io.oxbow.io.FileEntry;
import io.oxbow.io.FileHeader;
import io.oxbow.io.FileKind;
import io.oxbow.io.FileNames;
import java.nio.ByteBuffer;

/**
 * One state of the superblock: which manifest is the newest. A copy takes 512 bytes, little-endian:
 *
 * <pre>
 *   0 64  file header: kind 4, subtype 0, file id 0, version of the checkpoint
 *  64  8  sequence, from 1
 *  72  8  file id of the manifest, 0 = nothing was published yet
 *  80  8  its length
 *  88  4  its CRC32C
 *  92 416 zero
 * 508  4  CRC32C of bytes 0..507, xor Checksums.place(0, number of the copy 0..15)
 * </pre>
 *
 * @param sequence grows by one with each publish
 * @param version store version of the checkpoint
 * @param manifest the manifest file, or {@code null} where nothing was published yet
 */
public record Superblock(long sequence, long version, FileEntry manifest) {
  static final int COPY_BYTES = 512;

  private static final int CRC_AT = 508;

  void writeTo(ByteBuffer buffer, int at, int copy) {
    for (int i = 0; i < COPY_BYTES; i++) {
      buffer.put(at + i, (byte) 0);
    }
    new FileHeader(FileKind.SUPERBLOCK, 0, 0, version).writeTo(buffer, at);
    buffer.putLong(at + 64, sequence);
    if (manifest != null) {
      buffer.putLong(at + 72, manifest.id());
      buffer.putLong(at + 80, manifest.length());
      buffer.putInt(at + 88, manifest.crc32c());
    }
    buffer.putInt(at + CRC_AT, checksum(buffer, at, copy));
  }

  private static int checksum(ByteBuffer buffer, int at, int copy) {
    return Checksums.crc32c(buffer, at, CRC_AT) ^ Checksums.place(0, copy);
  }

  /**
   * The state in one copy, or {@code null} where it is torn, damaged or was never written.
   *
   * @throws StoreException where a newer Oxbow wrote it
   */
  static Superblock read(ByteBuffer buffer, int at, int copy) {
    FileHeader header;
    try {
      header = FileHeader.read(buffer, at, FileNames.SUPERBLOCK);
    } catch (CorruptStoreException e) {
      return null; // one of many copies
    }
    if (buffer.getInt(at + CRC_AT) != checksum(buffer, at, copy)
        || header.kind() != FileKind.SUPERBLOCK
        || buffer.getLong(at + 64) <= 0
        || buffer.getLong(at + 80) < 0) {
      return null;
    }
    long manifestId = buffer.getLong(at + 72);
    FileEntry manifest =
        manifestId == 0
            ? null
            : new FileEntry(
                manifestId, FileKind.MANIFEST, 0, buffer.getLong(at + 80), buffer.getInt(at + 88));
    return new Superblock(buffer.getLong(at + 64), header.version(), manifest);
  }
}
