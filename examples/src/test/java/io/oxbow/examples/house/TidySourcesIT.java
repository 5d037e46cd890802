// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.examples.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** House rules for the sources of all modules; each message says what to do. Runs in verify. */
class TidySourcesIT {
  private static final int MAX_LINES = 400;
  private static final int MAX_COLUMNS = 100;
  private static final String HEADER =
      "// Copyright 2026 The Oxbow authors\n// SPDX-License-Identifier: Apache-2.0\n";
  private static final Pattern UNFINISHED =
      Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");
  private static final Pattern VAGUE_NAME =
      Pattern.compile("\\w+(Manager|Helper|Helpers|Util|Utils|Impl|Context)\\.java");
  private static final Pattern LINK = Pattern.compile("]\\((?!https?:|#)([^)#]+)(?:#[^)]*)?\\)");
  private static final Pattern PRODUCT = Pattern.compile("(?i)ox[-_ ]?bow");
  private static final Set<String> SPELLINGS = Set.of("Oxbow", "oxbow", "OXBOW");

  private static Path root;
  private static List<Path> sources;

  @BeforeAll
  static void find() throws IOException {
    root = SourceFiles.root();
    sources = SourceFiles.ofAllModules();
  }

  @Test
  void sourceFilesStayShort() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (Path file : sources) {
      int lines = Files.readAllLines(file).size();
      if (lines > MAX_LINES) {
        wrong.add(name(file) + " has " + lines + " lines");
      }
    }
    assertThat(wrong).as("at most %d lines a file; split the class by job", MAX_LINES).isEmpty();
  }

  @Test
  void linesFitTheScreen() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (Path file : sources) {
      List<String> lines = Files.readAllLines(file);
      for (int i = 0; i < lines.size(); i++) {
        String line = lines.get(i);
        if (line.length() > MAX_COLUMNS && !line.startsWith("import ")) {
          wrong.add(name(file) + ":" + (i + 1) + " has " + line.length() + " columns");
        }
      }
    }
    assertThat(wrong)
        .as("at most %d columns; run mvn spotless:apply, then break what is left", MAX_COLUMNS)
        .isEmpty();
  }

  @Test
  void nothingIsLeftForLater() throws IOException {
    assertThat(linesWith(UNFINISHED)).as("finish it, or write it into docs/road.md").isEmpty();
  }

  @Test
  void classNamesSayWhatTheClassDoes() {
    List<String> wrong =
        sources.stream()
            .filter(f -> VAGUE_NAME.matcher(f.getFileName().toString()).matches())
            .map(TidySourcesIT::name)
            .toList();
    assertThat(wrong).as("name the class by its job; these endings say nothing").isEmpty();
  }

  @Test
  void everySourceCarriesTheLicenceHeader() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (Path file : sources) {
      if (!Files.readString(file).startsWith(HEADER)) {
        wrong.add(name(file));
      }
    }
    assertThat(wrong).as("begin these files with:%n%s", HEADER).isEmpty();
  }

  @Test
  void everyPackageSaysWhatItIs() {
    Set<String> wrong = new TreeSet<>();
    for (Path file : sources) {
      Path folder = file.getParent();
      boolean ours = folder.toString().contains("/java/io/oxbow");
      if (ours && !described(folder)) {
        wrong.add(name(folder));
      }
    }
    assertThat(wrong)
        .as("add package-info.java: what it is, what it may import, its one invariant")
        .isEmpty();
  }

  @Test
  void theProductHasOneName() throws IOException {
    List<String> wrong = new ArrayList<>();
    List<Path> files = new ArrayList<>(sources);
    files.addAll(pages());
    for (Path file : files) {
      Matcher found = PRODUCT.matcher(Files.readString(file));
      while (found.find()) {
        boolean own = file.getFileName().toString().equals("TidySourcesIT.java");
        if (!own && !SPELLINGS.contains(found.group())) {
          wrong.add(name(file) + ": " + found.group());
        }
      }
    }
    assertThat(wrong).as("the product is written Oxbow").isEmpty();
  }

  @Test
  void linksOfThePagesLeadSomewhere() throws IOException {
    List<String> wrong = new ArrayList<>();
    int seen = 0;
    for (Path page : pages()) {
      Matcher link = LINK.matcher(Files.readString(page));
      while (link.find()) {
        seen++;
        if (!Files.exists(page.resolveSibling(link.group(1)))) {
          wrong.add(name(page) + " names " + link.group(1));
        }
      }
    }
    assertThat(seen).as("links found in the pages").isGreaterThan(10);
    assertThat(wrong).as("write the page, or take the link out").isEmpty();
  }

  private static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>(SourceFiles.under(root.resolve("docs"), ".md"));
    pages.add(root.resolve("README.md"));
    return pages;
  }

  /** A test folder of a package that main describes needs no second description. */
  private static boolean described(Path folder) {
    Path twin = Path.of(folder.toString().replaceFirst("/src/[^/]+/java[^/]*/", "/src/main/java/"));
    return Files.exists(folder.resolve("package-info.java"))
        || Files.exists(twin.resolve("package-info.java"))
        || describedInTheEngine(folder);
  }

  private static boolean describedInTheEngine(Path folder) {
    String inside = folder.toString().replaceFirst(".*/src/[^/]+/java[^/]*/", "");
    return Files.exists(
        root.resolve("core-engine/src/main/java").resolve(inside).resolve("package-info.java"));
  }

  private static List<String> linesWith(Pattern pattern) throws IOException {
    List<String> found = new ArrayList<>();
    for (Path file : sources) {
      List<String> lines = Files.readAllLines(file);
      for (int i = 0; i < lines.size(); i++) {
        if (pattern.matcher(lines.get(i)).find()) {
          found.add(name(file) + ":" + (i + 1) + " " + lines.get(i).strip());
        }
      }
    }
    return found;
  }

  private static String name(Path file) {
    return root.relativize(file).toString();
  }
}
