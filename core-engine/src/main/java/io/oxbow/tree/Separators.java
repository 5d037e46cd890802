// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.tree;

import io.oxbow.page.RecordList;
import java.util.Arrays;

/** Separators between the leaves that a list of records becomes. */
final class Separators {
  private Separators() {}

  /** The shortest key above {@code records[i - 1]} and not above {@code records[i]}. */
  static byte[] before(RecordList records, int i) {
    int from = records.keyAt(i - 1);
    int to = records.keyAt(i);
    int limit = Math.min(records.keyLength(i - 1), records.keyLength(i));
    int common =
        Arrays.mismatch(records.bytes(), from, from + limit, records.bytes(), to, to + limit);
    return Arrays.copyOfRange(records.bytes(), to, to + (common < 0 ? limit : common) + 1);
  }
}
