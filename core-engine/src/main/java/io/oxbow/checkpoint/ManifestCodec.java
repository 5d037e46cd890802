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
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The bytes of a manifest file, little-endian, without gaps:
 *
 * <pre>
 * 64 file header: kind 3, subtype 0
 *  8 length of the file | 8 next PID
 *  4 bytes of metadata, -1 = none given | metadata
 *  4 trees, each: 4 id | 1 merge operator | 2 delimiter, -1 = none | 2 bytes of name | name (UTF-8)
 *                 | 2 bytes of attributes | attributes
 *  4 files, each: 8 id | 1 kind | 1 subtype | 8 length | 4 CRC32C
 *  4 mapping files, each: 8 id; a base, then deltas
 *  4 CRC32C of all before, xor Checksums.place(file id, 0)
 * </pre>
 *
 * Stateless.
 */
public final class ManifestCodec {
  /** The largest manifest. */
  public static final int MAX_BYTES = 256 * 1024 * 1024;

  private static final int FIXED_BYTES = FileHeader.BYTES + 8 + 8 + 4 + 4 + 4 + 4 + 4;
  private static final int TREE_BYTES = 4 + 1 + 2 + 2 + 2;
  private static final int FILE_BYTES = 8 + 1 + 1 + 8 + 4;
  private static final int MAPPING_BYTES = 8;
  private static final int SHORT_LIMIT = 65_535;

  private ManifestCodec() {}

  /**
   * The file's bytes, from index 0 to the limit.
   *
   * @throws StoreException where a limit of the format is exceeded
   */
  public static ByteBuffer encode(Manifest manifest) {
    List<byte[]> names = new ArrayList<>();
    long size = FIXED_BYTES + (manifest.metadata() == null ? 0 : manifest.metadata().length);
    for (ManifestTree tree : manifest.trees()) {
      byte[] name = tree.name().getBytes(StandardCharsets.UTF_8);
      checkShort("name of tree '" + tree.name() + "'", name.length);
      checkShort("attributes of tree '" + tree.name() + "'", tree.attributes().length);
      size += TREE_BYTES + name.length + tree.attributes().length;
      names.add(name);
    }
    size += (long) FILE_BYTES * manifest.files().size();
    size += (long) MAPPING_BYTES * manifest.mappings().size();
    if (size > MAX_BYTES) {
      throw new StoreException(
          "the manifest would have "
              + size
              + " bytes, the limit is "
              + MAX_BYTES
              + ": give less metadata ("
              + (manifest.metadata() == null ? 0 : manifest.metadata().length)
              + " bytes now)");
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
    put(bytes, manifest, names);
    bytes.putInt(checksum(bytes, bytes.position(), manifest.fileId()));
    return bytes.flip();
  }

  private static void checkShort(String what, int bytes) {
    if (bytes > SHORT_LIMIT) {
      throw new StoreException(what + " has " + bytes + " bytes, the limit is " + SHORT_LIMIT);
    }
  }

  private static void put(ByteBuffer bytes, Manifest manifest, List<byte[]> names) {
    new FileHeader(FileKind.MANIFEST, 0, manifest.fileId(), manifest.version()).writeTo(bytes, 0);
    bytes.position(FileHeader.BYTES);
    bytes.putLong(bytes.limit()).putLong(manifest.nextPid());
    byte[] metadata = manifest.metadata();
    bytes.putInt(metadata == null ? -1 : metadata.length);
    if (metadata != null) {
      bytes.put(metadata);
    }
    bytes.putInt(manifest.trees().size());
    for (int i = 0; i < names.size(); i++) {
      ManifestTree tree = manifest.trees().get(i);
      bytes.putInt(tree.id()).put((byte) tree.mergeOperator()).putShort((short) tree.delimiter());
      bytes.putShort((short) names.get(i).length).put(names.get(i));
      bytes.putShort((short) tree.attributes().length).put(tree.attributes());
    }
    bytes.putInt(manifest.files().size());
    for (FileEntry file : manifest.files()) {
      bytes.putLong(file.id()).put((byte) file.kind().code()).put((byte) file.subtype());
      bytes.putLong(file.length()).putInt(file.crc32c());
    }
    bytes.putInt(manifest.mappings().size());
    manifest.mappings().forEach(bytes::putLong);
  }

  private static int checksum(ByteBuffer bytes, int length, long fileId) {
    return Checksums.crc32c(bytes, 0, length) ^ Checksums.place(fileId, 0);
  }

  /**
   * Reads and checks the bytes of a manifest file.
   *
   * @param name name of the file
   * @param file all its bytes
   * @throws CorruptStoreException where they are not a manifest, or damaged
   * @throws StoreException where a newer Oxbow wrote it
   */
  public static Manifest decode(String name, byte[] file) {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    long fileId = FileNames.idOf(name);
    FileHeader header = FileHeader.read(bytes, 0, name).expect(name, FileKind.MANIFEST, 0, fileId);
    if (file.length < FIXED_BYTES || bytes.getLong(FileHeader.BYTES) != file.length) {
      throw new CorruptStoreException(
          name
              + " has "
              + file.length
              + " bytes, not what it states: it was truncated or extended");
    }
    int crcAt = file.length - 4;
    if (bytes.getInt(crcAt) != checksum(bytes, crcAt, fileId)) {
      throw new CorruptStoreException(name + ": checksum of the manifest is wrong");
    }
    bytes.position(FileHeader.BYTES + 8).limit(crcAt);
    long nextPid = bytes.getLong();
    int metadataLength = bytes.getInt();
    byte[] metadata = metadataLength == -1 ? null : take(bytes, metadataLength, name);
    List<ManifestTree> trees = trees(bytes, name);
    List<FileEntry> files = files(bytes, name);
    List<Long> mappings = mappings(bytes, files, name);
    if (bytes.hasRemaining()) {
      throw damaged(name, bytes, "bytes are left over");
    }
    return new Manifest(fileId, header.version(), metadata, trees, nextPid, files, mappings);
  }

  private static List<ManifestTree> trees(ByteBuffer bytes, String file) {
    int count = count(bytes, TREE_BYTES, file);
    List<ManifestTree> trees = new ArrayList<>(count);
    Set<Integer> ids = new HashSet<>();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < count; i++) {
      need(bytes, TREE_BYTES, file);
      int id = bytes.getInt();
      int operator = bytes.get() & 0xFF;
      int delimiter = bytes.getShort();
      byte[] name = take(bytes, bytes.getShort() & 0xFFFF, file);
      need(bytes, 2, file);
      byte[] attributes = take(bytes, bytes.getShort() & 0xFFFF, file);
      String text = new String(name, StandardCharsets.UTF_8);
      if (id < 0 || delimiter < -1 || delimiter > 255 || !ids.add(id) || !names.add(text)) {
        throw damaged(file, bytes, "tree " + id + " makes no sense or is there twice");
      }
      trees.add(new ManifestTree(id, text, operator, delimiter, attributes));
    }
    return trees;
  }

  private static List<FileEntry> files(ByteBuffer bytes, String name) {
    int count = count(bytes, FILE_BYTES, name);
    List<FileEntry> files = new ArrayList<>(count);
    Set<Long> ids = new HashSet<>();
    for (int i = 0; i < count; i++) {
      need(bytes, FILE_BYTES, name);
      long id = bytes.getLong();
      FileKind kind = FileKind.ofCode(bytes.get() & 0xFF);
      int subtype = bytes.get() & 0xFF;
      long length = bytes.getLong();
      if (id == 0
          || kind != FileKind.SEGMENT && kind != FileKind.MAPPING
          || length < FileHeader.BYTES
          || !ids.add(id)) {
        throw damaged(name, bytes, "a listed file makes no sense or is there twice");
      }
      files.add(new FileEntry(id, kind, subtype, length, bytes.getInt()));
    }
    return files;
  }

  private static List<Long> mappings(ByteBuffer bytes, List<FileEntry> files, String name) {
    int count = count(bytes, MAPPING_BYTES, name);
    Set<Long> known = new HashSet<>();
    for (FileEntry file : files) {
      if (file.kind() == FileKind.MAPPING) {
        known.add(file.id());
      }
    }
    List<Long> mappings = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      long id = bytes.getLong();
      if (!known.remove(id)) {
        throw damaged(name, bytes, "a mapping file is not listed, or is there twice");
      }
      mappings.add(id);
    }
    return mappings;
  }

  /** A count whose elements of at least {@code elementBytes} each can still follow. */
  private static int count(ByteBuffer bytes, int elementBytes, String name) {
    need(bytes, 4, name);
    int count = bytes.getInt();
    if (count < 0 || (long) count * elementBytes > bytes.remaining()) {
      throw damaged(name, bytes, "count " + count + " does not fit into the file");
    }
    return count;
  }

  private static byte[] take(ByteBuffer bytes, int length, String name) {
    if (length < 0) {
      throw damaged(name, bytes, "length " + length + " is negative");
    }
    need(bytes, length, name);
    byte[] taken = new byte[length];
    bytes.get(taken);
    return taken;
  }

  private static void need(ByteBuffer bytes, int length, String name) {
    if (bytes.remaining() < length) {
      throw damaged(name, bytes, length + " bytes expected, " + bytes.remaining() + " left");
    }
  }

  private static CorruptStoreException damaged(String name, ByteBuffer bytes, String what) {
    return new CorruptStoreException(name + " at offset " + bytes.position() + ": " + what);
  }
}
