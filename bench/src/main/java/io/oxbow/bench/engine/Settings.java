// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What {@code ./bench/run} was asked for. Times are in milliseconds; {@code heap} is as {@code
 * -Xmx} has it, or null for what each column needs.
 */
record Settings(
    List<Case> cases,
    long settleMillis,
    long warmupMillis,
    long readMillis,
    long writeMillis,
    long checkpointMillis,
    String heap,
    List<String> jvmArgs,
    boolean hugePages,
    boolean coldMemory,
    boolean smoke,
    Path directory,
    Path json) {
  private static final int OTHER_ROUNDS = 3;
  private static final List<Column> CLOSEST =
      List.of(Column.OXBOW, Column.ROCKSDB_BLOOM, Column.LMDB);

  /**
   * Reads the command line.
   *
   * @throws IllegalArgumentException naming the word that was not understood
   */
  static Settings parse(String... words) {
    Options o = new Options(words);
    String jvmArgs = o.get("jvm-args").trim();
    return new Settings(
        o.get("profile").equals("closing") ? closing(o) : cases(o),
        o.number("settle-ms", 0),
        o.number("warmup-ms", 1),
        o.number("read-ms", 1),
        o.number("write-ms", 1),
        o.number("checkpoint-ms", 1),
        o.get("heap").equals("auto") ? null : o.get("heap"),
        jvmArgs.isEmpty() ? List.of() : List.of(jvmArgs.split("\\s+")),
        o.isGiven("huge-pages"),
        o.isGiven("cold-memory") || o.isGiven("smoke"),
        o.isGiven("smoke"),
        Path.of(o.get("dir")),
        Path.of(o.get("json")));
  }

  private static List<Column> columns(Options o) {
    return o.list("columns").stream().map(Column::of).collect(Collectors.toList());
  }

  private static Set<Row> rows(Options o) {
    return o.list("rows").stream().map(Row::of).collect(Collectors.toSet());
  }

  /** Of the cases beside the first: those that are not about threads, or loads by puts in order. */
  private static Set<Row> fewerRows(Options o) {
    Set<Row> rows = rows(o);
    if (!o.isGiven("rows")) {
      rows.removeIf(r -> r.kind == Row.Kind.PAIR || r == Row.SORTED_LOAD);
    }
    return rows;
  }

  private static List<Integer> keys(Options o) {
    List<Integer> sizes = o.numbers("keys", 10);
    for (int n : sizes) {
      if (n % Records.PER_PREFIX != 0) {
        throw new IllegalArgumentException("--keys must be multiples of 10, not " + n);
      }
    }
    return sizes;
  }

  private static List<Case> cases(Options o) {
    int memory = o.number("memory-mb", 128);
    List<Case> cases = new ArrayList<>();
    for (int keys : keys(o)) {
      for (int bytes : o.numbers("value-bytes", 8)) {
        new Values(bytes); // says what is wrong with it
        cases.add(new Case(keys, bytes, memory, rounds(o), slowRounds(o), columns(o), rows(o)));
      }
    }
    return cases;
  }

  private static int rounds(Options o) {
    return o.number("rounds", 1);
  }

  private static int slowRounds(Options o) {
    return o.number("slow-rounds", 1);
  }

  /** What a release is closed with; options that are given restrict or replace it. */
  private static List<Case> closing(Options o) {
    int others = o.isGiven("rounds") ? rounds(o) : OTHER_ROUNDS;
    List<Column> all = Arrays.asList(Column.values());
    Set<Row> few = fewerRows(o);
    List<Case> cases = new ArrayList<>();
    cases.add(new Case(5_000_000, 100, 2048, rounds(o), slowRounds(o), all, rows(o)));
    cases.add(new Case(100_000, 100, 2048, others, others, CLOSEST, few));
    cases.add(new Case(20_000_000, 100, 6144, others, others, CLOSEST, few));
    cases.add(new Case(1_000_000, 8, 2048, others, others, CLOSEST, few));
    cases.add(new Case(1_000_000, 1000, 4096, others, others, CLOSEST, few));
    List<Case> wanted = new ArrayList<>();
    for (Case c : cases) {
      List<Column> columns = new ArrayList<>(c.columns());
      if (o.isGiven("columns")) {
        columns.retainAll(columns(o));
      }
      boolean kept =
          (!o.isGiven("keys") || keys(o).contains(c.keys()))
              && (!o.isGiven("value-bytes") || o.numbers("value-bytes", 8).contains(c.valueBytes()))
              && !columns.isEmpty();
      if (kept) {
        int memory = o.isGiven("memory-mb") ? o.number("memory-mb", 128) : c.memoryMb();
        wanted.add(
            new Case(
                c.keys(), c.valueBytes(), memory, c.rounds(), c.slowRounds(), columns, c.rows()));
      }
    }
    if (wanted.isEmpty()) {
      throw new IllegalArgumentException("profile closing has no such keys, values and columns");
    }
    return wanted;
  }
}
