// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.tree;

import io.oxbow.page.RecordList;
import java.util.Arrays;

/**
 * Separators between the leaves that a list of records becomes, and where to put them: short ones
 * make small inner nodes, and keys that start alike, as those of one map or one window do, stay on
 * one leaf (Bayer and Unterauer: Prefix B-trees, TODS 1977).
 */
final class Separators {
  private Separators() {}

  /** The shortest key above {@code records[i - 1]} and not above {@code records[i]}. */
  static byte[] before(RecordList records, int i) {
    int to = records.keyAt(i);
    return Arrays.copyOfRange(records.bytes(), to, to + length(records, i));
  }

  private static int length(RecordList records, int i) {
    int from = records.keyAt(i - 1);
    int to = records.keyAt(i);
    int limit = Math.min(records.keyLength(i - 1), records.keyLength(i));
    int common =
        Arrays.mismatch(records.bytes(), from, from + limit, records.bytes(), to, to + limit);
    return (common < 0 ? limit : common) + 1;
  }

  /**
   * The index in {@code [first, last]} before which the separator is shortest; of several the one
   * nearest to {@code wanted}. At least 1 and below the size.
   */
  static int shortest(RecordList records, int first, int wanted, int last) {
    int best = wanted;
    int least = length(records, wanted);
    for (int i = first; i <= last; i++) {
      int length = length(records, i);
      if (length < least || length == least && Math.abs(i - wanted) < Math.abs(best - wanted)) {
        least = length;
        best = i;
      }
    }
    return best;
  }
}
