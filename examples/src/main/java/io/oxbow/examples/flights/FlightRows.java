// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.examples.flights;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * The flights of a file, in its order: plain text or gzip, told apart by content, with or without a
 * header. Bad rows are counted and passed over; empty lines are passed over. For one thread.
 */
public final class FlightRows implements Closeable {
  private static final int PROBLEMS_KEPT = 3;
  private static final int GZIP_MAGIC = 0x1f8b;

  private final LineReader lines;
  private final List<String> problems = new ArrayList<>();
  private long line;
  private long badRows;

  private FlightRows(LineReader lines) {
    this.lines = lines;
  }

  /** Opens a file at its first line. */
  public static FlightRows open(Path file) throws IOException {
    InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    try {
      raw.mark(2);
      boolean gzip = (raw.read() << 8 | raw.read()) == GZIP_MAGIC;
      raw.reset();
      InputStream text = gzip ? new GZIPInputStream(raw, 1 << 16) : raw;
      return new FlightRows(new LineReader(new InputStreamReader(text, StandardCharsets.UTF_8)));
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }

  /** Passes over lines without looking at them; stops at the end of the file. */
  public void skipLines(long count) throws IOException {
    long target = line + count;
    while (line < target && lines.next() != null) {
      line++;
    }
  }

  /** The next flight, or {@code null} after the last one. */
  public Flight next() throws IOException {
    for (String text = lines.next(); text != null; text = lines.next()) {
      line++;
      String row = line == 1 && text.startsWith("\ufeff") ? text.substring(1) : text;
      if (row.isBlank() || line == 1 && FlightParser.isHeader(row)) {
        continue;
      }
      try {
        if (row.length() > LineReader.LONGEST) {
          throw new BadRowException("longer than " + LineReader.LONGEST + " characters");
        }
        return FlightParser.parse(row);
      } catch (BadRowException e) {
        note(e.getMessage());
      }
    }
    return null;
  }

  private void note(String problem) {
    badRows++;
    if (problems.size() < PROBLEMS_KEPT) {
      problems.add("line " + line + ": " + problem);
    }
  }

  /** Lines read or passed over so far; to go on from here, open and skip as many. */
  public long lines() {
    return line;
  }

  /** Bad rows met so far. */
  public long badRows() {
    return badRows;
  }

  /** What was wrong with the first few bad rows. */
  public List<String> problems() {
    return List.copyOf(problems);
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
