// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.examples;

import java.util.ArrayList;
import java.util.List;

/** A table on the screen: the first column to the left, the others to the right. */
final class Table {
  private final String title;
  private final List<String[]> rows = new ArrayList<>();

  Table(String title, String... columns) {
    this.title = title;
    rows.add(columns);
  }

  void row(String... cells) {
    rows.add(cells);
  }

  void print(Console console) {
    int[] widths = new int[rows.get(0).length];
    for (String[] row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    console.line("%n%s", title);
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        line.append("  ").append(String.format((i == 0 ? "%-" : "%") + widths[i] + "s", row[i]));
      }
      console.line("%s", line);
    }
  }
}
