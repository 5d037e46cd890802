// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The rooms of the engine and who may look into whom: tree to cache to log to io, page and memory
 * below, checkpoint beside, the root package as the door in front.
 */
class PackageDirectionsTest {
  private static final String ROOT = "io.oxbow";

  /** What each room may import of Oxbow; the root's plain types come on top where DOOR is named. */
  private static final Map<String, Set<String>> MAY_IMPORT =
      Map.of(
          "memory", Set.of(),
          "page", Set.of("memory"),
          "io", Set.of("DOOR"),
          "log", Set.of("io", "memory", "DOOR"),
          "cache", Set.of("log", "io", "page", "memory", "DOOR"),
          "tree", Set.of("cache", "log", "page", "memory", "DOOR"),
          "checkpoint", Set.of("tree", "cache", "log", "io", "page", "memory", "DOOR"));

  private static final JavaClasses ENGINE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_JARS)
          .importPackages(ROOT);

  static Stream<String> rooms() {
    return MAY_IMPORT.keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void aRoomImportsOnlyTheRoomsBelowIt(String room) {
    Set<String> allowed = MAY_IMPORT.get(room);
    List<String> wrong = new ArrayList<>();
    int looked = 0;
    for (JavaClass origin : ENGINE) {
      if (!roomOf(origin).equals(room)) {
        continue;
      }
      looked++;
      for (Dependency dependency : origin.getDirectDependenciesFromSelf()) {
        JavaClass target = dependency.getTargetClass().getBaseComponentType();
        if (!isOxbow(target) || roomOf(target).equals(room)) {
          continue;
        }
        String needed = roomOf(target).isEmpty() ? "DOOR" : roomOf(target);
        if (!allowed.contains(needed)) {
          wrong.add(dependency.getDescription());
        }
      }
    }
    assertThat(looked).as("classes in room %s; an empty room has no directions", room).isPositive();
    assertThat(wrong)
        .as(
            "%s may import of Oxbow only %s; move the code up, or pass in what it needs",
            room, allowed)
        .isEmpty();
  }

  @Test
  void everyPackageOfTheEngineIsARoomWithARule() {
    Set<String> unknown = new TreeSet<>();
    for (JavaClass type : ENGINE) {
      if (!roomOf(type).isEmpty() && !MAY_IMPORT.containsKey(roomOf(type))) {
        unknown.add(type.getPackageName());
      }
    }
    assertThat(unknown)
        .as("packages without a line in MAY_IMPORT; add what they may see")
        .isEmpty();
  }

  /** Root types used inside the rooms (exceptions, carriers) must not lead back into a room. */
  @Test
  void rootTypesUsedByRoomsArePlain() {
    Map<String, String> wrong = new TreeMap<>();
    for (JavaClass origin : ENGINE) {
      if (roomOf(origin).isEmpty()) {
        continue;
      }
      for (Dependency dependency : origin.getDirectDependenciesFromSelf()) {
        JavaClass target = dependency.getTargetClass().getBaseComponentType();
        if (isOxbow(target) && roomOf(target).isEmpty()) {
          usesOfRooms(target).forEach(use -> wrong.put(origin.getName() + " uses " + target, use));
        }
      }
    }
    assertThat(wrong).as("a room may use only root types that use no room themselves").isEmpty();
  }

  @Test
  void noRoomsDependOnEachOtherInACircle() {
    slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(ENGINE);
  }

  @Test
  void theDoorShowsNoRoomInItsPublicSignatures() {
    List<String> wrong = new ArrayList<>();
    for (JavaClass type : ENGINE) {
      if (!roomOf(type).isEmpty() || !type.getModifiers().contains(JavaModifier.PUBLIC)) {
        continue;
      }
      for (JavaCodeUnit unit : type.getCodeUnits()) {
        boolean open =
            unit.getModifiers().contains(JavaModifier.PUBLIC)
                || unit.getModifiers().contains(JavaModifier.PROTECTED);
        if (open && signature(unit).anyMatch(t -> isOxbow(t) && !roomOf(t).isEmpty())) {
          wrong.add(unit.getFullName());
        }
      }
    }
    assertThat(wrong).as("public members that name a type of an inner room; hide it").isEmpty();
  }

  @Test
  void onlyIoTouchesFiles() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".io")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.nio.file.Files")
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching("java\\.nio\\.channels\\..*Channel|java\\.io\\.(File[A-Z]|Random).*")
        .because("the simulator can stand in for the disk only if every operation goes through io")
        .check(ENGINE);
  }

  @Test
  void onlyMemoryTouchesRawMemory() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".memory")
        .should()
        .dependOnClassesThat()
        .haveNameMatching("sun\\.misc\\..*|jdk\\.internal\\..*|java\\.lang\\.foreign\\..*")
        .because("Mem is the one door to off-heap memory")
        .check(ENGINE);
  }

  @Test
  void nothingIsDeserializedByJava() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveNameMatching("java\\.io\\.Object(Input|Output)Stream")
        .because("snapshot files are untrusted input")
        .check(ENGINE);
  }

  private static Stream<JavaClass> signature(JavaCodeUnit unit) {
    return Stream.concat(Stream.of(unit.getRawReturnType()), unit.getRawParameterTypes().stream())
        .map(JavaClass::getBaseComponentType);
  }

  private static List<String> usesOfRooms(JavaClass rootType) {
    return rootType.getDirectDependenciesFromSelf().stream()
        .filter(d -> isOxbow(d.getTargetClass().getBaseComponentType()))
        .filter(d -> !roomOf(d.getTargetClass().getBaseComponentType()).isEmpty())
        .map(Dependency::getDescription)
        .toList();
  }

  private static boolean isOxbow(JavaClass type) {
    return type.getPackageName().equals(ROOT) || type.getPackageName().startsWith(ROOT + ".");
  }

  /** The first package name below the root, or "" for the root itself. */
  private static String roomOf(JavaClass type) {
    String name = type.getPackageName();
    if (!name.startsWith(ROOT + ".")) {
      return "";
    }
    String below = name.substring(ROOT.length() + 1);
    int dot = below.indexOf('.');
    return dot < 0 ? below : below.substring(0, dot);
  }
}
