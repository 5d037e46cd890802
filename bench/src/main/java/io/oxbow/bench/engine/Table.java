// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.function.ToDoubleFunction;

/** Figures as Markdown tables: medians, and how many times worse than Oxbow each rival is. */
final class Table {
  private static final double THOUSAND = 1000;

  private final Figures figures;
  private final StringBuilder out = new StringBuilder();

  private Table(Figures figures) {
    this.figures = figures;
  }

  static String of(Figures figures) {
    Table table = new Table(figures);
    table.line(
        figures.of.title()
            + ", medians of "
            + figures.of.rounds()
            + " interleaved rounds"
            + " (in brackets: times as long, or as slow, as Oxbow)");
    table.nanos();
    table.rates();
    table.scaling();
    table.allocation();
    table.memory();
    table.foot();
    return table.out.toString();
  }

  private void line(Object text) {
    out.append(text).append(System.lineSeparator());
  }

  private void head(String what) {
    StringBuilder names = new StringBuilder("| ").append(what).append(" |");
    StringBuilder rule = new StringBuilder("|---|");
    for (Column column : figures.columns()) {
      names.append(' ').append(column.title).append(" |");
      rule.append("---:|");
    }
    line("");
    line(names);
    line(rule);
  }

  private void row(String title, String format, ToDoubleFunction<Column> figure) {
    StringBuilder cells = new StringBuilder("| ").append(title).append(" |");
    for (Column column : figures.columns()) {
      double value = figure.applyAsDouble(column);
      cells.append(Double.isNaN(value) ? "" : String.format(Locale.ROOT, " " + format, value));
      cells.append(" |");
    }
    line(cells);
  }

  private void compared(String title, ToDoubleFunction<Column> figure, boolean moreIsBetter) {
    List<Column> columns = figures.columns();
    double base = columns.contains(Column.OXBOW) ? figure.applyAsDouble(Column.OXBOW) : Double.NaN;
    StringBuilder cells = new StringBuilder("| ").append(title).append(" |");
    for (Column column : columns) {
      double value = figure.applyAsDouble(column);
      if (!Double.isNaN(value)) {
        cells.append(String.format(Locale.ROOT, " %,.0f", value));
        if (column != Column.OXBOW && !Double.isNaN(base)) {
          double times = moreIsBetter ? base / value : value / base;
          cells.append(String.format(Locale.ROOT, times < 10 ? " (%.1fx)" : " (%.0fx)", times));
        }
      }
      cells.append(" |");
    }
    line(cells);
  }

  private void nanos() {
    head("ns per operation, one thread");
    for (Row row : Row.values()) {
      if (!row.isRate() && figures.has(row.method)) {
        compared(row.title, c -> figures.median(c, row.method), false);
      }
    }
  }

  private void rates() {
    head("thousand operations per second");
    for (Row row : Row.values()) {
      if (row.isRate() && figures.has(row.method)) {
        compared(row.title, c -> figures.median(c, row.method) / THOUSAND, true);
      }
    }
  }

  private void scaling() {
    head("times one thread");
    for (Row row : Row.values()) {
      if (figures.has(row.method + Figures.ALONE)) {
        row(
            row.title,
            "%.2fx",
            c -> figures.median(c, row.method) / figures.median(c, row.method + Figures.ALONE));
      }
    }
  }

  private void allocation() {
    head("bytes allocated per operation, on the thread that calls");
    for (Row row : Row.values()) {
      if (figures.has(row.method + Figures.BYTES)) {
        row(row.title, "%,.1f", c -> figures.median(c, row.method + Figures.BYTES));
      }
    }
  }

  private void memory() {
    int raw = Records.KEY_BYTES + figures.of.valueBytes();
    head("bytes of memory per record (" + raw + " of key and value)");
    row("loaded", "%,.0f", c -> figures.median(c, "memory.loaded"));
    row("after all rows", "%,.0f", c -> figures.median(c, "memory.end"));
    row("resident, after all rows", "%,.0f", c -> figures.median(c, "memory.resident"));
    row("of that in huge pages", "%,.0f", c -> figures.median(c, "memory.huge"));
  }

  private void foot() {
    line("");
    for (Column column : figures.columns()) {
      List<Properties> rounds = figures.rounds(column);
      StringBuilder spread = new StringBuilder();
      for (Row row : Row.values()) {
        if (figures.has(column, row.method)) {
          double[] range = figures.range(column, row.method);
          spread.append(
              String.format(Locale.ROOT, " %s %,.0f-%,.0f;", row.method, range[0], range[1]));
        }
      }
      line(
          String.format(
              "- %s: %d rounds;%s %s",
              column.title,
              rounds.size(),
              spread,
              rounds.get(rounds.size() - 1).getProperty("facts")));
    }
    figures.failures().forEach((c, why) -> line("- " + c.title + ": NO FIGURES: " + why));
  }
}
