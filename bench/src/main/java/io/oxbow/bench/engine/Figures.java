// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** What the rounds of one size measured: per column, in the order in which they ran. */
final class Figures {
  /** Name of the time to fill the store, beside the rows' methods. */
  static final String LOAD = "load";

  final int keys;
  private final Map<Column, List<Properties>> rounds = new EnumMap<>(Column.class);

  Figures(int keys) {
    this.keys = keys;
  }

  void add(Column column, Properties round) {
    rounds.computeIfAbsent(column, c -> new ArrayList<>()).add(round);
  }

  List<Column> columns() {
    return new ArrayList<>(rounds.keySet());
  }

  List<Properties> rounds(Column column) {
    return rounds.get(column);
  }

  private double[] sorted(Column column, String figure) {
    double[] all =
        rounds.get(column).stream()
            .mapToDouble(p -> Double.parseDouble(p.getProperty(figure)))
            .toArray();
    Arrays.sort(all);
    return all;
  }

  /** The median of the rounds, in ns. */
  double median(Column column, String figure) {
    double[] all = sorted(column, figure);
    int half = all.length / 2;
    return all.length % 2 == 1 ? all[half] : (all[half - 1] + all[half]) / 2;
  }

  /** The least and the greatest of the rounds, in ns. */
  double[] range(Column column, String figure) {
    double[] all = sorted(column, figure);
    return new double[] {all[0], all[all.length - 1]};
  }
}
