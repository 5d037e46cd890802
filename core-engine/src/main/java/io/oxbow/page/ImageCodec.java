// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.page;

import io.oxbow.memory.Mem;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * Bodies of page pieces: {@code u32 count}, then per record {@code kind u8 | flags u8}, key length
 * and value length as LEB128, key, value. Keys ascend within {@link #FULL} bodies and are unique; a
 * delta's records apply in order, a later one over an earlier one of the same key. A separated value
 * is {@code fileId u64 | granule u32 | total u64 | inline suffix}. Numbers are little-endian.
 */
public final class ImageCodec {
  /** Bytes of a separated value's descriptor on disk, without its suffix. */
  public static final int DISK_DESCRIPTOR = 20;

  private ImageCodec() {}

  /** Turns a location of this store (44 bits) into the file's permanent id, and back. */
  public interface Locations {
    long fileId(long location);

    int granule(long location);

    /** The location, or 0 when the file is not one of the store's. */
    long location(long fileId, int granule);
  }

  /** Writes records {@code [0, size)} that are dirty, or all that are live. */
  public static byte[] encode(RecordList records, boolean full, Locations locations) {
    ByteSink sink = new ByteSink(64 + records.usedBytes() + 12 * records.size());
    sink.putInt(0);
    int n = 0;
    for (int i = 0; i < records.size(); i++) {
      if (full
          ? records.kind(i) == SlotWord.DELETE
          : (records.flags(i) & SlotWord.DIRTY) == 0) {
        continue;
      }
      n++;
      int flags = records.flags(i) & SlotWord.REF;
      sink.putByte(records.kind(i));
      sink.putByte(flags);
      sink.putVarint(records.keyLength(i));
      int valueLength = records.valueLength(i);
      int at = records.valueAt(i);
      if (flags == 0) {
        sink.putVarint(valueLength);
        sink.put(records.bytes(), records.keyAt(i), records.keyLength(i));
        sink.put(records.bytes(), at, valueLength);
      } else {
        int suffix = valueLength - ValueNodes.DESCRIPTOR;
        sink.putVarint(DISK_DESCRIPTOR + suffix);
        sink.put(records.bytes(), records.keyAt(i), records.keyLength(i));
        long location = ValueNodes.location(records.node(i));
        sink.putLong(locations.fileId(location));
        sink.putInt(locations.granule(location));
        sink.putLong(Mem.littleEndian(records.bytes(), at + 8));
        sink.put(records.bytes(), at + ValueNodes.DESCRIPTOR, suffix);
      }
    }
    sink.setInt(0, n);
    return sink.toBytes();
  }

  /**
   * Reads a body. Separated values keep their on-disk descriptor.
   *
   * @throws IllegalArgumentException when the body's structure is damaged
   */
  public static void decode(ByteBuffer body, RecordList into) {
    try {
      int n = body.getInt();
      if (n < 0 || n > body.remaining()) {
        throw new IllegalArgumentException("record count " + n);
      }
      for (int i = 0; i < n; i++) {
        int kind = body.get();
        int flags = body.get();
        if (kind < SlotWord.PUT || kind > SlotWord.APPEND || (flags & ~SlotWord.REF) != 0) {
          throw new IllegalArgumentException("record kind " + kind + ", flags " + flags);
        }
        int keyLength = varint(body);
        int valueLength = varint(body);
        if (keyLength > 0xFFFF
            || valueLength > 0xFFFF
            || keyLength + valueLength > body.remaining()
            || flags != 0 && valueLength < DISK_DESCRIPTOR) {
          throw new IllegalArgumentException(
              "record lengths " + keyLength + ", " + valueLength);
        }
        byte[] record = new byte[keyLength + valueLength];
        body.get(record);
        into.add(kind, flags, record, 0, keyLength, record, keyLength, valueLength);
      }
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("body ends inside a record", e);
    }
  }

  private static int varint(ByteBuffer b) {
    int v = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      int x = b.get();
      v |= (x & 0x7F) << shift;
      if (x >= 0) {
        if (v < 0) {
          break;
        }
        return v;
      }
    }
    throw new IllegalArgumentException("number too long");
  }
}
