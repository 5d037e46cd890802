// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds a JDK that warns of sun.misc.Unsafe: 24 or newer, 25 where there is a choice. */
final class NewerJdk {
  static final String PROPERTY = "oxbow.jdk25";
  private static final int WARNS_SINCE = 24;
  private static final int WANTED = 25;
  private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(\\d+)");

  private NewerJdk() {}

  /** Its home: the property's, else this JVM's, else one of the environment or /usr/lib/jvm. */
  static Optional<Path> home() {
    String named = System.getProperty(PROPERTY);
    if (named != null) {
      Path home = Path.of(named);
      if (feature(home) < WARNS_SINCE) {
        throw new IllegalStateException(
            PROPERTY + " is " + named + ", which is no JDK " + WARNS_SINCE + " or newer");
      }
      return Optional.of(home);
    }
    List<Path> newer =
        candidates().filter(p -> feature(p) >= WARNS_SINCE).collect(Collectors.toList());
    return newer.stream()
        .filter(p -> feature(p) == WANTED)
        .findFirst()
        .or(() -> newer.stream().findFirst());
  }

  private static Stream<Path> candidates() {
    Stream<Path> environment =
        System.getenv().entrySet().stream()
            .filter(e -> e.getKey().matches("JAVA_?HOME.*|JAVA\\d+_HOME|JDK_?\\d+.*"))
            .map(e -> Path.of(e.getValue()));
    return Stream.of(
            Stream.of(Path.of(System.getProperty("java.home"))),
            environment,
            children(Path.of("/usr/lib/jvm")))
        .flatMap(s -> s);
  }

  private static Stream<Path> children(Path directory) {
    if (!Files.isDirectory(directory)) {
      return Stream.empty();
    }
    try (Stream<Path> all = Files.list(directory)) {
      return all.sorted().collect(Collectors.toList()).stream();
    } catch (IOException e) {
      return Stream.empty();
    }
  }

  /** Its feature number; 0 when it is no JDK. */
  static int feature(Path home) {
    if (!Files.isExecutable(home.resolve("bin/javac"))) {
      return 0;
    }
    try {
      Matcher m = VERSION.matcher(Files.readString(home.resolve("release")));
      return m.find() ? Integer.parseInt(m.group(1)) : 0;
    } catch (IOException e) {
      return 0;
    }
  }
}
