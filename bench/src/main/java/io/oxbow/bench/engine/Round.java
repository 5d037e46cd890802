// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Collectors;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * One column, one size, one round: the main class of a fresh JVM. Loads the store, runs all rows on
 * it, checks all that was written, leaves the figures in a file.
 */
public final class Round {
  private static final long SLICE_MILLIS = 1000;

  private final Settings settings;
  private final Column column;
  private final int keys;
  private final Properties figures = new Properties();

  private Round(Settings settings, Column column, int keys) {
    this.settings = settings;
    this.column = column;
    this.keys = keys;
  }

  /** Arguments: the file for the figures, then options as {@code ./bench/run} has them. */
  public static void main(String[] args) throws IOException, RunnerException {
    String[] options = Arrays.copyOfRange(args, 1, args.length);
    Settings settings = Settings.parse(options);
    Round round = new Round(settings, settings.columns().get(0), settings.keys().get(0));
    round.run();
    try (Writer out = Files.newBufferedWriter(Path.of(args[0]), StandardCharsets.UTF_8)) {
      round.figures.store(out, null);
    }
  }

  private void run() throws RunnerException {
    long memory = (long) settings.memoryMb() << 20;
    try (LoadedStore store =
        new LoadedStore(column, keys, memory, settings.checkpointMillis(), settings.directory())) {
      store.share();
      note("load", store.loadNanosPerKey);
      figures.setProperty("load", Long.toString(store.loadNanosPerKey));
      for (Row row : Row.values()) {
        measure(row);
      }
      store.verify();
      figures.setProperty("facts", store.contender.facts());
      System.out.println(" | all " + keys + " records right");
    }
  }

  private static void note(String what, double nanos) {
    System.out.printf(Locale.ROOT, " | %s %.0f", what, nanos);
    System.out.flush();
  }

  private void measure(Row row) throws RunnerException {
    long millis = row.writes ? settings.writeMillis() : settings.readMillis();
    int slices = (int) Math.max(1, millis / SLICE_MILLIS);
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include("^" + EngineBenchmark.class.getName() + "\\." + row.method + "$")
                    .param("column", column.option)
                    .param("keys", Integer.toString(keys))
                    .forks(0)
                    .warmupIterations(1)
                    .warmupTime(TimeValue.milliseconds(settings.warmupMillis()))
                    .measurementIterations(slices)
                    .measurementTime(TimeValue.milliseconds(millis / slices))
                    .verbosity(VerboseMode.SILENT)
                    .shouldFailOnError(true)
                    .build())
            .run();
    RunResult result = results.iterator().next();
    double nanos = result.getPrimaryResult().getScore();
    note(row.title, nanos);
    figures.setProperty(row.method, Double.toString(nanos));
    figures.setProperty(row.method + ".slices", slices(result));
  }

  private static String slices(RunResult result) {
    List<String> scores = new ArrayList<>();
    result
        .getBenchmarkResults()
        .forEach(
            b -> {
              for (IterationResult i : b.getIterationResults()) {
                scores.add(String.format(Locale.ROOT, "%.1f", i.getPrimaryResult().getScore()));
              }
            });
    return scores.stream().collect(Collectors.joining(","));
  }
}
