// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.examples.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Where the sources of all modules lie, for the tests of the house rules. */
final class SourceFiles {
  private static final List<String> MODULES =
      List.of("core-engine", "flink-statebackend", "kafka-statestore", "examples", "bench");

  private SourceFiles() {}

  /** The checkout's top folder. */
  static Path root() {
    return Path.of(System.getProperty("oxbow.root", "..")).toAbsolutePath().normalize();
  }

  /** The Java files of main and test of every module; fails when it finds too few to be true. */
  static List<Path> ofAllModules() throws IOException {
    List<Path> sources = new ArrayList<>();
    for (String module : MODULES) {
      Path src = root().resolve(module).resolve("src");
      if (Files.isDirectory(src)) {
        sources.addAll(under(src, ".java"));
      }
    }
    assertThat(sources).as("Java sources found under %s", root()).hasSizeGreaterThan(50);
    return sources;
  }

  /** The files below a folder whose names end so, in order. */
  static List<Path> under(Path folder, String ending) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(f -> f.toString().endsWith(ending)).sorted().toList();
    }
  }
}
