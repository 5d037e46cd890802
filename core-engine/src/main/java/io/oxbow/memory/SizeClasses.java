// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.memory;

/** Block sizes from 192 B to 512 KiB in steps of about 1.25, all multiples of 64. */
public final class SizeClasses {
  /** Largest block in bytes; entry offsets inside a block are 16 bits of 8-byte units. */
  public static final int MAX_BYTES = 1 << 19;

  /** Smallest block in bytes. */
  public static final int MIN_BYTES = 192;

  private static final int[] SIZES = build();
  private static final byte[] BY_GRANULE = index();

  private SizeClasses() {}

  private static int[] build() {
    int[] sizes = new int[64];
    int n = 0;
    for (long s = MIN_BYTES; s < MAX_BYTES; s = (s * 5 / 4 + 63) & -64) {
      sizes[n++] = (int) s;
    }
    sizes[n++] = MAX_BYTES;
    return java.util.Arrays.copyOf(sizes, n);
  }

  private static byte[] index() {
    byte[] index = new byte[MAX_BYTES / 64 + 1];
    int c = 0;
    for (int g = 0; g < index.length; g++) {
      while (SIZES[c] < g * 64) {
        c++;
      }
      index[g] = (byte) c;
    }
    return index;
  }

  /** Number of classes, below 64. */
  public static int count() {
    return SIZES.length;
  }

  /** The smallest class that holds {@code bytes}. */
  public static int of(int bytes) {
    if (bytes > MAX_BYTES) {
      throw new IllegalArgumentException(
          "a block of " + bytes + " bytes is above the maximum of " + MAX_BYTES);
    }
    return BY_GRANULE[(bytes + 63) >>> 6];
  }

  /** Bytes of a block of class {@code c}. */
  public static int bytes(int c) {
    return SIZES[c];
  }
}
