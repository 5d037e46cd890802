// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.examples.flights;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All results of a job, in order. A line that came twice is there twice: repeated output is a
 * difference too. Immutable.
 */
public final class Results {
  private final List<Result> lines;

  private Results(Collection<Result> lines) {
    this.lines = lines.stream().sorted().toList();
  }

  public static Results of(Collection<Result> lines) {
    return new Results(lines);
  }

  /** Reads a file made by {@link #write}. */
  public static Results read(Path file) throws IOException {
    try (var text = Files.lines(file)) {
      return new Results(text.map(Result::parse).toList());
    }
  }

  /** Writes a file, whole or not at all; one that is there is replaced. */
  public void write(Path file) throws IOException {
    Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
    Files.write(unfinished, lines.stream().map(Result::line).toList());
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
  }

  public int size() {
    return lines.size();
  }

  public List<Result> lines() {
    return lines;
  }

  /** A table's values by key, in the order of the keys. */
  public Map<String, String> table(String table) {
    Map<String, String> rows = new TreeMap<>();
    lines.stream().filter(l -> l.table().equals(table)).forEach(l -> rows.put(l.key(), l.value()));
    return rows;
  }

  /** A table of totals by key, in the order of the keys. */
  public Map<String, DelayTotals> totals(String table) {
    Map<String, DelayTotals> rows = new TreeMap<>();
    table(table).forEach((key, value) -> rows.put(key, DelayTotals.parse(value)));
    return rows;
  }

  /**
   * Where these results and the expected ones differ; empty when they are identical.
   *
   * @return one line per difference
   */
  public List<String> differencesFrom(Results expected) {
    List<String> found = new ArrayList<>();
    int mine = 0;
    int theirs = 0;
    while (mine < lines.size() || theirs < expected.lines.size()) {
      int order = order(mine, expected, theirs);
      if (order < 0) {
        found.add("not expected: " + lines.get(mine).line());
      } else if (order > 0) {
        found.add("missing: " + expected.lines.get(theirs).line());
      }
      mine += order <= 0 ? 1 : 0;
      theirs += order >= 0 ? 1 : 0;
    }
    return found;
  }

  private int order(int mine, Results expected, int theirs) {
    if (mine == lines.size()) {
      return 1;
    }
    return theirs == expected.lines.size()
        ? -1
        : lines.get(mine).compareTo(expected.lines.get(theirs));
  }
}
