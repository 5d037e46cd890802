// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What {@code ./bench/run} was asked for. Times are in milliseconds, {@code memoryMb} in MB. */
record Settings(
    List<Integer> keys,
    int rounds,
    List<Column> columns,
    long warmupMillis,
    long readMillis,
    long writeMillis,
    long checkpointMillis,
    int memoryMb,
    String heap,
    Path directory,
    Path json) {
  static final String USAGE =
      String.join(
          System.lineSeparator(),
          "usage: ./bench/run [--no-build] [--smoke] [--NAME VALUE ...]",
          "  --keys 1000000,5000000   sizes, each a multiple of 10",
          "  --rounds 3               fresh JVMs per column and size, interleaved",
          "  --columns a,b            of oxbow, rocksdb-flink, rocksdb-kafka, rocksdb-bloom,",
          "                           rocksdb-compacted, skiplist",
          "  --warmup-ms 2000         before each row",
          "  --read-ms 3000           of each row that reads",
          "  --write-ms 5000          of each row that writes",
          "  --checkpoint-ms 10000    from one checkpoint of Oxbow to the next",
          "  --memory-mb 4096         of each store",
          "  --heap 3g                of each JVM",
          "  --dir bench/target/data  where stores lie while they run",
          "  --json bench/target/comparison.json",
          "  --smoke                  50,000 keys and a fifth of a second a row: does it run?");

  private static final Map<String, String> DEFAULTS = new LinkedHashMap<>();
  private static final Map<String, String> SMOKE =
      Map.of(
          "keys", "50000",
          "rounds", "1",
          "warmup-ms", "50",
          "read-ms", "150",
          "write-ms", "300",
          "checkpoint-ms", "100",
          "memory-mb", "256",
          "heap", "512m");

  static {
    DEFAULTS.put("keys", "1000000,5000000");
    DEFAULTS.put("rounds", "3");
    DEFAULTS.put(
        "columns",
        Arrays.stream(Column.values()).map(c -> c.option).collect(Collectors.joining(",")));
    DEFAULTS.put("warmup-ms", "2000");
    DEFAULTS.put("read-ms", "3000");
    DEFAULTS.put("write-ms", "5000");
    DEFAULTS.put("checkpoint-ms", "10000");
    DEFAULTS.put("memory-mb", "4096");
    DEFAULTS.put("heap", "3g");
    DEFAULTS.put("dir", "target/data");
    DEFAULTS.put("json", "target/comparison.json");
  }

  /**
   * Reads the command line.
   *
   * @throws IllegalArgumentException naming the word that was not understood
   */
  static Settings parse(String... words) {
    Map<String, String> values = new LinkedHashMap<>(DEFAULTS);
    List<String> rest = new ArrayList<>(Arrays.asList(words));
    if (rest.remove("--smoke")) {
      values.putAll(SMOKE);
    }
    for (int i = 0; i < rest.size(); i += 2) {
      String word = rest.get(i);
      if (!word.startsWith("--") || !DEFAULTS.containsKey(word.substring(2))) {
        throw new IllegalArgumentException("there is no option " + word);
      }
      if (i + 1 == rest.size()) {
        throw new IllegalArgumentException("option " + word + " needs a value");
      }
      values.put(word.substring(2), rest.get(i + 1));
    }
    return of(values);
  }

  private static Settings of(Map<String, String> v) {
    List<Integer> sizes = new ArrayList<>();
    for (String size : v.get("keys").split(",")) {
      int n = (int) number("keys", size, 10);
      if (n % Records.PER_PREFIX != 0) {
        throw new IllegalArgumentException("--keys must be multiples of 10, not " + size);
      }
      sizes.add(n);
    }
    return new Settings(
        sizes,
        (int) number("rounds", v.get("rounds"), 1),
        Arrays.stream(v.get("columns").split(",")).map(Column::of).collect(Collectors.toList()),
        number("warmup-ms", v.get("warmup-ms"), 1),
        number("read-ms", v.get("read-ms"), 1),
        number("write-ms", v.get("write-ms"), 1),
        number("checkpoint-ms", v.get("checkpoint-ms"), 1),
        (int) number("memory-mb", v.get("memory-mb"), 128),
        v.get("heap"),
        Path.of(v.get("dir")),
        Path.of(v.get("json")));
  }

  private static long number(String name, String text, long least) {
    try {
      long n = Long.parseLong(text.replace("_", ""));
      if (n >= least && n <= Integer.MAX_VALUE) {
        return n;
      }
    } catch (NumberFormatException e) {
      // falls through to the message for both
    }
    throw new IllegalArgumentException(
        "--" + name + " must be a number of at least " + least + ", not " + text);
  }
}
