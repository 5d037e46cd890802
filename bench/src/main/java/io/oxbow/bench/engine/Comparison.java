// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * The main class of {@code ./bench/run}: for each size and round, every column in turn, each in a
 * fresh JVM with the same flags; then the table and a JSON file. Exit code 0; 1 when a round failed
 * or an answer was wrong, 2 when the options were not understood.
 */
public final class Comparison {
  private final Settings settings;

  private Comparison(Settings settings) {
    this.settings = settings;
  }

  /** Options as {@code --help} shows them. */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (List.of(args).contains("--help")) {
      System.out.println(Settings.USAGE);
      return;
    }
    try {
      System.out.println(run(args));
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.err.println(Settings.USAGE);
      System.exit(2);
    } catch (IllegalStateException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  /**
   * Runs the comparison and writes the JSON file.
   *
   * @return the tables
   * @throws IllegalStateException when a round failed
   */
  static String run(String... options) throws IOException, InterruptedException {
    Comparison comparison = new Comparison(Settings.parse(options));
    List<Figures> sizes = new ArrayList<>();
    for (int keys : comparison.settings.keys()) {
      sizes.add(comparison.size(keys));
    }
    Path json = comparison.settings.json().toAbsolutePath();
    Files.createDirectories(json.getParent());
    Files.writeString(json, JsonReport.of(comparison.settings, sizes));
    StringBuilder tables = new StringBuilder();
    if (List.of(options).contains("--smoke")) {
      tables.append(System.lineSeparator()).append("a smoke run: the figures mean nothing");
      tables.append(System.lineSeparator());
    }
    sizes.forEach(f -> tables.append(System.lineSeparator()).append(Table.of(f)));
    return tables.append(System.lineSeparator()).append("figures: ").append(json).toString();
  }

  private Figures size(int keys) throws IOException, InterruptedException {
    Figures figures = new Figures(keys);
    for (int round = 1; round <= settings.rounds(); round++) {
      for (Column column : settings.columns()) {
        System.out.printf(
            "%,d keys, round %d of %d, %s (ns)", keys, round, settings.rounds(), column.option);
        System.out.flush();
        figures.add(column, round(column, keys));
      }
    }
    return figures;
  }

  private Properties round(Column column, int keys) throws IOException, InterruptedException {
    Path figures = Files.createTempFile("oxbow-bench", ".properties");
    try {
      Process process = new ProcessBuilder(command(column, keys, figures)).inheritIO().start();
      int code;
      try {
        code = process.waitFor();
      } finally {
        process.destroy();
      }
      if (code != 0) {
        throw new IllegalStateException(
            column.title + " with " + keys + " keys failed with exit code " + code + "; no table");
      }
      Properties round = new Properties();
      try (Reader in = Files.newBufferedReader(figures, StandardCharsets.UTF_8)) {
        round.load(in);
      }
      return round;
    } finally {
      Files.delete(figures);
    }
  }

  private List<String> command(Column column, int keys, Path figures) {
    String java =
        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java";
    return List.of(
        java,
        "-Xmx" + settings.heap(),
        "-Djmh.ignoreLock=true",
        "-cp",
        System.getProperty("java.class.path"),
        Round.class.getName(),
        figures.toString(),
        "--columns",
        column.option,
        "--keys",
        Integer.toString(keys),
        "--warmup-ms",
        Long.toString(settings.warmupMillis()),
        "--read-ms",
        Long.toString(settings.readMillis()),
        "--write-ms",
        Long.toString(settings.writeMillis()),
        "--checkpoint-ms",
        Long.toString(settings.checkpointMillis()),
        "--memory-mb",
        Integer.toString(settings.memoryMb()),
        "--dir",
        settings.directory().toString());
  }
}
