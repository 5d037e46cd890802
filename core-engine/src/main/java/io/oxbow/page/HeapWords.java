// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.page;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Words written into byte arrays, and short copies made of them: cheaper than a call to copy. */
final class HeapWords {
  private static final VarHandle BIG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LITTLE =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int SHORT = 48;

  private HeapWords() {}

  static void putBig(byte[] to, int at, long v) {
    BIG.set(to, at, v);
  }

  static void putLittle(byte[] to, int at, long v) {
    LITTLE.set(to, at, v);
  }

  /** Copies {@code n} bytes; within one array the stretches do not overlap. */
  static void copy(byte[] from, int start, byte[] to, int at, int n) {
    if (n > SHORT) {
      System.arraycopy(from, start, to, at, n);
    } else if (n >= 8) {
      int i = 0;
      for (; i + 8 < n; i += 8) {
        LITTLE.set(to, at + i, (long) LITTLE.get(from, start + i));
      }
      LITTLE.set(to, at + n - 8, (long) LITTLE.get(from, start + n - 8));
    } else {
      for (int i = 0; i < n; i++) {
        to[at + i] = from[start + i];
      }
    }
  }
}
