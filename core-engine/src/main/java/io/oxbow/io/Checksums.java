// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.io;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** CRC32C, and how a record's place is mixed into it. Stateless. */
public final class Checksums {
  private Checksums() {}

  /** CRC32C of {@code length} bytes of {@code buffer} from {@code offset}; position untouched. */
  public static int crc32c(ByteBuffer buffer, int offset, int length) {
    CRC32C crc = new CRC32C();
    update(crc, buffer, offset, length);
    return (int) crc.getValue();
  }

  /** Adds {@code length} bytes of {@code buffer} from {@code offset}; position untouched. */
  public static void update(CRC32C crc, ByteBuffer buffer, int offset, int length) {
    if (buffer.hasArray()) {
      crc.update(buffer.array(), buffer.arrayOffset() + offset, length);
    } else {
      crc.update(buffer.slice(offset, length));
    }
  }

  /**
   * 32 bits that stand for a place. Exclusive-or them into a record's CRC and the record is only
   * valid there. Two places of one file always differ; two files collide once in 2^32.
   *
   * @param fileId id of the file
   * @param place offset of the record, in a unit that keeps it below 2^32
   */
  public static int place(long fileId, int place) {
    long h = fileId * 0x9E3779B97F4A7C15L;
    h = (h ^ h >>> 32) * 0xD6E8FEB86659FD93L;
    return (int) (h ^ h >>> 32) ^ place * 0x85EBCA6B;
  }
}
