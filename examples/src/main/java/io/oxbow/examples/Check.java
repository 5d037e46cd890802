// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.examples;

import io.oxbow.examples.flights.Results;
import java.util.List;

/** The demo's verdict: its last line and its exit code. */
public final class Check {
  private static final int SHOWN = 5;

  private Check() {}

  /**
   * Compares, and prints the verdict as the last line.
   *
   * @param found the results of the killed and restored run
   * @param expected the results they have to equal
   * @param what what the expected ones are
   * @return the exit code: {@link ExitCode#IDENTICAL} or {@link ExitCode#DIFFERENT}
   */
  public static int print(Console console, Results found, Results expected, String what) {
    List<String> differences = found.differencesFrom(expected);
    console.line("%n%,d lines of results against %,d of %s", found.size(), expected.size(), what);
    differences.stream().limit(SHOWN).forEach(d -> console.line("  %s", d.replace('\t', ' ')));
    if (differences.size() > SHOWN) {
      console.line("  and %,d differences more", differences.size() - SHOWN);
    }
    // A comparison of nothing with nothing shows nothing.
    boolean identical = differences.isEmpty() && found.size() > 0;
    console.line("results identical: %s", identical);
    return identical ? ExitCode.IDENTICAL : ExitCode.DIFFERENT;
  }
}
