// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Which room may use which, as the package pages say. */
class RoomsTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.oxbow.flink");

  @Test
  void roomsAreUsedInOneDirection() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("backend")
        .definedBy("io.oxbow.flink")
        .layer("restore")
        .definedBy("io.oxbow.flink.restore..")
        .layer("snapshot")
        .definedBy("io.oxbow.flink.snapshot..")
        .layer("state")
        .definedBy("io.oxbow.flink.state..")
        .layer("timer")
        .definedBy("io.oxbow.flink.timer..")
        .layer("key")
        .definedBy("io.oxbow.flink.key..")
        .layer("catalog")
        .definedBy("io.oxbow.flink.catalog..")
        .whereLayer("backend")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("restore")
        .mayOnlyBeAccessedByLayers("backend")
        .whereLayer("snapshot")
        .mayOnlyBeAccessedByLayers("backend", "restore")
        .whereLayer("state")
        .mayOnlyBeAccessedByLayers("backend")
        .whereLayer("timer")
        .mayOnlyBeAccessedByLayers("backend")
        .whereLayer("key")
        .mayOnlyBeAccessedByLayers("backend", "restore", "snapshot", "state", "timer")
        .check(CLASSES);
  }
}
