// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.examples.flights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a file holds, its flights are read, its bad rows counted, and the reading ends. */
class FlightInputTest {
  private static final String HEADER = "date,delay,distance,origin,destination\n";
  private static final String GOOD = "2001-01-01 00:01,-13,2345,ANC,LAX\n";

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2001-01-01 00:01,5,2345,ANC|expected 5 fields, found 4",
        "2001-01-01 00:01,5,2345,ANC,LAX,|expected 5 fields, found 6",
        "2001-02-30 00:01,5,2345,ANC,LAX|date is \"2001-02-30 00:01\"",
        "2001-01-01 24:00,5,2345,ANC,LAX|date is",
        "01/01/2001,5,2345,ANC,LAX|date is",
        "2001-01-01 00:01,,2345,ANC,LAX|delay is \"\"",
        "2001-01-01 00:01,late,2345,ANC,LAX|delay is \"late\"",
        "2001-01-01 00:01,99999999999,2345,ANC,LAX|delay is",
        "2001-01-01 00:01,2000000,2345,ANC,LAX|delay is",
        "2001-01-01 00:01,5,-1,ANC,LAX|distance is \"-1\"",
        "2001-01-01 00:01,5,2345,,LAX|origin is",
        "2001-01-01 00:01,5,2345,A-C,LAX|origin is \"A-C\"",
        "2001-01-01 00:01,5,2345,ANC,LOSANGELES|destination is",
      })
  void aBadRowIsNamedWithItsLineAndReason(String row, String problem) throws Exception {
    FlightInput input = FlightInput.scan(file(HEADER + GOOD + row + "\n" + GOOD));
    assertThat(input.flights()).isEqualTo(2);
    assertThat(input.badRows()).isEqualTo(1);
    assertThat(input.problems()).hasSize(1);
    assertThat(input.problems().get(0)).startsWith("line 3: ").contains(problem);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        HEADER + GOOD + GOOD,
        GOOD + GOOD,
        "\ufeff" + HEADER + GOOD + GOOD,
        "\ufeff" + GOOD + GOOD,
        "Date , delay,distance,origin,destination\r\n2001-01-01 00:01,-13,2345,ANC,LAX\r\n" + GOOD,
        HEADER + "\n" + GOOD + "\n\n" + "2001-01-01 00:01, -13 ,2345, ANC,LAX",
      })
  void aHeaderIsOptionalAndLineEndsAreAsTheyCome(String text) throws Exception {
    FlightInput input = FlightInput.scan(file(text));
    assertThat(input.badRows()).as("%s", input.problems()).isZero();
    assertThat(input.flights()).isEqualTo(2);
    try (FlightRows rows = FlightRows.open(input.file())) {
      assertThat(rows.next()).isEqualTo(rows.next()).isEqualTo(FlightParser.parse(GOOD.trim()));
    }
  }

  @Test
  void aHeaderInTheMiddleIsABadRow() throws Exception {
    assertThat(FlightInput.scan(file(GOOD + HEADER + GOOD)).badRows()).isEqualTo(1);
  }

  @Test
  void manyBadRowsAreAllCountedAndAFewShown() throws Exception {
    FlightInput input = FlightInput.scan(file("x\n".repeat(5_000) + GOOD));
    assertThat(input.badRows()).isEqualTo(5_000);
    assertThat(input.problems()).hasSize(3);
  }

  @Test
  void aLineWithoutEndIsOneBadRow() throws Exception {
    String endless = "2001-01-01 00:01,".repeat(100_000);
    FlightInput input = FlightInput.scan(file(GOOD + endless + "\n" + GOOD));
    assertThat(input.flights()).isEqualTo(2);
    assertThat(input.problems()).containsExactly("line 2: longer than 1000 characters");
  }

  @Test
  void gzipIsToldByItsContent() throws Exception {
    Path file = folder.resolve("flights.csv");
    Files.write(file, gzip(HEADER + GOOD));
    assertThat(FlightInput.scan(file).flights()).isEqualTo(1);
  }

  @Test
  void readingGoesOnWhereItStoodWhateverWasInBetween() throws Exception {
    Path file = file(HEADER + GOOD + "bad\n\n" + GOOD.replace("ANC", "SEA") + "bad\n" + GOOD);
    try (FlightRows rows = FlightRows.open(file)) {
      for (Flight flight = rows.next(); flight != null; flight = rows.next()) {
        try (FlightRows again = FlightRows.open(file)) {
          again.skipLines(rows.lines());
          Flight next = again.next();
          assertThat(next == null ? null : next.origin())
              .as("after line " + rows.lines())
              .isEqualTo(rows.lines() == 2 ? "SEA" : rows.lines() == 5 ? "ANC" : null);
        }
      }
    }
  }

  @Test
  void whatCannotBeUsedIsRefusedWithItsReason() throws IOException {
    assertRefused(folder.resolve("absent.csv"), "there is no file");
    assertRefused(folder, "is a folder");
    assertRefused(file(""), "it is empty");
    assertRefused(file("\n\n"), "it is empty");
    assertRefused(file(HEADER), "it is empty");
    assertRefused(file("a,b\nc\n"), "2 bad rows, the first at line 1: expected 5 fields");
    assertRefused(file("\u0000\u0001\u0007" + "x".repeat(50)), "1 bad rows");
  }

  @Test
  void aCutGzipIsRefusedThoughItsFirstRowsAreGood() throws IOException {
    byte[] whole = gzip(HEADER + GOOD.repeat(50_000));
    Path file = folder.resolve("cut.csv.gz");
    Files.write(file, Arrays.copyOf(whole, whole.length - 12));
    assertRefused(file, "is it damaged?");
  }

  private void assertRefused(Path file, String reason) {
    assertThatThrownBy(() -> FlightInput.scan(file))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(reason)
        .hasMessageContaining(file.toString())
        .satisfies(e -> assertThat(e.getMessage().lines()).as("one line").hasSize(1));
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("flights.csv"), text);
  }

  private static byte[] gzip(String text) throws IOException {
    var bytes = new java.io.ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}
