// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.page;

import io.oxbow.memory.Mem;
import java.util.Arrays;

/** Unsigned byte order of keys, their 8-byte heads and their one-byte tags. */
public final class KeyOrder {
  private KeyOrder() {}

  /**
   * The eight bytes of the key behind {@code skip}, as a big-endian number, padded with zeros; 0
   * when the key ends before. Heads compare unsigned; equal heads decide nothing.
   */
  public static long head(byte[] key, int offset, int length, int skip) {
    int left = length - skip;
    if (left >= 8) {
      return Mem.bigEndian(key, offset + skip);
    }
    long h = 0;
    for (int i = 0; i < left; i++) {
      h |= (key[offset + skip + i] & 0xFFL) << (56 - 8 * i);
    }
    return h;
  }

  /** A hash of the whole key in 1..255; 0 means "not known yet" in a block. */
  public static int tag(byte[] key, int offset, int length) {
    long h = length * 0x9E3779B97F4A7C15L;
    int i = 0;
    for (; i + 8 <= length; i += 8) {
      h = (h ^ Mem.littleEndian(key, offset + i)) * 0xD6E8FEB86659FD93L;
      h ^= h >>> 32;
    }
    for (; i < length; i++) {
      h = (h ^ key[offset + i]) * 0xD6E8FEB86659FD93L;
    }
    h ^= h >>> 29;
    h *= 0xBF58476D1CE4E5B9L;
    int t = (int) (h >>> 56);
    return t == 0 ? 1 : t;
  }

  /** Compares two keys in arrays. */
  public static int compare(byte[] a, int aOff, int aLen, byte[] b, int bOff, int bLen) {
    int common = Math.min(aLen, bLen);
    if (common < 8) {
      return Arrays.compareUnsigned(a, aOff, aOff + aLen, b, bOff, bOff + bLen);
    }
    int last = common - 8; // overlaps the word before, whose bytes are equal
    for (int i = 0; ; i = Math.min(i + 8, last)) {
      long x = Mem.bigEndian(a, aOff + i);
      long y = Mem.bigEndian(b, bOff + i);
      if (x != y) {
        return Long.compareUnsigned(x, y);
      }
      if (i == last) {
        return aLen - bLen;
      }
    }
  }

  /** Bytes that {@code low} and {@code high} start with in common; 0 when high is open. */
  public static int commonPrefix(byte[] low, byte[] high) {
    if (high == null) {
      return 0;
    }
    int i = Arrays.mismatch(low, high);
    return i < 0 ? low.length : i;
  }
}
