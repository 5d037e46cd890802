// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A JVM whose engine has a bug in it that only several threads can meet, or a model checker. A JVM
 * of its own, since Lincheck keeps what it has made of a class by the name of the class.
 */
final class PlantedRace {
  private static final int MINUTES = 4;

  private final Path directory;
  private final CallSwap[] swaps;

  /** A bug made of these changes; {@code directory} is for classes and output. */
  PlantedRace(Path directory, CallSwap... swaps) {
    this.directory = directory;
    this.swaps = swaps;
  }

  /**
   * Runs one test method in that JVM, on checked memory; what it says about the bug, null = it
   * passes.
   */
  String noticedBy(String test, String method) throws IOException, InterruptedException {
    Path classes = plant();
    Path log = Files.createTempFile(directory, "run", ".txt");
    Process process =
        new ProcessBuilder(command(classes, test, method))
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError(test + "." + method + " takes too long");
    }
    String text = Files.readString(log);
    switch (process.exitValue()) {
      case PlantedRaceRun.PASSED:
        return null;
      case PlantedRaceRun.NOTICED:
        return text.substring(text.lastIndexOf(PlantedRaceRun.MARK)).strip();
      default:
        throw new AssertionError("the run itself broke: " + text);
    }
  }

  private Path plant() throws IOException {
    Map<String, byte[]> changed = new LinkedHashMap<>();
    for (CallSwap swap : swaps) {
      String file = swap.place().replace('.', '/') + ".class";
      byte[] code = changed.get(file);
      changed.put(file, swap.in(code == null ? original(file) : code));
      swap.requireFound();
    }
    Path classes = Files.createTempDirectory(directory, "classes");
    for (Map.Entry<String, byte[]> one : changed.entrySet()) {
      Path file = classes.resolve(one.getKey());
      Files.createDirectories(file.getParent());
      Files.write(file, one.getValue());
    }
    return classes;
  }

  private static byte[] original(String file) throws IOException {
    try (InputStream in = PlantedRace.class.getClassLoader().getResourceAsStream(file)) {
      if (in == null) {
        throw new IOException("no class " + file);
      }
      return in.readAllBytes();
    }
  }

  private static List<String> command(Path classes, String test, String method) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    Collections.addAll(command, "-ea", "-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    // what the model checker looks into
    Collections.addAll(command, "--add-opens", "java.base/java.lang=ALL-UNNAMED");
    Collections.addAll(command, "--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED");
    Collections.addAll(command, "--add-exports", "java.base/jdk.internal.util=ALL-UNNAMED");
    Collections.addAll(command, "-Doxbow.mem=checked", "-Doxbow.pins=4", "-Doxbow.planted=true");
    command.add("-cp");
    command.add(classes + File.pathSeparator + System.getProperty("java.class.path"));
    Collections.addAll(command, PlantedRaceRun.class.getName(), test, method);
    return command;
  }
}
