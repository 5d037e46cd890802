// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

import java.util.List;
import java.util.Locale;
import java.util.Properties;

/** Figures as a Markdown table: medians in ns, and how many times Oxbow's each is. */
final class Table {
  private final Figures figures;
  private final StringBuilder out = new StringBuilder();

  private Table(Figures figures) {
    this.figures = figures;
  }

  static String of(Figures figures) {
    Table table = new Table(figures);
    table.head();
    for (Row row : Row.values()) {
      table.row(row.title, row.method);
    }
    table.row("load, random order", Figures.LOAD);
    table.foot();
    return table.out.toString();
  }

  private void line(Object text) {
    out.append(text).append(System.lineSeparator());
  }

  private void head() {
    StringBuilder names = new StringBuilder("| ns per operation |");
    StringBuilder rule = new StringBuilder("|---|");
    for (Column column : figures.columns()) {
      names.append(' ').append(column.title).append(" |");
      rule.append("---:|");
    }
    int rounds = figures.rounds(figures.columns().get(0)).size();
    line(
        String.format(
            Locale.ROOT, "%,d keys, %d round%s", figures.keys, rounds, rounds == 1 ? "" : "s"));
    line("");
    line(names);
    line(rule);
  }

  private void row(String title, String figure) {
    List<Column> columns = figures.columns();
    double base =
        columns.contains(Column.OXBOW) ? figures.median(Column.OXBOW, figure) : Double.NaN;
    StringBuilder cells = new StringBuilder("| ").append(title).append(" |");
    for (Column column : columns) {
      double nanos = figures.median(column, figure);
      cells.append(String.format(Locale.ROOT, " %,.0f", nanos));
      if (column != Column.OXBOW && !Double.isNaN(base)) {
        cells.append(String.format(Locale.ROOT, " (%.1fx)", nanos / base));
      }
      cells.append(" |");
    }
    line(cells);
  }

  private void foot() {
    line("");
    for (Column column : figures.columns()) {
      List<Properties> rounds = figures.rounds(column);
      StringBuilder spread = new StringBuilder();
      for (Row row : Row.values()) {
        double[] range = figures.range(column, row.method);
        spread.append(
            String.format(Locale.ROOT, " %s %,.0f-%,.0f;", row.method, range[0], range[1]));
      }
      line(
          String.format(
              "- %s: rounds%s %s",
              column.title, spread, rounds.get(rounds.size() - 1).getProperty("facts")));
    }
  }
}
