// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.page;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * Bodies of page pieces: {@code u32 count}, then per record {@code kind u8 | flags u8}, key length
 * and value length as LEB128, key, value. Keys ascend within {@link #FULL} bodies and are unique; a
 * delta's records apply in order, a later one over an earlier one of the same key. A separated
 * value is {@code fileId u64 | granule u32 | total u64 | n u16 | n further file ids u64 | inline
 * suffix}: where its newest chunk is, its bytes in chunks, and the other segments its chunks are
 * in. Numbers are little-endian.
 */
public final class ImageCodec {
  /** Least bytes of a separated value's descriptor on disk, without further segments and suffix. */
  public static final int MIN_DESCRIPTOR = 22;

  private ImageCodec() {}

  /** How separated values are named on disk. */
  public interface Descriptors {
    /** Writes the descriptor of record {@code i}'s value into {@code to}; returns its length. */
    int describe(RecordList records, int i, byte[] to);

    /** Bytes of the record's in-memory value that the descriptor stands for. */
    int skip(RecordList records, int i);

    /** Whether the record's value is separated on disk. */
    boolean isSeparated(RecordList records, int i);
  }

  /**
   * Writes the records that are dirty, or all that are live, as the content of {@code sink}.
   *
   * @return how many there were
   */
  public static int encode(
      RecordList records, boolean full, Descriptors descriptors, ByteSink sink) {
    sink.clear();
    byte[] descriptor = null;
    sink.putInt(0);
    int n = 0;
    for (int i = 0; i < records.size(); i++) {
      if (full ? records.kind(i) == SlotWord.DELETE : (records.flags(i) & SlotWord.DIRTY) == 0) {
        continue;
      }
      n++;
      boolean separated = descriptors.isSeparated(records, i);
      int skip = 0;
      int described = 0;
      if (separated) {
        descriptor = descriptor == null ? new byte[1 << 16] : descriptor;
        skip = descriptors.skip(records, i);
        described = descriptors.describe(records, i, descriptor);
      }
      sink.putByte(records.kind(i));
      sink.putByte(separated ? SlotWord.REF : 0);
      sink.putVarint(records.keyLength(i));
      sink.putVarint(described + records.valueLength(i) - skip);
      sink.put(records.bytes(), records.keyAt(i), records.keyLength(i));
      if (separated) {
        sink.put(descriptor, 0, described);
      }
      sink.put(records.bytes(), records.valueAt(i) + skip, records.valueLength(i) - skip);
    }
    sink.setInt(0, n);
    return n;
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
            || flags != 0 && valueLength < MIN_DESCRIPTOR) {
          throw new IllegalArgumentException("record lengths " + keyLength + ", " + valueLength);
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
