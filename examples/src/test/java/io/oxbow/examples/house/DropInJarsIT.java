// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.examples.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The two jars users drop in hold the engine and the adapter and nothing that is not ours. */
class DropInJarsIT {
  @ParameterizedTest
  @CsvSource({
    "flink-statebackend, oxbow-flink, io/oxbow/flink/OxbowStateBackendFactory.class",
    "kafka-statestore, oxbow-kafka, io/oxbow/kafka/OxbowDslStoreSuppliers.class"
  })
  void aDropInJarHoldsOnlyOxbow(String module, String artifact, String entryPoint)
      throws IOException {
    try (JarFile jar = new JarFile(packed(module, artifact).toFile())) {
      List<String> names = jar.stream().map(ZipEntry::getName).toList();
      assertThat(names)
          .as("the adapter and the engine are inside")
          .contains(entryPoint, "io/oxbow/Store.class", "META-INF/LICENSE");
      assertThat(names)
          .as(
              "foreign entries; relocate or leave them out in the parent pom's drop-in-jar"
                  + " execution")
          .allMatch(DropInJarsIT::isOurs);
      assertThat(names)
          .as("native libraries")
          .noneMatch(n -> n.matches("(?i).*\\.(so|dll|dylib|jnilib)"));
      assertThat(names).as("an entry twice").doesNotHaveDuplicates();
      assertThat(versionedNames(packed(module, artifact)))
          .as("what newer JDKs reach memory with, as far as this build made it")
          .isEqualTo(versionedNames(packed("core-engine", "oxbow-core")));
      assertThat(jar.getManifest().getMainAttributes().getValue("Multi-Release")).isEqualTo("true");
    }
  }

  private static List<String> versionedNames(Path packed) throws IOException {
    try (JarFile jar = new JarFile(packed.toFile())) {
      return jar.stream()
          .map(ZipEntry::getName)
          .filter(n -> n.startsWith("META-INF/versions/") && n.endsWith(".class"))
          .sorted()
          .toList();
    }
  }

  private static boolean isOurs(String name) {
    return name.equals("io/") || name.startsWith("io/oxbow/") || name.startsWith("META-INF/");
  }

  private static Path packed(String module, String artifact) {
    Path target = Path.of(System.getProperty("oxbow.root", "..")).resolve(module).resolve("target");
    Path jar = target.resolve(artifact + "-" + System.getProperty("oxbow.version") + ".jar");
    assertThat(jar).as("the drop-in jar; run mvn package first").exists();
    return jar;
  }
}
