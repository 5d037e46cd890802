// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.tree;

import io.oxbow.page.Records;
import java.util.Arrays;

/** Separators between the leaves that a list of records becomes. */
final class Separators {
  private Separators() {}

  /** The shortest key above {@code records[i - 1]} and not above {@code records[i]}. */
  static byte[] before(Records records, int i) {
    return between(records, i - 1, records, i);
  }

  /** The shortest key above {@code lower[i]} and not above {@code upper[j]}. */
  static byte[] between(Records lower, int i, Records upper, int j) {
    int to = upper.keyAt(j);
    return Arrays.copyOfRange(upper.bytes(), to, to + length(lower, i, upper, j));
  }

  private static int length(Records lower, int i, Records upper, int j) {
    int from = lower.keyAt(i);
    int to = upper.keyAt(j);
    int limit = Math.min(lower.keyLength(i), upper.keyLength(j));
    int common = Arrays.mismatch(lower.bytes(), from, from + limit, upper.bytes(), to, to + limit);
    return (common < 0 ? limit : common) + 1;
  }
}
