// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink.key;

import org.apache.flink.runtime.state.CompositeKeySerializationUtils;

/** Key groups as prefixes of keys: big-endian, one byte for up to 128 groups, two beyond. */
public final class KeyGroups {
  private KeyGroups() {}

  /** Bytes of the prefix for a job with this maximum parallelism. */
  public static int prefixBytes(int numberOfKeyGroups) {
    return CompositeKeySerializationUtils.computeRequiredBytesInKeyGroupPrefix(numberOfKeyGroups);
  }

  /**
   * The prefix of one key group. {@code keyGroup} may be one past the last group: the result is
   * then the exclusive upper bound of all keys.
   */
  public static byte[] prefix(int keyGroup, int prefixBytes) {
    byte[] prefix = new byte[prefixBytes];
    CompositeKeySerializationUtils.serializeKeyGroup(keyGroup, prefix);
    return prefix;
  }

  /** The key group a stored key starts with. */
  public static int read(byte[] key, int prefixBytes) {
    int keyGroup = 0;
    for (int i = 0; i < prefixBytes; i++) {
      keyGroup = keyGroup << 8 | key[i] & 0xFF;
    }
    return keyGroup;
  }
}
