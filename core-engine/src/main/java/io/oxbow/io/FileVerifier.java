// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.io;

import io.oxbow.CorruptStoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/** Reads a whole file and compares it with what the manifest states. Stateless. */
public final class FileVerifier {
  private static final int CHUNK = 256 * 1024;

  private FileVerifier() {}

  /**
   * Checks header, length and checksum of a finished file.
   *
   * @throws CorruptStoreException where it is missing, too short or not what was written
   * @throws io.oxbow.StoreFailedException where the disk fails
   */
  public static void verify(StorageIo io, FileEntry entry) {
    String name = entry.name();
    try (StorageFile file = io.open(name, StorageIo.OpenMode.READ)) {
      if (file.lengthAtOpen() < entry.length()) {
        throw tooShort(name, entry.length(), file.lengthAtOpen());
      }
      ByteBuffer chunk =
          ByteBuffer.allocate((int) Math.min(CHUNK, entry.length())).order(ByteOrder.LITTLE_ENDIAN);
      CRC32C crc = new CRC32C();
      for (long at = 0; at < entry.length(); at += chunk.limit()) {
        chunk.clear().limit((int) Math.min(chunk.capacity(), entry.length() - at));
        if (file.read(at, chunk) < chunk.limit()) {
          throw tooShort(name, entry.length(), at + chunk.position());
        }
        if (at == 0) {
          FileHeader.read(chunk, 0, name).expect(name, entry.kind(), entry.subtype(), entry.id());
        }
        Checksums.update(crc, chunk, 0, chunk.limit());
      }
      if ((int) crc.getValue() != entry.crc32c()) {
        throw new CorruptStoreException(
            String.format(
                "%s: checksum of its %d bytes is %08x, the manifest states %08x",
                name, entry.length(), (int) crc.getValue(), entry.crc32c()));
      }
    } catch (IOException e) {
      throw StorageFailure.reading(name, e);
    }
  }

  /** The error for a file with fewer bytes than stated. */
  public static CorruptStoreException tooShort(String name, long stated, long found) {
    return new CorruptStoreException(
        name + " has " + found + " bytes, the manifest states " + stated + ": it was truncated");
  }
}
