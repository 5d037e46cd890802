// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.page;

import java.util.Arrays;

/** Records in key order on the heap, with their full keys. */
public interface Records {
  int size();

  /** The array that keys and values lie in. */
  byte[] bytes();

  int keyAt(int i);

  int keyLength(int i);

  int valueAt(int i);

  int valueLength(int i);

  int kind(int i);

  int flags(int i);

  /** The records {@code [from, to)} as the content of a block, until this is called again. */
  LeafContent stretch(int from, int to);

  /** A copy of key {@code i}. */
  default byte[] key(int i) {
    return Arrays.copyOfRange(bytes(), keyAt(i), keyAt(i) + keyLength(i));
  }

  /** Compares key {@code i} with an array's. */
  default int compareKey(int i, byte[] key, int offset, int length) {
    return KeyOrder.compare(bytes(), keyAt(i), keyLength(i), key, offset, length);
  }

  /** Index of the first record whose key is not below {@code key}. */
  default int lowerBound(byte[] key, int offset, int length) {
    int lo = 0;
    int hi = size();
    while (lo < hi) {
      int mid = (lo + hi) >>> 1;
      if (compareKey(mid, key, offset, length) < 0) {
        lo = mid + 1;
      } else {
        hi = mid;
      }
    }
    return lo;
  }

  /** Bytes record {@code i} adds to a block, tail slot or base. */
  default int blockBytes(int i) {
    return LeafBuilder.recordBytes(keyLength(i), valueLength(i));
  }

  /** Bytes the records {@code [from, to)} add to a block. */
  default long blockBytes(int from, int to) {
    long bytes = 0;
    for (int i = from; i < to; i++) {
      bytes += blockBytes(i);
    }
    return bytes;
  }

  /**
   * Index behind the records from one on, at least one of them and none from {@code end} on, that
   * add no more than {@code bytes} to a block whose keys share {@code prefix} bytes.
   */
  default int endOf(int from, int end, int prefix, int bytes) {
    int i = from;
    for (long n = 0; i < end; i++) {
      n += LeafBuilder.recordBytes(keyLength(i), valueLength(i), prefix);
      if (n > bytes && i > from) {
        break;
      }
    }
    return i;
  }
}
