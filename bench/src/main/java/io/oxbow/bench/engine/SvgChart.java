// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Medians of one case as an SVG picture: a group of bars per row, one colour per column, lengths on
 * a logarithmic scale; times above, rates below. Colours follow the reader's light or dark scheme.
 */
final class SvgChart {
  private static final int WIDTH = 960;
  private static final int LEFT = 230;
  private static final int RIGHT = 90;
  private static final int BAR = 11;
  private static final int STEP = 13;
  private static final int GAP = 12;
  private static final int LINE = 18;
  private static final int PER_LINE = 3;

  /** Of each column, in their order: told apart on white and on black. */
  private static final String[] COLOURS = {
    "#e8590c", "#4c6ef5", "#15aabf", "#7048e8", "#9775fa", "#868e96", "#f59f00", "#2f9e44",
    "#c2255c", "#a0704a", "#74b816"
  };

  private final Figures figures;
  private final StringBuilder out = new StringBuilder();
  private int y = 28;

  private SvgChart(Figures figures) {
    this.figures = figures;
  }

  static String of(Figures figures) {
    SvgChart chart = new SvgChart(figures);
    chart.text(12, chart.y, "title", figures.of.title() + ", logarithmic scale");
    chart.legend();
    chart.panel("ns per operation, one thread (shorter is better)", false);
    chart.panel("operations per second (longer is better)", true);
    return chart.document();
  }

  private String document() {
    StringBuilder styles = new StringBuilder();
    for (Column column : Column.values()) {
      styles.append(
          String.format(".%s{fill:%s}", style(column), COLOURS[column.ordinal() % COLOURS.length]));
    }
    return String.format(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
                + " viewBox=\"0 0 %d %d\" role=\"img\">%n",
            WIDTH, y, WIDTH, y)
        + "<style>text{font:12px sans-serif;fill:#212529}.title{font-weight:bold;font-size:14px}"
        + ".small{font-size:10px}.paper{fill:#ffffff}.grid{stroke:#dee2e6}"
        + styles
        + "@media(prefers-color-scheme:dark){text{fill:#e9ecef}.paper{fill:#16181b}"
        + ".grid{stroke:#3b4046}}</style>"
        + System.lineSeparator()
        + String.format(
            "<rect class=\"paper\" width=\"%d\" height=\"%d\"/>%n%s</svg>%n", WIDTH, y, out);
  }

  private static String style(Column column) {
    return "c-" + column.option;
  }

  private static String escape(String s) {
    return s.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private void text(int x, int at, String style, String words) {
    out.append(
        String.format(
            "<text class=\"%s\" x=\"%d\" y=\"%d\">%s</text>%n", style, x, at, escape(words)));
  }

  private void bar(Column column, int x, int at, double width) {
    out.append(
        String.format(
            Locale.ROOT,
            "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>%n",
            style(column),
            x,
            at,
            width,
            BAR));
  }

  private void legend() {
    int n = 0;
    for (Column column : figures.columns()) {
      if (n % PER_LINE == 0) {
        y += LINE;
      }
      int x = 12 + n % PER_LINE * (WIDTH - 24) / PER_LINE;
      bar(column, x, y - BAR + 1, BAR);
      text(x + STEP + 3, y, "plain", column.title);
      n++;
    }
    y += LINE;
  }

  private void panel(String title, boolean rates) {
    List<Row> rows = new ArrayList<>();
    double least = Double.MAX_VALUE;
    double most = 0;
    for (Row row : Row.values()) {
      if (row.isRate() == rates && figures.has(row.method)) {
        rows.add(row);
        for (Column column : figures.columns()) {
          double median = figures.median(column, row.method);
          least = Double.isNaN(median) ? least : Math.min(least, median);
          most = Double.isNaN(median) ? most : Math.max(most, median);
        }
      }
    }
    if (rows.isEmpty()) {
      return;
    }
    int from = (int) Math.floor(Math.log10(least * 0.99));
    int to = Math.max(from + 1, (int) Math.ceil(Math.log10(most)));
    y += GAP;
    text(12, y, "title", title);
    y += LINE;
    int top = y;
    StringBuilder before = new StringBuilder(out);
    out.setLength(0);
    for (Row row : rows) {
      group(row, from, to);
    }
    String bars = out.toString();
    out.setLength(0);
    out.append(before);
    grid(from, to, top);
    out.append(bars);
    y += LINE;
  }

  private static double x(double figure, int from, int to) {
    return (Math.log10(figure) - from) / (to - from) * (WIDTH - LEFT - RIGHT);
  }

  private void grid(int from, int to, int top) {
    for (int decade = from; decade <= to; decade++) {
      int x = LEFT + (int) x(Math.pow(10, decade), from, to);
      out.append(
          String.format(
              "<line class=\"grid\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>%n", x, top, x, y));
      text(x, y + BAR, "small", brief(Math.pow(10, decade)));
    }
  }

  private void group(Row row, int from, int to) {
    y += GAP;
    text(12, y + BAR - 1, "plain", row.title);
    for (Column column : figures.columns()) {
      double median = figures.median(column, row.method);
      if (!Double.isNaN(median)) {
        double width = Math.max(1, x(median, from, to));
        bar(column, LEFT, y, width);
        text(LEFT + (int) width + 4, y + BAR - 1, "small", brief(median));
        y += STEP;
      }
    }
  }

  /** Three digits or so. */
  private static String brief(double figure) {
    String[] units = {"", " k", " M", " G"};
    double rest = figure;
    int unit = 0;
    while (rest >= 10_000 && unit + 1 < units.length) {
      rest /= 1000;
      unit++;
    }
    return String.format(Locale.ROOT, rest < 10 ? "%.1f" : "%,.0f", rest) + units[unit];
  }
}
