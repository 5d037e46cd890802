// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.kafka;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The adapter sees of the engine its root package and nothing behind it. */
class EngineDoorTest {
  private static final String ENGINE = "io.oxbow";
  private static final String ADAPTER = "io.oxbow.kafka";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ADAPTER);

  @Test
  void theEngineIsEnteredByItsDoorOnly() {
    noClasses()
        .should()
        .dependOnClassesThat(describe("are inner rooms of the engine", EngineDoorTest::isRoom))
        .because("io.oxbow is the public door; ask for what is missing there")
        .check(CLASSES);
  }

  @Test
  void noClassOfARivalIsNamed() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.rocksdb..", "org.forstdb..")
        .because("Oxbow must run where no RocksDB jar is on the class path")
        .check(CLASSES);
  }

  private static boolean isRoom(JavaClass type) {
    String name = type.getPackageName();
    boolean inside = name.startsWith(ENGINE + ".");
    return inside && !name.equals(ADAPTER) && !name.startsWith(ADAPTER + ".");
  }
}
