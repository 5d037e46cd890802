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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A program that uses a store on a newer JDK, from a jar as a build on that JDK packs it: nothing
 * is printed by the JVM. The jar is packed here, so that a build on 17 is tested too.
 */
@Timeout(180)
class NoJvmWarningTest {
  private static final String VERSIONED = "META-INF/versions/22/";

  @TempDir static Path work;
  private static Path jdk;

  private record Run(int exit, String out, String err) {}

  @BeforeAll
  static void findJdk() {
    jdk = NewerJdk.home().orElse(null);
    assumeThat(jdk)
        .as("a JDK 24 or newer; name one with -D%s=/path/to/jdk", NewerJdk.PROPERTY)
        .isNotNull();
  }

  @Test
  void theJarWithTheForeignPartWritesAndReadsInSilence() throws Exception {
    Run run = run(jar("with.jar", foreignPart()), List.of());
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).isEqualTo("foreign\n");
    assertThat(run.exit()).isZero();
  }

  @Test
  void theJarWithoutItStillWorksAndSaysWhyTheJvmWarns() throws Exception {
    Run run =
        run(jar("without.jar", null), List.of("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"));
    assertThat(run.out()).isEqualTo("unsafe\n");
    assertThat(run.exit()).isZero();
    assertThat(run.err())
        .contains("no part for java.lang.foreign")
        .contains("WARNING: A terminally deprecated method in sun.misc.Unsafe has been called");
  }

  @Test
  void aNameThatIsNoBackendEndsWithItsReason() throws Exception {
    Run run = run(jar("named.jar", foreignPart()), List.of("-Doxbow.mem=fast"));
    assertThat(run.exit()).isNotZero();
    assertThat(run.err()).contains("oxbow.mem is 'fast'; use 'unsafe', 'foreign' or 'checked'");
  }

  @Test
  void aJvmThatDeniesUnsafeIsTheReasonGiven() throws Exception {
    List<String> deny = List.of("-Doxbow.mem=unsafe", "--sun-misc-unsafe-memory-access=deny");
    Run run = run(jar("denied.jar", foreignPart()), deny);
    assertThat(run.exit()).isNotZero();
    assertThat(run.err()).contains("does not let sun.misc.Unsafe reach memory");
  }

  private static Run run(Path jar, List<String> options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(jdk.resolve("bin/java").toString());
    command.add("-Xmx128m");
    command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=off");
    command.addAll(options);
    command.add("-cp");
    command.add(String.join(File.pathSeparator, jar.toString(), testClasses(), loggers()));
    command.add(QuietProgram.class.getName());
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

  private static Path foreignPart() throws Exception {
    Path target = work.resolve("foreign");
    if (Files.exists(target)) {
      return target;
    }
    Path sources =
        Path.of(System.getProperty("oxbow.root", "..")).resolve("core-engine/src/main/java22");
    List<String> command = new ArrayList<>();
    command.add(jdk.resolve("bin/javac").toString());
    command.addAll(List.of("--release", "22", "-Xlint:all", "-Werror", "-d", target.toString()));
    command.addAll(List.of("-cp", engineClasses() + File.pathSeparator + loggers()));
    try (Stream<Path> files = Files.walk(sources)) {
      files.map(Path::toString).filter(f -> f.endsWith(".java")).forEach(command::add);
    }
    Process javac = new ProcessBuilder(command).inheritIO().start();
    assertThat(javac.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(javac.exitValue()).as("javac of the foreign part").isZero();
    return target;
  }

  /** The engine's classes, with {@code versioned} as what JDK 22 and newer see. */
  private static Path jar(String name, Path versioned) throws IOException {
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
      if (name.startsWith("io/oxbow/")) { // a build on 22 or newer has its own foreign part here
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
