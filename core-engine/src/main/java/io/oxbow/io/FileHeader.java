// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.io;

import io.oxbow.CorruptStoreException;
import io.oxbow.StoreException;
import java.nio.ByteBuffer;

/**
 * The first 64 bytes of every file (and of every copy of the superblock), little-endian:
 *
 * <pre>
 *  0  4  magic, the bytes 'O' 'X' 'B' 'W'
 *  4  2  format number
 *  6  1  kind (FileKind)
 *  7  1  subtype: stream of a segment, base or delta of a mapping file, else 0
 *  8  8  file id; 0 for the superblock
 * 16  8  store version when the file was created
 * 24 36  zero
 * 60  4  CRC32C of bytes 0..59
 * </pre>
 *
 * Magic, format number and checksum keep their place in every later format, so a newer file can be
 * told from a damaged one.
 */
public record FileHeader(FileKind kind, int subtype, long fileId, long version) {
  /** Size of the header. */
  public static final int BYTES = 64;

  /** The format this code writes, and the highest it reads. */
  public static final int FORMAT = 1;

  private static final int MAGIC = 0x5742584F;
  private static final int RESERVED_AT = 24;
  private static final int CRC_AT = 60;

  /** Writes the header at {@code at} of a little-endian buffer. */
  public void writeTo(ByteBuffer buffer, int at) {
    buffer.putInt(at, MAGIC);
    buffer.putShort(at + 4, (short) FORMAT);
    buffer.put(at + 6, (byte) kind.code());
    buffer.put(at + 7, (byte) subtype);
    buffer.putLong(at + 8, fileId);
    buffer.putLong(at + 16, version);
    for (int i = RESERVED_AT; i < CRC_AT; i++) {
      buffer.put(at + i, (byte) 0);
    }
    buffer.putInt(at + CRC_AT, Checksums.crc32c(buffer, at, CRC_AT));
  }

  /**
   * Reads and checks the header at {@code at} of a little-endian buffer.
   *
   * @param name the file, for messages
   * @throws CorruptStoreException where it is not a header or is damaged
   * @throws StoreException where a newer Oxbow wrote it
   */
  public static FileHeader read(ByteBuffer buffer, int at, String name) {
    if (buffer.limit() - at < BYTES) {
      throw new CorruptStoreException(name + " ends within its header of " + BYTES + " bytes");
    }
    if (buffer.getInt(at) != MAGIC) {
      throw new CorruptStoreException(name + " at offset 0: not an Oxbow file, or damaged (magic)");
    }
    if (buffer.getInt(at + CRC_AT) != Checksums.crc32c(buffer, at, CRC_AT)) {
      throw new CorruptStoreException(name + " at offset 0: header is damaged (checksum)");
    }
    int format = buffer.getShort(at + 4) & 0xFFFF;
    if (format > FORMAT) {
      throw new StoreException(
          name
              + " was written by a newer Oxbow, format "
              + format
              + "; this one reads up to format "
              + FORMAT
              + ": upgrade Oxbow");
    }
    FileKind kind = FileKind.ofCode(buffer.get(at + 6) & 0xFF);
    if (format == 0 || kind == null || !reservedIsZero(buffer, at)) {
      throw new CorruptStoreException(name + " at offset 0: header makes no sense");
    }
    return new FileHeader(
        kind, buffer.get(at + 7) & 0xFF, buffer.getLong(at + 8), buffer.getLong(at + 16));
  }

  private static boolean reservedIsZero(ByteBuffer buffer, int at) {
    for (int i = RESERVED_AT; i < CRC_AT; i++) {
      if (buffer.get(at + i) != 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * Checks that this header belongs to the expected file.
   *
   * @throws CorruptStoreException where kind, subtype or id differ
   */
  public FileHeader expect(String name, FileKind wantedKind, int wantedSubtype, long wantedId) {
    if (kind != wantedKind || subtype != wantedSubtype || fileId != wantedId) {
      throw new CorruptStoreException(
          String.format(
              "%s at offset 0: expected %s/%d with id %016x, found %s/%d with id %016x",
              name, wantedKind, wantedSubtype, wantedId, kind, subtype, fileId));
    }
    return this;
  }
}
