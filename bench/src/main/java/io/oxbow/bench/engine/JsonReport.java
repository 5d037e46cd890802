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

  static String of(Settings settings, List<Figures> sizes) {
    StringBuilder out = new StringBuilder("{\n");
    out.append("  \"unit\": \"ns/op\",\n");
    out.append("  \"java\": ").append(text(System.getProperty("java.vm.version"))).append(",\n");
    out.append("  \"processors\": ").append(Runtime.getRuntime().availableProcessors());
    out.append(",\n  \"settings\": ").append(text(settings.toString()));
    out.append(",\n  \"sizes\": [\n");
    out.append(sizes.stream().map(JsonReport::size).collect(Collectors.joining(",\n")));
    return out.append("\n  ]\n}\n").toString();
  }

  private static String size(Figures figures) {
    String columns =
        figures.columns().stream()
            .map(
                c ->
                    "      "
                        + text(c.option)
                        + ": ["
                        + figures.rounds(c).stream()
                            .map(JsonReport::round)
                            .collect(Collectors.joining(", "))
                        + "]")
            .collect(Collectors.joining(",\n"));
    return "    {\"keys\": " + figures.keys + ", \"columns\": {\n" + columns + "}}";
  }

  private static String round(Properties round) {
    Map<String, String> sorted = new TreeMap<>();
    round.stringPropertyNames().forEach(n -> sorted.put(n, value(n, round.getProperty(n))));
    return sorted.entrySet().stream()
        .map(e -> text(e.getKey()) + ": " + e.getValue())
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static String value(String name, String property) {
    if (name.endsWith(".slices")) {
      return "[" + property + "]";
    }
    return name.equals("facts") ? text(property) : number(property);
  }

  private static String number(String property) {
    return String.format(Locale.ROOT, "%.1f", Double.parseDouble(property));
  }

  private static String text(String s) {
    return '"' + s.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
