// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The workload's keys, as functions of an id. A key has 16 bytes: key group (2), mixed id / 10 (8),
 * zeros (5), id % 10 (1), so ten neighbours share a prefix of 10 bytes and differ in the last byte
 * only.
 */
final class Records {
  static final int KEY_BYTES = 16;
  static final int PREFIX_BYTES = 10;
  static final int PER_PREFIX = 10;
  static final int KEY_GROUPS = 128;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private Records() {}

  /** A one-to-one mixing of 64 bits. */
  static long mix(long word) {
    long z = word + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  private static int group(long mixed) {
    return (int) (mixed ^ (mixed >>> 32)) & (KEY_GROUPS - 1);
  }

  /** The key group of an id, 0 to {@link #KEY_GROUPS} - 1; the first thing keys are sorted by. */
  static int keyGroup(long id) {
    return group(mix(id / PER_PREFIX));
  }

  private static long keyHigh(long mixed) {
    return ((long) group(mixed) << 48) | (mixed >>> 16);
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

  /** The first 8 bytes of the keys from {@code 10 * number} as a number of at most 55 bits. */
  static long head(long number) {
    return keyHigh(mix(number));
  }

  /**
   * Checks that a key is the one of the value's id.
   *
   * @throws WrongAnswerException when it is another one's
   */
  static void checkKey(byte[] key, int at, long id) {
    long mixed = mix(id / PER_PREFIX);
    if (high(key, at) != keyHigh(mixed) || low(key, at) != keyLow(mixed, id)) {
      throw new WrongAnswerException("the key beside the value of id " + id + " is another one's");
    }
  }

  /** The first half of a key as a number. */
  static long high(byte[] key, int at) {
    return (long) LONG.get(key, at);
  }

  /** The second half of a key as a number. */
  static long low(byte[] key, int at) {
    return (long) LONG.get(key, at + 8);
  }

  /** Whether a key of these halves sorts before the one in the array. */
  static boolean before(long high, long low, byte[] key, int at) {
    int c = Long.compareUnsigned(high, high(key, at));
    return c < 0 || c == 0 && Long.compareUnsigned(low, low(key, at)) < 0;
  }

  /** Whether key {@code a} sorts before {@code b}, both of 16 bytes. */
  static boolean before(byte[] a, byte[] b) {
    return before(high(a, 0), low(a, 0), b, 0);
  }
}
