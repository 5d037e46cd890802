// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.log;

import io.oxbow.CorruptStoreException;
import io.oxbow.io.Checksums;
import io.oxbow.io.StorageFailure;
import io.oxbow.io.StorageFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The end of a sealed segment, little-endian: a table of its pieces in the order of their places,
 * then 64 bytes of trailer.
 *
 * <pre>
 * entry:    0 8 PID | 8 4 granule | 12 4 kind in the top 8 bits, stored length in granules below
 * trailer:  0 4 magic "OXSF" | 4 4 number of pieces | 8 8 offset of the table
 *          16 8 length of the file | 24 4 CRC32C of the table xor place(file id, table granule)
 *          28 32 zero | 60 4 CRC32C of bytes 0..59 xor place(file id, -1)
 * </pre>
 */
final class SegmentFooter {
  static final int TRAILER_BYTES = 64;
  static final int ENTRY_BYTES = 16;

  /** No segment file is longer: all pieces of the smallest size, and their footer. */
  static final long MAX_FILE_BYTES =
      LogOptions.MAX_SEGMENT_BYTES
          + (long) Location.OFFSET_LIMIT / Location.GRANULE * ENTRY_BYTES
          + TRAILER_BYTES;

  private static final int MAGIC = 0x4653584F;
  private static final int LENGTH_BITS = 24;
  private static final int TRAILER_CRC_AT = 60;

  private long[] entries = new long[64];
  private int count;

  /** Notes a piece while the segment is being filled. */
  void add(long pid, int granule, int kind, int storedBytes) {
    if (2 * count == entries.length) {
      entries = Arrays.copyOf(entries, 2 * entries.length);
    }
    entries[2 * count] = pid;
    entries[2 * count + 1] =
        granule | (kind << LENGTH_BITS | (long) storedBytes / Location.GRANULE) << 32;
    count++;
  }

  /** Forgets the piece noted last. */
  void removeLast() {
    count--;
  }

  int count() {
    return count;
  }

  /** Bytes the footer takes in the file. */
  long byteLength() {
    return (long) count * ENTRY_BYTES + TRAILER_BYTES;
  }

  /** Writes table and trailer behind {@code end} in chunks of the buffer; adds them to the CRC. */
  void write(StorageFile file, long fileId, long end, ByteBuffer chunk, CRC32C fileCrc)
      throws IOException {
    CRC32C tableCrc = new CRC32C();
    long at = end;
    for (int i = 0; i < count; ) {
      chunk.clear();
      for (; i < count && chunk.remaining() >= ENTRY_BYTES; i++) {
        chunk.putLong(entries[2 * i]).putLong(entries[2 * i + 1]);
      }
      chunk.flip();
      Checksums.update(tableCrc, chunk, 0, chunk.limit());
      Checksums.update(fileCrc, chunk, 0, chunk.limit());
      int length = chunk.limit();
      file.write(at, chunk);
      at += length;
    }
    chunk.clear();
    chunk.putInt(MAGIC).putInt(count).putLong(end).putLong(at + TRAILER_BYTES);
    chunk.putInt((int) tableCrc.getValue() ^ place(fileId, end));
    while (chunk.position() < TRAILER_CRC_AT) {
      chunk.put((byte) 0);
    }
    chunk.putInt(Checksums.crc32c(chunk, 0, TRAILER_CRC_AT) ^ Checksums.place(fileId, -1));
    chunk.flip();
    Checksums.update(fileCrc, chunk, 0, TRAILER_BYTES);
    file.write(at, chunk);
  }

  private static int place(long fileId, long offset) {
    return Checksums.place(fileId, (int) (offset / Location.GRANULE));
  }

  /** Reads the table of a sealed segment, checked, piece by piece. */
  static void read(Segment segment, PieceVisitor visitor) {
    long length = segment.entry().length();
    String name = segment.name();
    if (length < SegmentFooter.TRAILER_BYTES * 2L) {
      throw new CorruptStoreException(name + " of " + length + " bytes cannot hold a footer");
    }
    long trailerAt = length - TRAILER_BYTES;
    ByteBuffer trailer = read(segment, trailerAt, TRAILER_BYTES);
    int pieces = trailer.getInt(4);
    long tableAt = trailer.getLong(8);
    int crc = Checksums.crc32c(trailer, 0, TRAILER_CRC_AT) ^ Checksums.place(segment.fileId(), -1);
    if (trailer.getInt(0) != MAGIC
        || trailer.getInt(TRAILER_CRC_AT) != crc
        || trailer.getLong(16) != length
        || pieces < 0
        || pieces > Location.OFFSET_LIMIT / Location.GRANULE
        || tableAt != trailerAt - (long) pieces * ENTRY_BYTES
        || tableAt < TRAILER_BYTES) {
      throw PieceHeader.damaged(name, trailerAt, "footer is damaged");
    }
    ByteBuffer table = read(segment, tableAt, pieces * ENTRY_BYTES);
    int tableCrc = Checksums.crc32c(table, 0, table.limit()) ^ place(segment.fileId(), tableAt);
    if (tableCrc != trailer.getInt(24)) {
      throw PieceHeader.damaged(name, tableAt, "table of pieces is damaged");
    }
    for (int i = 0; i < pieces; i++) {
      int lengthAndKind = table.getInt(i * ENTRY_BYTES + 12);
      int granule = table.getInt(i * ENTRY_BYTES + 8);
      int granules = lengthAndKind & ((1 << LENGTH_BITS) - 1);
      if (granule < 1 || granule + (long) granules > tableAt / Location.GRANULE) {
        throw PieceHeader.damaged(name, tableAt, "the table names granule " + granule);
      }
      visitor.piece(
          Location.of(segment.index(), granule),
          lengthAndKind >>> LENGTH_BITS,
          table.getLong(i * ENTRY_BYTES),
          granules * Location.GRANULE);
    }
  }

  private static ByteBuffer read(Segment segment, long offset, int length) {
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    int count = segment.readAt(offset, length, bytes, 0);
    if (count < length) {
      throw StorageFailure.reading(
          segment.name(), new java.io.EOFException("ends at offset " + (offset + count)));
    }
    return bytes;
  }
}
