// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.examples.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packed Flink jar serves a job from Flink's lib/ and as a user jar loaded child-first. */
@Timeout(240)
class DropInJobIT {
  private static final String FACTORY = "io.oxbow.flink.OxbowStateBackendFactory";

  @TempDir private Path folder;

  @Test
  void theJarServesAJobFromLib() throws Exception {
    List<String> lines = runJob(List.of(dropInJar().toString()), List.of());
    assertThat(lines).isEqualTo(expected("AppClassLoader"));
  }

  @Test
  void theJarServesAJobAsItsUserJarChildFirst() throws Exception {
    List<String> lines = runJob(List.of(), List.of(dropInJar().toString()));
    assertThat(lines).isEqualTo(expected("ChildFirstClassLoader"));
  }

  /** Child-first is only at work when a second copy in lib/ is passed over. */
  @Test
  void theUsersOwnCopyWinsOverTheOneInLib() throws Exception {
    String jar = dropInJar().toString();
    assertThat(runJob(List.of(jar), List.of(jar))).isEqualTo(expected("ChildFirstClassLoader"));
  }

  private List<String> runJob(List<String> lib, List<String> userJar) throws Exception {
    Path sums = folder.resolve("sums");
    Path log = folder.resolve("log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-XX:+ExitOnOutOfMemoryError"));
    command.addAll(List.of("-cp", classPathWithoutOxbow(lib), DropInJob.class.getName()));
    command.addAll(List.of(FACTORY, sums.toString(), folder.resolve("checkpoints").toString()));
    command.addAll(userJar);
    Process job =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      assertThat(job.waitFor(180, TimeUnit.SECONDS)).as("job ended; see %s", tail(log)).isTrue();
      assertThat(job.exitValue()).as("exit code of the job; its log: %s", tail(log)).isZero();
    } finally {
      job.destroyForcibly().waitFor();
    }
    return Files.readAllLines(sums);
  }

  private static List<String> expected(String loader) {
    List<String> lines = new ArrayList<>();
    for (int key = 0; key < DropInJob.KEYS; key++) {
      long sum = 0;
      for (long row = 1; row <= DropInJob.ROWS; row++) {
        sum += row % DropInJob.KEYS == key ? row : 0;
      }
      lines.add(key + " " + sum + " " + loader);
    }
    return lines;
  }

  /** The host's jars and this module's test classes, and of Oxbow only what is asked for. */
  private static String classPathWithoutOxbow(List<String> lib) {
    String all =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    String host =
        Arrays.stream(all.split(File.pathSeparator))
            .filter(entry -> !entry.contains("oxbow-") && !entry.endsWith(classesFolder()))
            .collect(Collectors.joining(File.pathSeparator));
    return lib.isEmpty() ? host : host + File.pathSeparator + String.join(File.pathSeparator, lib);
  }

  private static String classesFolder() {
    return File.separator + "target" + File.separator + "classes";
  }

  private static Path dropInJar() {
    Path target =
        Path.of(System.getProperty("oxbow.root", "..")).resolve("flink-statebackend/target");
    Path jar = target.resolve("oxbow-flink-" + System.getProperty("oxbow.version") + ".jar");
    assertThat(jar).as("the drop-in jar; run mvn package first").exists();
    return jar.toAbsolutePath().normalize();
  }

  private static String tail(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
  }
}
