// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.examples.process;

import java.io.IOException;

/** In a child: notices that the parent closed its standard input or is gone. */
public final class InputWatch {
  private InputWatch() {}

  /** Waits until standard input ends. */
  public static void awaitEnd() throws IOException {
    while (System.in.read() >= 0) {
      // nothing is ever said, only the end matters
    }
  }

  /** Ends this JVM at once, without any clean-up, when standard input ends. */
  public static void haltAtEnd() {
    Thread watch =
        new Thread(
            () -> {
              try {
                awaitEnd();
              } catch (IOException e) {
                // as good as the end
              }
              Runtime.getRuntime().halt(3);
            },
            "input-watch");
    watch.setDaemon(true);
    watch.start();
  }
}
