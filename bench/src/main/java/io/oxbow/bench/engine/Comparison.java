// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * The main class of {@code ./bench/run}: for each case and round, every column in turn, each in a
 * fresh JVM; then the tables, a JSON file, and a chart per case. Exit code 0; 1 when a round failed
 * or an answer was wrong, 2 when the options were not understood.
 */
public final class Comparison {
  private final Settings settings;
  private final List<Figures> done = new ArrayList<>();
  private final long begin = System.nanoTime();
  private int runs;

  private Comparison(Settings settings) {
    this.settings = settings;
  }

  /** Options as {@code --help} shows them. */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (List.of(args).contains("--help")) {
      System.out.println(Options.USAGE);
      return;
    }
    try {
      Comparison comparison = new Comparison(Settings.parse(args));
      System.out.println(comparison.run());
      if (comparison.done.stream().anyMatch(f -> !f.failures().isEmpty())) {
        System.exit(1);
      }
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.err.println(Options.USAGE);
      System.exit(2);
    } catch (IllegalStateException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  /**
   * Runs the comparison and writes the JSON file and the charts.
   *
   * @return the tables
   * @throws IllegalStateException when a round of Oxbow failed; a rival's costs it its column
   */
  static String run(String... options) throws IOException, InterruptedException {
    return new Comparison(Settings.parse(options)).run();
  }

  private String run() throws IOException, InterruptedException {
    StringBuilder tables = new StringBuilder();
    for (Case next : settings.cases()) {
      Figures figures = run(next);
      done.add(figures);
      tables.append(System.lineSeparator()).append(Table.of(figures));
      write(figures);
    }
    String warning = settings.smoke() ? "a smoke run: the figures mean nothing" : "";
    return System.lineSeparator()
        + warning
        + System.lineSeparator()
        + tables
        + System.lineSeparator()
        + "figures: "
        + settings.json().toAbsolutePath();
  }

  /** What is there so far, so that a long run that is cut short has not been for nothing. */
  private void write(Figures figures) throws IOException {
    Path json = settings.json().toAbsolutePath();
    Files.createDirectories(json.getParent());
    Files.writeString(json, JsonReport.of(settings, done));
    String stem = json.getFileName().toString().replaceFirst("\\.json$", "");
    Files.writeString(
        json.resolveSibling(stem + "-" + figures.of.fileName() + ".svg"), SvgChart.of(figures));
  }

  private Figures run(Case next) throws IOException, InterruptedException {
    Figures figures = new Figures(next);
    int all = settings.cases().stream().mapToInt(Case::runs).sum();
    for (int round = 1; round <= next.rounds(); round++) {
      for (Column column : next.columns()) {
        if (round > next.rounds(column)) {
          continue;
        }
        long minutes = (System.nanoTime() - begin) / 60_000_000_000L;
        System.out.printf(
            "[%d of %d, %d min] %s, round %d of %d, %s (ns)",
            ++runs, all, minutes, next.title(), round, next.rounds(column), column.option);
        System.out.flush();
        if (!figures.failures().containsKey(column)) {
          take(figures, column);
        }
      }
    }
    return figures;
  }

  private void take(Figures figures, Column column) throws IOException, InterruptedException {
    Path file = Files.createTempFile("oxbow-bench", ".properties");
    try {
      int code = new RoundProcess(settings, figures.of, column).run(file);
      if (code == 0) {
        Properties round = new Properties();
        try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
          round.load(in);
        }
        figures.add(column, round);
        return;
      }
      String why = column.title + " with " + figures.of.title() + " failed with exit code " + code;
      if (column == Column.OXBOW) {
        throw new IllegalStateException(why + "; no table");
      }
      System.err.println(why);
      figures.fail(column, why);
    } finally {
      Files.delete(file);
    }
  }
}
