// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** All figures of all rounds as JSON. */
final class JsonReport {
  private JsonReport() {}

  static String of(Settings settings, List<Figures> cases) {
    StringBuilder out = new StringBuilder("{\n");
    out.append("  \"unit\": \"ns per operation; operations per second where threads compete\",\n");
    out.append("  \"java\": ").append(text(System.getProperty("java.vm.version"))).append(",\n");
    out.append("  \"processors\": ").append(Runtime.getRuntime().availableProcessors());
    out.append(",\n  \"settings\": ").append(text(settings.toString()));
    out.append(",\n  \"cases\": [\n");
    out.append(cases.stream().map(JsonReport::table).collect(Collectors.joining(",\n")));
    return out.append("\n  ]\n}\n").toString();
  }

  private static String table(Figures figures) {
    String columns =
        figures.columns().stream()
            .map(c -> "      " + text(c.option) + ": " + column(figures, c))
            .collect(Collectors.joining(",\n"));
    String failures =
        figures.failures().entrySet().stream()
            .map(e -> text(e.getKey().option) + ": " + text(e.getValue()))
            .collect(Collectors.joining(", ", "{", "}"));
    return String.format(
        "    {\"keys\": %d, \"valueBytes\": %d, \"memoryMb\": %d, \"failed\": %s,"
            + " \"columns\": {\n%s}}",
        figures.of.keys(), figures.of.valueBytes(), figures.of.memoryMb(), failures, columns);
  }

  private static String column(Figures figures, Column column) {
    List<Properties> rounds = figures.rounds(column);
    Map<String, String> medians = new TreeMap<>();
    for (Properties round : rounds) {
      for (String name : round.stringPropertyNames()) {
        if (!name.equals("facts") && !name.endsWith(Figures.SLICES)) {
          medians.put(name, number(figures.median(column, name)));
        }
      }
    }
    return "{\"medians\": "
        + object(medians)
        + ",\n        \"rounds\": ["
        + rounds.stream().map(JsonReport::round).collect(Collectors.joining(",\n          "))
        + "]}";
  }

  private static String round(Properties round) {
    Map<String, String> sorted = new TreeMap<>();
    round.stringPropertyNames().forEach(n -> sorted.put(n, value(n, round.getProperty(n))));
    return object(sorted);
  }

  private static String object(Map<String, String> members) {
    return members.entrySet().stream()
        .map(e -> text(e.getKey()) + ": " + e.getValue())
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static String value(String name, String property) {
    if (name.endsWith(Figures.SLICES)) {
      return "[" + property + "]";
    }
    return name.equals("facts") ? text(property) : number(Double.parseDouble(property));
  }

  private static String number(double figure) {
    return String.format(Locale.ROOT, "%.1f", figure);
  }

  private static String text(String s) {
    return '"' + s.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
