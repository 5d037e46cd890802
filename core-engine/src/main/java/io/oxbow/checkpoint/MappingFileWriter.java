// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.checkpoint;

import io.oxbow.io.Checksums;
import io.oxbow.io.FileEntry;
import io.oxbow.io.FileHeader;
import io.oxbow.io.FileKind;
import io.oxbow.io.StorageFailure;
import io.oxbow.io.StorageFile;
import io.oxbow.io.StorageIo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * Writes one mapping file, record by record, with a bounded buffer: first the removals, then the
 * pages, each PID once. One thread. Close it without {@link #finish()} and the file is an orphan
 * for the caller to delete.
 */
public final class MappingFileWriter implements AutoCloseable {
  private final StorageFile file;
  private final FileEntry draft;
  private final ByteBuffer block =
      ByteBuffer.allocate(MappingFormat.BLOCK_HEADER_BYTES + MappingFormat.BLOCK_MAX_BYTES)
          .order(ByteOrder.LITTLE_ENDIAN);
  private final Map<Long, Integer> fileNumbers = new HashMap<>();
  private final CRC32C fileCrc = new CRC32C();
  private long at;
  private int blocks;
  private int blockRecords;
  private long removals;
  private long pages;
  private boolean sorted = true;
  private int lastTree = -1;
  private byte[] lastFence = new byte[64];
  private int lastFenceBytes = -1;

  private MappingFileWriter(StorageFile file, FileEntry draft) {
    this.file = file;
    this.draft = draft;
  }

  /**
   * Creates the file.
   *
   * @param fileId a fresh id
   * @param base whether the file states every page, each with its low fence
   * @param version store version of the cut
   * @throws io.oxbow.StoreFailedException where the disk fails
   */
  public static MappingFileWriter create(StorageIo io, long fileId, boolean base, long version) {
    int subtype = base ? MappingFormat.SUBTYPE_BASE : MappingFormat.SUBTYPE_DELTA;
    FileEntry draft = new FileEntry(fileId, FileKind.MAPPING, subtype, 0, 0);
    StorageFile file = null;
    try {
      file = io.open(draft.name(), StorageIo.OpenMode.CREATE);
      MappingFileWriter writer = new MappingFileWriter(file, draft);
      new FileHeader(FileKind.MAPPING, subtype, fileId, version).writeTo(writer.block, 0);
      writer.write(FileHeader.BYTES);
      return writer;
    } catch (IOException e) {
      if (file != null) {
        file.close();
      }
      throw StorageFailure.during("create " + draft.name(), e);
    }
  }

  /** States that a page is gone; before any page. */
  public void removed(long pid) {
    if (pages > 0) {
      throw new IllegalStateException("removals come before pages");
    }
    checkNumber("PID", pid);
    block.put((byte) MappingFormat.REMOVED);
    putNumber(pid);
    removals++;
    recordDone();
  }

  /**
   * States where a page is.
   *
   * @throws IllegalArgumentException where a field is out of range, or a base entry has no fence
   */
  public void page(MappingEntry entry) {
    check(entry);
    int number = entry.fileId == 0 ? 0 : numberOf(entry.fileId);
    for (int i = 0; i < entry.dependencyCount; i++) {
      numberOf(entry.dependencies[i]); // FILE records come before the one that uses them
    }
    block.put((byte) kindAndFlags(entry));
    putNumber(entry.treeId);
    putNumber(entry.pid);
    putNumber(number);
    if (number != 0) {
      putNumber(entry.granule);
      putNumber(entry.storedUnits);
    }
    if (entry.hasFence()) {
      putNumber(entry.fenceBytes);
      block.put(entry.fence, 0, entry.fenceBytes);
    }
    if (entry.dependencyCount > 0) {
      putNumber(entry.dependencyCount);
      for (int i = 0; i < entry.dependencyCount; i++) {
        putNumber(numberOf(entry.dependencies[i]));
      }
    }
    noteOrder(entry);
    pages++;
    recordDone();
  }

  private static int kindAndFlags(MappingEntry entry) {
    return MappingFormat.PAGE
        | (entry.multiPiece ? MappingFormat.MULTI_PIECE : 0)
        | (entry.hasFence() ? MappingFormat.FENCE : 0)
        | (entry.dependencyCount > 0 ? MappingFormat.DEPENDENCIES : 0);
  }

  private void check(MappingEntry entry) {
    checkNumber("tree", entry.treeId);
    checkNumber("PID", entry.pid);
    if (entry.granule >>> 20 != 0 || entry.storedUnits < 0) {
      throw new IllegalArgumentException(
          "granule " + entry.granule + " or units " + entry.storedUnits + " out of range");
    }
    if (entry.fenceBytes > MappingEntry.MAX_FENCE_BYTES
        || entry.dependencyCount > MappingEntry.MAX_DEPENDENCIES) {
      throw new IllegalArgumentException(
          "fence of "
              + entry.fenceBytes
              + " bytes or "
              + entry.dependencyCount
              + " dependencies exceed the format");
    }
    if (draft.subtype() == MappingFormat.SUBTYPE_BASE && !entry.hasFence()) {
      throw new IllegalArgumentException("page " + entry.pid + " of a base has no low fence");
    }
    for (int i = 0; i < entry.dependencyCount; i++) {
      if (entry.dependencies[i] == 0) {
        throw new IllegalArgumentException("page " + entry.pid + " depends on file 0");
      }
    }
  }

  private static void checkNumber(String what, long value) {
    if (value < 0) {
      throw new IllegalArgumentException(what + " " + value + " is negative");
    }
  }

  private void noteOrder(MappingEntry entry) {
    boolean ascends =
        entry.hasFence()
            && (entry.treeId > lastTree
                || entry.treeId == lastTree
                    && Arrays.compareUnsigned(
                            lastFence, 0, lastFenceBytes, entry.fence, 0, entry.fenceBytes)
                        < 0);
    sorted &= ascends;
    if (!sorted) {
      return;
    }
    lastTree = entry.treeId;
    if (lastFence.length < entry.fenceBytes) {
      lastFence = new byte[Math.max(entry.fenceBytes, 2 * lastFence.length)];
    }
    System.arraycopy(entry.fence, 0, lastFence, 0, entry.fenceBytes);
    lastFenceBytes = entry.fenceBytes;
  }

  private int numberOf(long fileId) {
    Integer known = fileNumbers.get(fileId);
    if (known != null) {
      return known;
    }
    int number = fileNumbers.size() + 1;
    fileNumbers.put(fileId, number);
    block.put((byte) MappingFormat.FILE).putLong(fileId);
    recordDone();
    return number;
  }

  private void putNumber(long value) {
    long rest = value;
    while (rest > 0x7F) {
      block.put((byte) (rest | 0x80));
      rest >>>= 7;
    }
    block.put((byte) rest);
  }

  private void recordDone() {
    blockRecords++;
    if (block.position() - MappingFormat.BLOCK_HEADER_BYTES >= MappingFormat.BLOCK_TARGET_BYTES) {
      flushBlock();
    }
  }

  private void flushBlock() {
    int end = block.position();
    int payload = end - MappingFormat.BLOCK_HEADER_BYTES;
    if (payload == 0) {
      return;
    }
    block.putInt(0, MappingFormat.BLOCK_MAGIC).putInt(4, payload).putInt(8, blockRecords);
    block.putInt(MappingFormat.BLOCK_CRC_AT, blockChecksum(block, payload, draft.id(), blocks));
    try {
      write(end);
    } catch (IOException e) {
      throw StorageFailure.during("write " + draft.name() + " at offset " + at, e);
    }
    blocks++;
    blockRecords = 0;
  }

  static int blockChecksum(ByteBuffer block, int payload, long fileId, int number) {
    CRC32C crc = new CRC32C();
    Checksums.update(crc, block, MappingFormat.BLOCK_HEADER_BYTES, payload);
    Checksums.update(crc, block, 0, MappingFormat.BLOCK_CRC_AT);
    return (int) crc.getValue() ^ Checksums.place(fileId, number);
  }

  /** Writes the first {@code length} bytes of the block buffer and empties it. */
  private void write(int length) throws IOException {
    Checksums.update(fileCrc, block, 0, length);
    file.write(at, block.limit(length).position(0));
    at += length;
    block.clear().position(MappingFormat.BLOCK_HEADER_BYTES);
  }

  /**
   * Ends the file and forces it; the directory is left to the caller.
   *
   * @return what the manifest states about it
   * @throws io.oxbow.StoreFailedException where the disk fails
   */
  public FileEntry finish() {
    flushBlock();
    long length = at + MappingFormat.FOOTER_BYTES;
    for (int i = 0; i < MappingFormat.FOOTER_BYTES; i++) {
      block.put(i, (byte) 0);
    }
    block.putInt(0, MappingFormat.FOOTER_MAGIC).putInt(4, blocks).putLong(8, removals);
    block.putLong(16, pages).putLong(24, length).putInt(32, fileNumbers.size());
    block.putInt(36, sorted ? MappingFormat.FLAG_SORTED : 0);
    block.putInt(MappingFormat.FOOTER_CRC_AT, footerChecksum(block, draft.id()));
    try {
      write(MappingFormat.FOOTER_BYTES);
      file.force();
    } catch (IOException e) {
      throw StorageFailure.during("finish " + draft.name(), e);
    }
    close();
    return new FileEntry(
        draft.id(), FileKind.MAPPING, draft.subtype(), length, (int) fileCrc.getValue());
  }

  static int footerChecksum(ByteBuffer footer, long fileId) {
    return Checksums.crc32c(footer, 0, MappingFormat.FOOTER_CRC_AT) ^ Checksums.place(fileId, -1);
  }

  /** Bytes written so far. */
  public long bytesWritten() {
    return at;
  }

  @Override
  public void close() {
    file.close();
  }
}
