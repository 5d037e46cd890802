// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * One table: so many keys, values of one size, and the columns that run on them.
 *
 * @param keys how many records, a multiple of 10
 * @param valueBytes length of each value
 * @param memoryMb memory of each store, in MB
 * @param rounds fresh JVMs per column, interleaved
 * @param slowRounds likewise at most, of columns that are slow
 * @param columns which stores
 * @param rows what is measured; the random load always is
 */
record Case(
    int keys,
    int valueBytes,
    int memoryMb,
    int rounds,
    int slowRounds,
    List<Column> columns,
    Set<Row> rows) {
  Case {
    columns = List.copyOf(columns);
    Set<Row> all = EnumSet.of(Row.LOAD);
    all.addAll(rows);
    if (all.contains(Row.MIXED_READS) || all.contains(Row.MIXED_WRITES)) {
      all.addAll(Set.of(Row.MIXED_READS, Row.MIXED_WRITES)); // figures of one run
    }
    rows = Collections.unmodifiableSet(all);
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
