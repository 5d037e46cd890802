// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The words of a command line, by name, and what holds where there is none. Immutable. */
final class Options {
  private static final Map<String, String> DEFAULTS = new LinkedHashMap<>();
  private static final Set<String> FLAGS = Set.of("smoke", "huge-pages", "cold-memory");
  private static final Map<String, String> SMOKE =
      Map.of(
          "keys", "50000",
          "rounds", "1",
          "settle-ms", "100",
          "warmup-ms", "50",
          "read-ms", "100",
          "write-ms", "200",
          "checkpoint-ms", "100",
          "memory-mb", "256",
          "heap", "512m");
  private static final Map<String, String> CLOSING =
      Map.of(
          "rounds", "5",
          "slow-rounds", "1",
          "settle-ms", "10000",
          "warmup-ms", "500",
          "read-ms", "1000",
          "write-ms", "1500");
  private static final Map<String, String> STEADY =
      Map.of(
          "keys", "5000000",
          "memory-mb", "2048",
          "rounds", "5",
          "settle-ms", "20000",
          "warmup-ms", "1000",
          "read-ms", "2000",
          "write-ms", "10000",
          "columns", "oxbow,oxbow-strict,rocksdb-bloom,rocksdb-flink,lmdb,hashmap");
  private static final Map<String, Map<String, String>> PROFILES =
      Map.of("closing", CLOSING, "steady", STEADY);

  static {
    DEFAULTS.put("keys", "1000000,5000000");
    DEFAULTS.put("value-bytes", "100");
    DEFAULTS.put("rounds", "3");
    DEFAULTS.put("slow-rounds", "5");
    DEFAULTS.put(
        "columns",
        Arrays.stream(Column.values())
            .filter(Column::byDefault)
            .map(c -> c.option)
            .collect(Collectors.joining(",")));
    DEFAULTS.put(
        "rows", Arrays.stream(Row.values()).map(r -> r.method).collect(Collectors.joining(",")));
    DEFAULTS.put("settle-ms", "15000");
    DEFAULTS.put("warmup-ms", "2000");
    DEFAULTS.put("read-ms", "3000");
    DEFAULTS.put("write-ms", "5000");
    DEFAULTS.put("checkpoint-ms", "10000");
    DEFAULTS.put("memory-mb", "4096");
    DEFAULTS.put("heap", "auto");
    DEFAULTS.put("jvm-args", "");
    DEFAULTS.put("dir", "target/data");
    DEFAULTS.put("json", "target/comparison.json");
    DEFAULTS.put("profile", "");
    DEFAULTS.put("smoke", "");
    DEFAULTS.put("huge-pages", "");
    DEFAULTS.put("cold-memory", "");
  }

  static final String USAGE =
      String.join(
          System.lineSeparator(),
          "usage: ./bench/run [--no-build] [--smoke] [--NAME VALUE ...]",
          "  --keys 1000000,5000000   sizes, each a multiple of 10",
          "  --value-bytes 100        sizes of values: 8, or 24 and more",
          "  --rounds 3               fresh JVMs per column and case, interleaved",
          "  --slow-rounds 5          likewise of mvstore and xodus, at most",
          "  --columns a,b            by default: " + DEFAULTS.get("columns").replace(",", ", "),
          "                           and if named: "
              + Arrays.stream(Column.values())
                  .filter(c -> !c.byDefault())
                  .map(c -> c.option)
                  .collect(Collectors.joining(", ")),
          "  --rows a,b               of "
              + DEFAULTS
                  .get("rows")
                  .replace(",prefixScan", ",,prefixScan")
                  .replaceFirst(",,", "," + System.lineSeparator() + " ".repeat(27)),
          "                           the random load is always there",
          "  --settle-ms 15000        of overwrites behind the load, before the first row",
          "  --warmup-ms 2000         before each row, four times that before loads",
          "  --read-ms 3000           of each row that reads, or compares threads",
          "  --write-ms 5000          of each row that writes",
          "  --checkpoint-ms 10000    from one checkpoint of Oxbow to the next",
          "  --memory-mb 4096         of each store",
          "  --heap auto              of each JVM; auto gives each column what it needs, maps more",
          "  --jvm-args \"...\"         more flags for each JVM alike, separated by spaces",
          "  --huge-pages             each JVM gets GLIBC_TUNABLES=glibc.malloc.hugetlb=1, so that",
          "                           what it allocates by malloc lies in huge pages",
          "  --cold-memory            loads find free memory as the system has it; else another",
          "                           process has written to it just before, and hands it out",
          "  --dir bench/target/data  where stores lie while they run",
          "  --json bench/target/comparison.json, with an SVG chart per case beside it",
          "  --smoke                  50,000 keys and a tenth of a second a row: does it run?",
          "  --profile closing        what a release is closed with, 2 hours: every column at",
          "                           5 M x 100 B, 2 GB, 5 rounds (the slow ones 1); oxbow,",
          "                           rocksdb-bloom and lmdb at 100 K and 20 M x 100 B and at",
          "                           1 M x 8 B and 1 M x 1000 B, 3 rounds; --keys, --value-bytes,",
          "                           --columns, --memory-mb and --rounds restrict or replace"
              + " that",
          "  --profile steady         the closest columns at 5 M x 100 B, 2 GB, 5 rounds, in rows",
          "                           long enough for a checkpoint in each that writes: an hour",
          "                           and a half; other options replace any of that");

  private final Map<String, String> given = new LinkedHashMap<>();
  private final Map<String, String> values = new LinkedHashMap<>(DEFAULTS);

  /**
   * Reads the command line.
   *
   * @throws IllegalArgumentException naming the word that was not understood
   */
  Options(String... words) {
    List<String> rest = new ArrayList<>(Arrays.asList(words));
    for (int i = 0; i < rest.size(); i++) {
      String word = rest.get(i);
      if (!word.startsWith("--") || !DEFAULTS.containsKey(word.substring(2))) {
        throw new IllegalArgumentException("there is no option " + word);
      }
      String name = word.substring(2);
      if (FLAGS.contains(name)) {
        given.put(name, "on");
        continue;
      }
      if (i + 1 == rest.size()) {
        throw new IllegalArgumentException("option " + word + " needs a value");
      }
      given.put(name, rest.get(++i));
    }
    if (given.containsKey("smoke")) {
      values.putAll(SMOKE);
    }
    if (given.containsKey("profile")) {
      Map<String, String> profile = PROFILES.get(given.get("profile"));
      if (profile == null) {
        throw new IllegalArgumentException(
            "there is no profile '" + given.get("profile") + "'; there are closing and steady");
      }
      values.putAll(profile);
    }
    values.putAll(given);
  }

  /** Whether it was on the command line. */
  boolean isGiven(String name) {
    return given.containsKey(name);
  }

  /** Its value, given or not. */
  String get(String name) {
    return values.get(name);
  }

  /** Its value at commas. */
  List<String> list(String name) {
    return Arrays.asList(values.get(name).split(","));
  }

  /** Its value as a number from {@code least} on. */
  int number(String name, int least) {
    return number(name, values.get(name), least);
  }

  /** Its values as numbers from {@code least} on. */
  List<Integer> numbers(String name, int least) {
    return list(name).stream().map(v -> number(name, v, least)).collect(Collectors.toList());
  }

  private static int number(String name, String text, int least) {
    try {
      int n = Integer.parseInt(text.replace("_", ""));
      if (n >= least) {
        return n;
      }
    } catch (NumberFormatException e) {
      // falls through to the message for both
    }
    throw new IllegalArgumentException(
        "--" + name + " must be a number of at least " + least + ", not " + text);
  }
}
