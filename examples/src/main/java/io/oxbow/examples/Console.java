// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.examples;

import java.io.PrintStream;
import java.util.Locale;

/** Where the demo tells what it does. For one thread. */
public final class Console {
  private final PrintStream out;
  private final long started = System.nanoTime();

  public Console(PrintStream out) {
    this.out = out;
  }

  /** One step, after the seconds since the start. */
  public void step(String format, Object... args) {
    double seconds = (System.nanoTime() - started) / 1e9;
    line(String.format(Locale.ROOT, "[%5.1f s] ", seconds) + format, args);
  }

  /** One line. */
  public void line(String format, Object... args) {
    out.println(String.format(Locale.ROOT, format, args));
    out.flush();
  }
}
