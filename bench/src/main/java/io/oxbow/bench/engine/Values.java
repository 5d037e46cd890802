// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The values of one size, as functions of an id, the stamp of the put and a count of
 * read-modify-writes. From 24 bytes on: id (8), stamp (4), count (4), then one half random by id
 * and stamp and one half zeros, so that it compresses about 2:1. With 8 bytes: id (32 bits), stamp
 * (20 bits), count (12 bits), the last two wrapping.
 */
final class Values {
  private static final int WORD = 8;
  private static final int LEAST = 24;
  private static final int STAMP_AT = 8;
  private static final int COUNT_AT = 12;
  private static final int RANDOM_AT = 16;
  private static final int STAMP_MASK = (1 << 20) - 1;
  private static final int COUNT_BITS = 12;
  private static final int COUNT_MASK = (1 << COUNT_BITS) - 1;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  /** Length of each value. */
  final int bytes;

  private final int randomWords;

  /** Values of this length: 8, or 24 and more. */
  Values(int bytes) {
    if (bytes != WORD && bytes < LEAST) {
      throw new IllegalArgumentException(
          "a value has 8 bytes or at least " + LEAST + ", not " + bytes);
    }
    this.bytes = bytes;
    randomWords = Math.max(1, (bytes - RANDOM_AT) / 2 / Long.BYTES);
  }

  private static long word(long id, int stamp, int count) {
    return id << 32 | (long) (stamp & STAMP_MASK) << COUNT_BITS | count & COUNT_MASK;
  }

  private static long random(long id, int stamp, int word) {
    return Records.mix((id << 3) + word + ((long) stamp << 40));
  }

  /** Writes the value of an id as a put with this stamp leaves it. */
  void write(long id, int stamp, byte[] into) {
    if (bytes == WORD) {
      LONG.set(into, 0, word(id, stamp, 0));
      return;
    }
    LONG.set(into, 0, id);
    INT.set(into, STAMP_AT, stamp);
    INT.set(into, COUNT_AT, 0);
    for (int i = 0; i < randomWords; i++) {
      LONG.set(into, RANDOM_AT + Long.BYTES * i, random(id, stamp, i));
    }
    Arrays.fill(into, RANDOM_AT + Long.BYTES * randomWords, bytes, (byte) 0);
  }

  /** Writes the value of an id as a put with this stamp and then so many increments leave it. */
  void write(long id, int stamp, int count, byte[] into) {
    write(id, stamp, into);
    if (bytes == WORD) {
      LONG.set(into, 0, word(id, stamp, count));
    } else {
      INT.set(into, COUNT_AT, count);
    }
  }

  /** Adds one to a value's count. */
  void increment(byte[] value) {
    if (bytes == WORD) {
      long word = (long) LONG.get(value, 0);
      LONG.set(value, 0, word & ~COUNT_MASK | word + 1 & COUNT_MASK);
    } else {
      INT.set(value, COUNT_AT, (int) INT.get(value, COUNT_AT) + 1);
    }
  }

  /** The id a value says it is of. */
  long id(byte[] value, int at) {
    long first = (long) LONG.get(value, at);
    return bytes == WORD ? first >>> 32 : first;
  }

  /** The stamp of the put that a value says it is of. */
  int stamp(byte[] value, int at) {
    return bytes == WORD
        ? (int) ((long) LONG.get(value, at) >>> COUNT_BITS) & STAMP_MASK
        : (int) INT.get(value, at + STAMP_AT);
  }

  /**
   * Checks what every timed read checks: length, id, and that head and tail are of one put.
   *
   * @throws WrongAnswerException when it is not this id's value
   */
  void check(long id, byte[] value, int at, int length) {
    if (length != bytes || id(value, at) != id || !whole(id, value, at)) {
      throw new WrongAnswerException(
          "id "
              + id
              + ": "
              + length
              + " bytes"
              + (length >= WORD ? " of id " + id(value, at) + ", or of two puts" : ""));
    }
  }

  private boolean whole(long id, byte[] value, int at) {
    return bytes == WORD
        || (long) LONG.get(value, at + RANDOM_AT + Long.BYTES * (randomWords - 1))
            == random(id, (int) INT.get(value, at + STAMP_AT), randomWords - 1);
  }

  /** Whether all bytes are equal. */
  boolean same(byte[] value, byte[] expected) {
    return Arrays.equals(value, 0, bytes, expected, 0, bytes);
  }

  /** What a value says of itself, for messages. */
  String describe(byte[] value) {
    if (bytes == WORD) {
      long word = (long) LONG.get(value, 0);
      return "stamp " + (word >>> COUNT_BITS & STAMP_MASK) + " count " + (word & COUNT_MASK);
    }
    return "stamp " + INT.get(value, STAMP_AT) + " count " + INT.get(value, COUNT_AT);
  }
}
