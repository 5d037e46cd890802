// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

import java.util.List;
import java.util.Locale;

/**
 * One table: so many keys, values of one size, and the columns that run on them.
 *
 * @param keys how many records, a multiple of 10
 * @param valueBytes length of each value
 * @param memoryMb memory of each store, in MB
 * @param rounds fresh JVMs per column, interleaved
 * @param slowRounds likewise at most, of columns that are slow
 * @param columns which stores
 */
record Case(
    int keys, int valueBytes, int memoryMb, int rounds, int slowRounds, List<Column> columns) {
  Case {
    columns = List.copyOf(columns);
  }

  /** How many rounds a column runs. */
  int rounds(Column column) {
    return column.slow() ? Math.min(rounds, slowRounds) : rounds;
  }

  /** All its rounds of all its columns. */
  int runs() {
    return columns.stream().mapToInt(this::rounds).sum();
  }

  /** For headings. */
  String title() {
    return String.format(Locale.ROOT, "%,d keys x %,d B", keys, valueBytes);
  }

  /** For file names. */
  String fileName() {
    return keys + "x" + valueBytes;
  }
}
