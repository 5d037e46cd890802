// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.examples;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Examples show what users do: Oxbow is chosen by configuration, not built into the code. */
class ExamplesDoorTest {
  static {
    // The rules are about names; the hosts' own classes need not be read.
    ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
  }

  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.oxbow.examples");

  @Test
  void noExampleUsesTheEngineOrTheBackendsClasses() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.oxbow", "io.oxbow.flink..")
        .check(classes);
  }

  @Test
  void eachHostStaysInItsPackage() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.oxbow.examples.flink..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.flink..")
        .check(classes);
    noClasses()
        .that()
        .resideOutsideOfPackage("io.oxbow.examples.kafka..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.kafka..", "io.oxbow.kafka..")
        .check(classes);
    noClasses()
        .that()
        .resideInAnyPackage("io.oxbow.examples.flights..", "io.oxbow.examples.process..")
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages(
            "java..", "io.oxbow.examples.flights..", "io.oxbow.examples.process..")
        .check(classes);
  }
}
