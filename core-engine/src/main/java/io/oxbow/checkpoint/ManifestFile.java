// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.checkpoint;

import io.oxbow.CorruptStoreException;
import io.oxbow.io.Checksums;
import io.oxbow.io.FileEntry;
import io.oxbow.io.FileKind;
import io.oxbow.io.FileNames;
import io.oxbow.io.FileVerifier;
import io.oxbow.io.StorageFailure;
import io.oxbow.io.StorageFile;
import io.oxbow.io.StorageIo;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Writes and reads whole manifest files. Stateless. */
public final class ManifestFile {
  private ManifestFile() {}

  /**
   * Writes a manifest to a new file and forces it; the directory is left to the caller.
   *
   * @return its entry, for the superblock
   * @throws io.oxbow.StoreException where a limit of the format is exceeded
   * @throws io.oxbow.StoreFailedException where the disk fails
   */
  public static FileEntry write(StorageIo io, Manifest manifest) {
    ByteBuffer bytes = ManifestCodec.encode(manifest);
    FileEntry entry =
        new FileEntry(
            manifest.fileId(),
            FileKind.MANIFEST,
            0,
            bytes.limit(),
            Checksums.crc32c(bytes, 0, bytes.limit()));
    try (StorageFile file = io.open(entry.name(), StorageIo.OpenMode.CREATE)) {
      file.write(0, bytes);
      file.force();
    } catch (IOException e) {
      throw StorageFailure.during("write " + entry.name(), e);
    }
    return entry;
  }

  /**
   * Reads the manifest a superblock names.
   *
   * @throws CorruptStoreException where it is missing, damaged or not the one named
   * @throws io.oxbow.StoreFailedException where the disk fails
   */
  public static Manifest read(StorageIo io, FileEntry entry) {
    byte[] bytes = readBytes(io, entry.name(), entry.length());
    if (Checksums.crc32c(ByteBuffer.wrap(bytes), 0, bytes.length) != entry.crc32c()) {
      throw new CorruptStoreException(
          entry.name() + ": its checksum is not the one the superblock states");
    }
    return ManifestCodec.decode(entry.name(), bytes);
  }

  /**
   * Reads a manifest by its name alone, as adoption does; the file's own length and checksum count.
   *
   * @param name from outside: refused unless it is the name of a manifest
   * @throws CorruptStoreException where it is missing or damaged
   * @throws io.oxbow.StoreFailedException where the disk fails
   */
  public static Manifest read(StorageIo io, String name) {
    if (FileNames.kindOf(name) != FileKind.MANIFEST) {
      throw new IllegalArgumentException("not the name of a manifest: " + name);
    }
    return ManifestCodec.decode(name, readBytes(io, name, -1));
  }

  /** The first {@code length} bytes of a file; all of them for -1. */
  private static byte[] readBytes(StorageIo io, String name, long length) {
    try (StorageFile file = io.open(name, StorageIo.OpenMode.READ)) {
      long wanted = length < 0 ? file.lengthAtOpen() : length;
      if (wanted > file.lengthAtOpen()) {
        throw FileVerifier.tooShort(name, wanted, file.lengthAtOpen());
      }
      if (wanted > ManifestCodec.MAX_BYTES) {
        throw new CorruptStoreException(
            name + " has " + wanted + " bytes, more than a manifest can have");
      }
      byte[] bytes = new byte[(int) wanted];
      int count = file.read(0, ByteBuffer.wrap(bytes));
      if (count < wanted) {
        throw FileVerifier.tooShort(name, wanted, count);
      }
      return bytes;
    } catch (IOException e) {
      throw StorageFailure.reading(name, e);
    }
  }
}
