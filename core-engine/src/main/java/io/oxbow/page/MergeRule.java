// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.page;

import io.oxbow.memory.Mem;

/** How operands fold into values, as one int: operator in bits 0-7, delimiter + 1 above. */
public final class MergeRule {
  public static final int NONE = 0;
  public static final int CONCATENATE = 1;
  public static final int ADD_LONG = 2;
  public static final int ADD_DOUBLE = 3;

  private MergeRule() {}

  public static int of(int operator, int delimiter) {
    return operator | (delimiter + 1) << 8;
  }

  public static int operator(int rule) {
    return rule & 0xFF;
  }

  /** The delimiter 0..255, or -1. */
  public static int delimiter(int rule) {
    return (rule >>> 8) - 1;
  }

  /** Whether values and operands are numbers of 8 bytes. */
  public static boolean isSum(int rule) {
    return operator(rule) >= ADD_LONG;
  }

  /** Sum of two 8-byte big-endian numbers in arrays, written over the first. */
  public static void add(int rule, byte[] sum, int at, byte[] operand, int from) {
    long x = Mem.bigEndian(sum, at);
    long y = Mem.bigEndian(operand, from);
    long z =
        operator(rule) == ADD_LONG
            ? x + y
            : Double.doubleToRawLongBits(Double.longBitsToDouble(x) + Double.longBitsToDouble(y));
    for (int i = 7; i >= 0; i--) {
      sum[at + i] = (byte) z;
      z >>>= 8;
    }
  }
}
