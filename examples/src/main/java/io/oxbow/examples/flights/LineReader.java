// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.examples.flights;

import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;

/**
 * Lines of a text, each in bounded memory: a file that is no text at all may be one line of many
 * gigabytes. For one thread.
 */
final class LineReader implements Closeable {
  /** Characters of a line that are kept; of a longer one these and one more. */
  static final int LONGEST = 1_000;

  private final Reader in;
  private final char[] buffer = new char[1 << 16];
  private final StringBuilder line = new StringBuilder();
  private int next;
  private int end;

  LineReader(Reader in) {
    this.in = in;
  }

  /** The next line without its end, or {@code null} after the last one. */
  String next() throws IOException {
    line.setLength(0);
    boolean any = false;
    while (next < end || fill()) {
      any = true;
      char c = buffer[next++];
      if (c == '\n') {
        break;
      }
      if (line.length() <= LONGEST) {
        line.append(c);
      }
    }
    if (!any) {
      return null;
    }
    int last = line.length() - 1;
    if (last >= 0 && line.charAt(last) == '\r') {
      line.setLength(last);
    }
    return line.toString();
  }

  private boolean fill() throws IOException {
    next = 0;
    end = Math.max(0, in.read(buffer));
    return end > 0;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
