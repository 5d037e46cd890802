// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.checkpoint;

import io.oxbow.CorruptStoreException;
import io.oxbow.io.Checksums;
import io.oxbow.io.FileEntry;
import io.oxbow.io.FileHeader;
import io.oxbow.io.FileKind;
import io.oxbow.io.FileVerifier;
import io.oxbow.io.StorageFailure;
import io.oxbow.io.StorageFile;
import io.oxbow.io.StorageIo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * Reads one mapping file, record by record, with a bounded buffer. A block's checksum is compared
 * before anything of it is delivered; that of the whole file at the end. So what the visitor got
 * counts only once {@link #read} returned.
 */
public final class MappingFileReader {
  private final StorageFile file;
  private final FileEntry entry;
  private final String name;
  private final CRC32C fileCrc = new CRC32C();
  private final ByteBuffer footer = allocate(MappingFormat.FOOTER_BYTES);
  private ByteBuffer block = allocate(MappingFormat.BLOCK_TARGET_BYTES);
  private long at;

  private MappingFileReader(StorageFile file, FileEntry entry) {
    this.file = file;
    this.entry = entry;
    this.name = entry.name();
  }

  private static ByteBuffer allocate(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Reads a whole file.
   *
   * @param entry as the manifest states it
   * @return what the file says about itself
   * @throws CorruptStoreException where it is missing, damaged or not the one stated
   * @throws io.oxbow.StoreException where a newer Oxbow wrote it
   * @throws io.oxbow.StoreFailedException where the disk fails
   */
  public static Summary read(StorageIo io, FileEntry entry, MappingVisitor visitor) {
    try (StorageFile file = io.open(entry.name(), StorageIo.OpenMode.READ)) {
      return new MappingFileReader(file, entry).read(visitor);
    } catch (IOException e) {
      throw StorageFailure.reading(entry.name(), e);
    }
  }

  /**
   * What a mapping file says about itself.
   *
   * @param base whether it states every page
   * @param removals number of pages removed
   * @param pages number of pages stated
   * @param sorted whether pages come in the order of tree and low fence, each with its fence
   */
  public record Summary(boolean base, long removals, long pages, boolean sorted) {}

  private Summary read(MappingVisitor visitor) throws IOException {
    if (file.lengthAtOpen() < entry.length()) {
      throw FileVerifier.tooShort(name, entry.length(), file.lengthAtOpen());
    }
    if (entry.length() < FileHeader.BYTES + MappingFormat.FOOTER_BYTES) {
      throw damaged("too short for a mapping file");
    }
    readHeader();
    readFooter();
    MappingRecords records = new MappingRecords(name, isBase(), visitor);
    long end = entry.length() - MappingFormat.FOOTER_BYTES;
    int blocks = footer.getInt(4);
    for (int number = 0; number < blocks; number++) {
      readBlock(end, number);
      records.block(block, number);
    }
    if (at != end
        || records.removals() != footer.getLong(8)
        || records.pages() != footer.getLong(16)
        || records.files() != footer.getInt(32)) {
      throw damaged("content is not what the footer states");
    }
    Checksums.update(fileCrc, footer, 0, MappingFormat.FOOTER_BYTES);
    if ((int) fileCrc.getValue() != entry.crc32c()) {
      throw damaged("checksum of the file is not the one the manifest states");
    }
    boolean sorted = (footer.getInt(36) & MappingFormat.FLAG_SORTED) != 0;
    return new Summary(isBase(), records.removals(), records.pages(), sorted);
  }

  private boolean isBase() {
    return entry.subtype() == MappingFormat.SUBTYPE_BASE;
  }

  private void readHeader() throws IOException {
    if (entry.subtype() != MappingFormat.SUBTYPE_BASE
        && entry.subtype() != MappingFormat.SUBTYPE_DELTA) {
      throw damaged("subtype " + entry.subtype() + " is neither base nor delta");
    }
    fill(FileHeader.BYTES);
    FileHeader.read(block, 0, name).expect(name, FileKind.MAPPING, entry.subtype(), entry.id());
  }

  private void readFooter() throws IOException {
    long footerAt = entry.length() - MappingFormat.FOOTER_BYTES;
    if (file.read(footerAt, footer) < MappingFormat.FOOTER_BYTES) {
      throw FileVerifier.tooShort(name, entry.length(), footerAt + footer.position());
    }
    if (footer.getInt(0) != MappingFormat.FOOTER_MAGIC
        || footer.getInt(MappingFormat.FOOTER_CRC_AT)
            != MappingFileWriter.footerChecksum(footer, entry.id())
        || footer.getLong(24) != entry.length()
        || footer.getInt(4) < 0) {
      throw new CorruptStoreException(name + " at offset " + footerAt + ": footer is damaged");
    }
  }

  private void readBlock(long end, int number) throws IOException {
    long start = at;
    if (end - start < MappingFormat.BLOCK_HEADER_BYTES) {
      throw damaged("block " + number + " is missing");
    }
    fill(MappingFormat.BLOCK_HEADER_BYTES);
    int payload = block.getInt(4);
    if (block.getInt(0) != MappingFormat.BLOCK_MAGIC
        || payload <= 0
        || payload > MappingFormat.BLOCK_MAX_BYTES
        || payload > end - at) {
      throw new CorruptStoreException(name + " at offset " + start + ": no block begins here");
    }
    int size = MappingFormat.BLOCK_HEADER_BYTES + payload;
    if (block.capacity() < size) {
      ByteBuffer larger = allocate(size);
      larger.put(0, block, 0, MappingFormat.BLOCK_HEADER_BYTES);
      block = larger;
    }
    block.limit(size).position(MappingFormat.BLOCK_HEADER_BYTES);
    fillRest();
    int crc = MappingFileWriter.blockChecksum(block, payload, entry.id(), number);
    if (block.getInt(MappingFormat.BLOCK_CRC_AT) != crc) {
      throw new CorruptStoreException(
          name + " at offset " + start + ": checksum of a block of " + size + " bytes is wrong");
    }
    block.position(MappingFormat.BLOCK_HEADER_BYTES);
  }

  private void fill(int length) throws IOException {
    block.clear().limit(length);
    fillRest();
  }

  private void fillRest() throws IOException {
    int from = block.position();
    int wanted = block.remaining();
    int count = file.read(at, block);
    if (count < wanted) {
      throw FileVerifier.tooShort(name, entry.length(), at + count);
    }
    Checksums.update(fileCrc, block, from, count);
    at += count;
  }

  private CorruptStoreException damaged(String what) {
    return new CorruptStoreException(name + ": " + what);
  }
}
