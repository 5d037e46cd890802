// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs all jcstress cases in quick mode: {@code mvn -Plong -pl bench test}. */
@Tag("jcstress")
class StressTest {
  private static final int CASES = 13;

  @TempDir private Path directory;

  @Test
  @Timeout(value = 60, unit = TimeUnit.MINUTES)
  void nothingForbiddenIsSeen() throws Exception {
    Path log = directory.resolve("log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("org.openjdk.jcstress.Main", "-m", "quick"));
    command.addAll(List.of("-t", "io.oxbow.bench.stress", "-jvmArgs", "-Doxbow.pins=4"));
    command.addAll(List.of("-r", directory.resolve("results").toString()));
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(new File(log.toString()))
            .start();
    int exit = process.waitFor();
    String text = Files.readString(log);
    String end = text.substring(Math.max(0, text.lastIndexOf("(ETA: now)")));
    assertThat(exit).as(end).isZero();
    assertThat(end)
        .containsPattern("Results: (\\d+) planned; \\1 passed, 0 failed, 0 soft errs, 0 hard errs")
        .contains("All remaining tests: " + CASES + " matching test results");
  }
}
