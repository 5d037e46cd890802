// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** What the rounds of one case measured: per column, in the order in which they ran. */
final class Figures {
  /** After a row's name: bytes allocated per operation. */
  static final String BYTES = ".bytes";

  /** After a row's name: the slices of a round. */
  static final String SLICES = ".slices";

  /** After a row's name: operations per second of one thread alone. */
  static final String ALONE = ".alone";

  final Case of;
  private final Map<Column, List<Properties>> rounds = new EnumMap<>(Column.class);
  private final Map<Column, String> failures = new TreeMap<>();

  Figures(Case of) {
    this.of = of;
  }

  void add(Column column, Properties round) {
    rounds.computeIfAbsent(column, c -> new ArrayList<>()).add(round);
  }

  /** Takes a column out, with all its figures. */
  void fail(Column column, String why) {
    rounds.remove(column);
    failures.put(column, why);
  }

  /** The columns that were taken out, and why. */
  Map<Column, String> failures() {
    return failures;
  }

  List<Column> columns() {
    return new ArrayList<>(rounds.keySet());
  }

  List<Properties> rounds(Column column) {
    return rounds.get(column);
  }

  /** Whether a column has it. */
  boolean has(Column column, String figure) {
    return rounds.get(column).stream().anyMatch(p -> p.containsKey(figure));
  }

  /** Whether any column has it. */
  boolean has(String figure) {
    return columns().stream().anyMatch(c -> has(c, figure));
  }

  private double[] sorted(Column column, String figure) {
    double[] all =
        rounds.get(column).stream()
            .filter(p -> p.containsKey(figure))
            .mapToDouble(p -> Double.parseDouble(p.getProperty(figure)))
            .toArray();
    Arrays.sort(all);
    return all;
  }

  /** The median of the rounds, or NaN where there is none. */
  double median(Column column, String figure) {
    double[] all = sorted(column, figure);
    int half = all.length / 2;
    if (all.length == 0) {
      return Double.NaN;
    }
    return all.length % 2 == 1 ? all[half] : (all[half - 1] + all[half]) / 2;
  }

  /** The least and the greatest of the rounds; the figure must be there. */
  double[] range(Column column, String figure) {
    double[] all = sorted(column, figure);
    return new double[] {all[0], all[all.length - 1]};
  }
}
