// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.oxbow.examples.flights.Results;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the user gets wrong ends in one line that says so, and exit code 2. */
@Timeout(60)
class DemoTest {
  @TempDir private Path folder;
  private final Recorded out = new Recorded();
  private final Recorded err = new Recorded();

  @Test
  void helpIsNoFailure() {
    assertThat(run("--help")).isZero();
    assertThat(out.lines().get(0)).isEqualTo("./demo [kafka] [--input FILE]");
    assertThat(err.lines()).isEmpty();
  }

  @Test
  void anUnusableInputIsNamedForBothDemos() throws Exception {
    Path empty = Files.createFile(folder.resolve("empty.csv"));
    assertThat(run("--input", empty.toString())).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run("kafka", "--input", empty.toString())).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run("--input", folder.resolve("absent").toString())).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(err.lines()).hasSize(3);
    assertThat(err.lines()).allMatch(line -> line.startsWith("demo: "));
    assertThat(err.lines().get(0)).contains("no flight in " + empty + ": it is empty");
    assertThat(err.lines().get(2)).contains("there is no file");
    assertThat(out.lines()).as("nothing was begun").isEmpty();
  }

  @Test
  void argumentsThatAreNotUnderstoodAreNamed() {
    assertThat(run("--imput", "x")).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run("--input")).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run("--input", "a\0b")).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(err.lines()).hasSize(3);
    assertThat(err.lines().get(0)).contains("--imput").contains("--help");
    assertThat(err.lines().get(1)).contains("--input needs the name of a file");
  }

  @Test
  void theProcessEndsWithTheExitCode() throws Exception {
    Process demo =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Demo.class.getName(),
                "--input",
                folder.resolve("absent").toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("screen").toFile())
            .start();
    assertThat(demo.waitFor(50, TimeUnit.SECONDS)).isTrue();
    assertThat(demo.exitValue()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(Files.readAllLines(folder.resolve("screen"))).hasSize(1);
  }

  @Test
  void nothingEqualToNothingIsNoProof() {
    Results none = Results.of(List.of());
    assertThat(Check.print(out.console(), none, none, "nothing")).isEqualTo(ExitCode.DIFFERENT);
    assertThat(out.lastLine()).isEqualTo("results identical: false");
  }

  private int run(String... args) {
    return new Demo(out.stream(), err.stream()).run(args);
  }
}
