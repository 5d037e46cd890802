// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A fresh JVM for one round of one column. */
final class RoundProcess {
  private static final String HUGE_PAGES = "glibc.malloc.hugetlb=1";

  private final Settings settings;
  private final Case of;
  private final Column column;

  RoundProcess(Settings settings, Case of, Column column) {
    this.settings = settings;
    this.of = of;
    this.column = column;
  }

  /** What is to be started: all columns alike but for the heap that they need. */
  ProcessBuilder builder(Path figures) {
    ProcessBuilder builder = new ProcessBuilder(command(figures)).inheritIO();
    if (settings.hugePages()) {
      builder.environment().merge("GLIBC_TUNABLES", HUGE_PAGES, (set, more) -> set + ":" + more);
    }
    return builder;
  }

  /** Runs it to its end; figures are in the file when the exit code is 0. */
  int run(Path figures) throws IOException, InterruptedException {
    Process process = builder(figures).start();
    try {
      return process.waitFor();
    } finally {
      process.destroy();
    }
  }

  private String heap() {
    return settings.heap() != null
        ? settings.heap()
        : column.heapMb(of.keys(), of.valueBytes(), of.memoryMb()) + "m";
  }

  /** The program that runs this JVM. */
  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private List<String> command(Path figures) {
    List<String> words = new ArrayList<>();
    words.add(java());
    words.add("-Xmx" + heap());
    words.addAll(
        List.of(
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "-Dlmdbjava.disable.checks=true",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"));
    words.addAll(settings.jvmArgs());
    words.addAll(List.of("-cp", System.getProperty("java.class.path"), Round.class.getName()));
    words.add(figures.toString());
    option(words, "columns", column.option);
    String rows = of.rows().stream().map(r -> r.method).collect(Collectors.joining(","));
    option(words, "rows", rows);
    option(words, "keys", of.keys());
    option(words, "value-bytes", of.valueBytes());
    option(words, "memory-mb", of.memoryMb());
    option(words, "settle-ms", settings.settleMillis());
    option(words, "warmup-ms", settings.warmupMillis());
    option(words, "read-ms", settings.readMillis());
    option(words, "write-ms", settings.writeMillis());
    option(words, "checkpoint-ms", settings.checkpointMillis());
    option(words, "dir", settings.directory());
    if (settings.coldMemory()) {
      words.add("--cold-memory");
    }
    return words;
  }

  private static void option(List<String> words, String name, Object value) {
    words.add("--" + name);
    words.add(value.toString());
  }
}
