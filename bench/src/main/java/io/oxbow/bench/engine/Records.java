// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The workload's records, as functions of an id. A key has 16 bytes: key group (2), mixed id / 10
 * (8), zeros (5), id % 10 (1), so ten neighbours share a prefix of 10 bytes and differ in the last
 * byte only. A value has 100 bytes: id (8), stamp of the put (4), count of read-modify-writes (4),
 * random by id and stamp (40), zeros (44).
 */
final class Records {
  static final int KEY_BYTES = 16;
  static final int VALUE_BYTES = 100;
  static final int PREFIX_BYTES = 10;
  static final int PER_PREFIX = 10;

  private static final int STAMP_AT = 8;
  private static final int COUNT_AT = 12;
  private static final int RANDOM_AT = 16;
  private static final int RANDOM_WORDS = 5;
  private static final int LAST_RANDOM = RANDOM_WORDS - 1;
  private static final int KEY_GROUPS = 128;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private Records() {}

  /** A one-to-one mixing of 64 bits. */
  static long mix(long word) {
    long z = word + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  private static long keyHigh(long mixed) {
    long group = (mixed ^ (mixed >>> 32)) & (KEY_GROUPS - 1);
    return (group << 48) | (mixed >>> 16);
  }

  private static long keyLow(long mixed, long id) {
    return (mixed << 48) | (id % PER_PREFIX);
  }

  /** Writes the key of an id. */
  static void key(long id, byte[] into) {
    long mixed = mix(id / PER_PREFIX);
    LONG.set(into, 0, keyHigh(mixed));
    LONG.set(into, 8, keyLow(mixed, id));
  }

  /** Writes the first ten bytes of the ten keys from {@code 10 * number}. */
  static void prefix(long number, byte[] into) {
    long mixed = mix(number);
    LONG.set(into, 0, keyHigh(mixed));
    into[8] = (byte) (mixed >>> 8);
    into[9] = (byte) mixed;
  }

  /** Writes the value of an id as a put with this stamp leaves it. */
  static void value(long id, int stamp, byte[] into) {
    LONG.set(into, 0, id);
    INT.set(into, STAMP_AT, stamp);
    INT.set(into, COUNT_AT, 0);
    for (int i = 0; i < RANDOM_WORDS; i++) {
      LONG.set(into, RANDOM_AT + 8 * i, random(id, stamp, i));
    }
    Arrays.fill(into, RANDOM_AT + 8 * RANDOM_WORDS, VALUE_BYTES, (byte) 0);
  }

  private static long random(long id, int stamp, int word) {
    return mix((id << 3) + word + ((long) stamp << 40));
  }

  static long id(byte[] value) {
    return (long) LONG.get(value, 0);
  }

  static int stamp(byte[] value) {
    return (int) INT.get(value, STAMP_AT);
  }

  static int count(byte[] value) {
    return (int) INT.get(value, COUNT_AT);
  }

  static void setCount(byte[] value, int count) {
    INT.set(value, COUNT_AT, count);
  }

  /**
   * Checks what every timed read checks: length, id, and that head and tail are of one put.
   *
   * @throws WrongAnswerException when it is not this id's value
   */
  static void check(long id, byte[] value, int length) {
    if (length != VALUE_BYTES
        || id(value) != id
        || (long) LONG.get(value, RANDOM_AT + 8 * LAST_RANDOM)
            != random(id, stamp(value), LAST_RANDOM)) {
      throw new WrongAnswerException(
          "id " + id + ": " + length + " bytes" + (length >= 8 ? " of id " + id(value) : ""));
    }
  }

  /**
   * Checks that a key is the one of the value's id.
   *
   * @throws WrongAnswerException when it is another one's
   */
  static void checkKey(byte[] key, long id) {
    long mixed = mix(id / PER_PREFIX);
    if ((long) LONG.get(key, 0) != keyHigh(mixed) || (long) LONG.get(key, 8) != keyLow(mixed, id)) {
      throw new WrongAnswerException("the key beside the value of id " + id + " is another one's");
    }
  }

  /** Checks all 100 bytes. */
  static void checkAll(byte[] value, byte[] expected) {
    if (!Arrays.equals(value, 0, VALUE_BYTES, expected, 0, VALUE_BYTES)) {
      throw new WrongAnswerException(
          "id "
              + id(expected)
              + ": stamp "
              + stamp(value)
              + " count "
              + count(value)
              + " where stamp "
              + stamp(expected)
              + " count "
              + count(expected)
              + " was written, or other bytes differ");
    }
  }

  /** Whether key {@code a} sorts before {@code b}, both of 16 bytes. */
  static boolean before(byte[] a, byte[] b) {
    int high = Long.compareUnsigned((long) LONG.get(a, 0), (long) LONG.get(b, 0));
    return high < 0
        || high == 0 && Long.compareUnsigned((long) LONG.get(a, 8), (long) LONG.get(b, 8)) < 0;
  }
}
