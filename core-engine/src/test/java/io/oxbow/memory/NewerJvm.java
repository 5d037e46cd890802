// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.oxbow.Store;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs programs on a newer JDK, from a jar as a build on that JDK packs it. The jar is packed here,
 * so that a build on 17 is tested too.
 */
final class NewerJvm {
  private static final String VERSIONED = "META-INF/versions/22/";
  private static final int LINTS_INCUBATING = 25;

  private final Path work;
  private final Path jdk;

  /** How a program ended. */
  record Run(int exit, String out, String err) {}

  /** Skips the test when there is no such JDK; files go to {@code work}. */
  NewerJvm(Path work) {
    this.work = work;
    jdk = NewerJdk.home().orElse(null);
    assumeThat(jdk)
        .as("a JDK 24 or newer; name one with -D%s=/path/to/jdk", NewerJdk.PROPERTY)
        .isNotNull();
  }

  /** Runs {@code program} of the tests on {@code jar}; its argument is an empty directory. */
  Run run(Path jar, Class<?> program, List<String> options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(jdk.resolve("bin/java").toString());
    command.add("-Xmx128m");
    command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=off");
    command.addAll(options);
    command.add("-cp");
    command.add(String.join(File.pathSeparator, jar.toString(), testClasses(), loggers()));
    command.add(program.getName());
    command.add(Files.createTempDirectory(work, "store").toString());
    Path out = Files.createTempFile(work, "out", ".txt");
    Path err = Files.createTempFile(work, "err", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    // a JVM says aloud that it picked these up
    builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
    Process process = builder.start();
    if (!process.waitFor(120, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("the program hangs: " + command);
    }
    return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  /** The classes that a build on this JDK adds, compiled at the first call. */
  Path newerPart() throws Exception {
    Path target = work.resolve("newer");
    if (Files.exists(target)) {
      return target;
    }
    Path sources =
        Path.of(System.getProperty("oxbow.root", "..")).resolve("core-engine/src/main/java22");
    List<String> command = new ArrayList<>();
    command.add(jdk.resolve("bin/javac").toString());
    command.addAll(List.of("--release", "22", "--add-modules", "jdk.incubator.vector"));
    if (NewerJdk.feature(jdk) >= LINTS_INCUBATING) { // older ones warn and cannot be told not to
      command.addAll(List.of("-Xlint:all,-incubating", "-Werror"));
    }
    command.addAll(List.of("-d", target.toString()));
    command.addAll(List.of("-cp", engineClasses() + File.pathSeparator + loggers()));
    try (Stream<Path> files = Files.walk(sources)) {
      files.map(Path::toString).filter(f -> f.endsWith(".java")).forEach(command::add);
    }
    Process javac = new ProcessBuilder(command).inheritIO().start();
    assertThat(javac.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(javac.exitValue()).as("javac of the newer part").isZero();
    return target;
  }

  /** The engine's classes, with {@code versioned} as what JDK 22 and newer see. */
  Path jar(String name, Path versioned) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MULTI_RELEASE, "true");
    Path jar = work.resolve(name);
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest)) {
      add(out, engineClasses(), "");
      if (versioned != null) {
        add(out, versioned, VERSIONED);
      }
    }
    return jar;
  }

  private static void add(JarOutputStream out, Path root, String prefix) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(root)) {
      files = all.filter(Files::isRegularFile).collect(Collectors.toList());
    }
    for (Path file : files) {
      String name = root.relativize(file).toString().replace(File.separatorChar, '/');
      if (name.startsWith("io/oxbow/")) { // a build on 22 or newer has a newer part of its own
        out.putNextEntry(new JarEntry(prefix + name));
        Files.copy(file, out);
        out.closeEntry();
      }
    }
  }

  private static Path engineClasses() {
    return location(Store.class);
  }

  private static String testClasses() {
    return location(QuietProgram.class).toString();
  }

  private static Path location(Class<?> of) {
    try {
      return Path.of(of.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String loggers() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> entry.contains("slf4j"))
        .collect(Collectors.joining(File.pathSeparator));
  }
}
