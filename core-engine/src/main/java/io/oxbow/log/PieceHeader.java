// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.log;

import io.oxbow.CorruptStoreException;
import io.oxbow.io.Checksums;
import java.nio.ByteBuffer;

/**
 * The head of a piece, reusable and without allocation: set before {@link LogWriter#commit}, filled
 * by {@link LogStore#read}. On disk, little-endian, at an offset that is a multiple of 64:
 *
 * <pre>
 *  0  4  CRC32C of bytes 4..stored length, xor Checksums.place(file id, granule)
 *  4  2  magic 0x4350 ("PC")
 *  6  1  kind: 1 full image, 2 delta, 3 value chunk
 *  7  1  flags, the writer's own
 *  8  4  stored length: header, body and zero padding; a multiple of 64
 * 12  4  body length
 * 16  8  PID
 * 24  8  version
 * 32  8  file id of the previous piece of the chain, 0 = none
 * 40  4  its granule
 * 44  1  pieces in the chain, this one included; 0..255
 * 45  3  stored length of the previous piece in granules
 * 48     body
 * </pre>
 *
 * Not thread-safe.
 */
public final class PieceHeader {
  /** Kind: everything a page holds. */
  public static final int FULL_IMAGE = 1;

  /** Kind: what changed since the previous piece. */
  public static final int DELTA = 2;

  /** Kind: a chunk of a separated value. */
  public static final int VALUE_CHUNK = 3;

  /** Bytes before the body. */
  public static final int BYTES = 48;

  /** The largest body. */
  public static final int MAX_BODY_BYTES = LogOptions.MAX_SEGMENT_BYTES - 64 * 1024;

  private static final short MAGIC = 0x4350;

  int kind;
  int flags;
  long pid;
  long version;
  long previous;
  int previousStoredBytes;
  int chainLength;
  int storedBytes;
  int bodyBytes;

  /**
   * Describes a piece that begins a chain: no previous piece, chain length 1.
   *
   * @param pieceKind FULL_IMAGE, DELTA or VALUE_CHUNK
   * @param pieceFlags 0..255, given back on reading
   */
  public PieceHeader set(int pieceKind, int pieceFlags, long pagePid, long pieceVersion) {
    kind = pieceKind;
    flags = pieceFlags;
    pid = pagePid;
    version = pieceVersion;
    return setPrevious(Location.NONE, 0, 1);
  }

  /**
   * Links the piece to the one before it.
   *
   * @param location of the previous piece, or NONE
   * @param storedBytes its stored length, 0 if unknown: saves a second read later
   * @param pieces of the chain, this one included; 0..255
   */
  public PieceHeader setPrevious(long location, int storedBytes, int pieces) {
    previous = location;
    previousStoredBytes = storedBytes;
    chainLength = pieces;
    return this;
  }

  /** FULL_IMAGE, DELTA or VALUE_CHUNK. */
  public int kind() {
    return kind;
  }

  /** The writer's own flags. */
  public int flags() {
    return flags;
  }

  /** The page, or what else the writer put there. */
  public long pid() {
    return pid;
  }

  /** Version of the piece. */
  public long version() {
    return version;
  }

  /** Location of the previous piece of the chain, or NONE. */
  public long previous() {
    return previous;
  }

  /** Stored length of the previous piece in bytes, 0 if unknown. */
  public int previousStoredBytes() {
    return previousStoredBytes;
  }

  /** Pieces in the chain, this one included. */
  public int chainLength() {
    return chainLength;
  }

  /** Bytes the piece takes in its segment. */
  public int storedBytes() {
    return storedBytes;
  }

  /** Bytes of the body. */
  public int bodyBytes() {
    return bodyBytes;
  }

  /** Bytes a piece with such a body takes in its segment. */
  public static int storedBytes(int bodyBytes) {
    return BYTES + bodyBytes + Location.GRANULE - 1 & -Location.GRANULE;
  }

  void writeTo(ByteBuffer buffer, int at, long previousFileId, long fileId, int granule) {
    buffer.putShort(at + 4, MAGIC);
    buffer.put(at + 6, (byte) kind);
    buffer.put(at + 7, (byte) flags);
    buffer.putInt(at + 8, storedBytes);
    buffer.putInt(at + 12, bodyBytes);
    buffer.putLong(at + 16, pid);
    buffer.putLong(at + 24, version);
    buffer.putLong(at + 32, previousFileId);
    buffer.putInt(at + 40, Location.granule(previous));
    buffer.putInt(at + 44, chainLength | previousStoredBytes / Location.GRANULE << 8);
    for (int i = BYTES + bodyBytes; i < storedBytes; i++) {
      buffer.put(at + i, (byte) 0);
    }
    buffer.putInt(at, checksum(buffer, at, storedBytes, fileId, granule));
  }

  private static int checksum(ByteBuffer buffer, int at, int stored, long fileId, int granule) {
    return Checksums.crc32c(buffer, at + 4, stored - 4) ^ Checksums.place(fileId, granule);
  }

  /**
   * Reads the lengths at the start of {@code buffer}, so that the rest can be fetched.
   *
   * @param room bytes from the piece's start to the end of its segment
   */
  void readLengths(ByteBuffer buffer, long room, String name, long offset) {
    storedBytes = buffer.getInt(8);
    bodyBytes = buffer.getInt(12);
    kind = buffer.get(6);
    if (buffer.getShort(4) != MAGIC || kind < FULL_IMAGE || kind > VALUE_CHUNK) {
      throw damaged(name, offset, "no piece begins here");
    }
    if (bodyBytes < 0
        || bodyBytes > MAX_BODY_BYTES
        || storedBytes != storedBytes(bodyBytes)
        || storedBytes > room) {
      throw damaged(name, offset, "lengths " + storedBytes + "/" + bodyBytes + " make no sense");
    }
  }

  /** Checks the whole piece at the start of {@code buffer}; returns the previous file's id. */
  long readRest(ByteBuffer buffer, long fileId, String name, long offset) {
    int granule = (int) (offset / Location.GRANULE);
    if (buffer.getInt(0) != checksum(buffer, 0, storedBytes, fileId, granule)) {
      throw damaged(name, offset, "checksum of a piece of " + storedBytes + " bytes is wrong");
    }
    flags = buffer.get(7) & 0xFF;
    pid = buffer.getLong(16);
    version = buffer.getLong(24);
    int chain = buffer.getInt(44);
    chainLength = chain & 0xFF;
    previousStoredBytes = (chain >>> 8) * Location.GRANULE;
    int previousGranule = buffer.getInt(40);
    if (previousGranule >>> Location.GRANULE_BITS != 0) {
      throw damaged(name, offset, "previous piece lies at granule " + previousGranule);
    }
    previous = previousGranule;
    return buffer.getLong(32);
  }

  static CorruptStoreException damaged(String name, long offset, String what) {
    return new CorruptStoreException(name + " at offset " + offset + ": " + what);
  }
}
