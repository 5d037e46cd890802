// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.examples.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.oxbow.examples.ExitCode;
import io.oxbow.examples.Flipped;
import io.oxbow.examples.Recorded;
import io.oxbow.examples.Slice;
import io.oxbow.examples.flights.FlightInput;
import io.oxbow.examples.flights.Results;
import io.oxbow.examples.process.Workplace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The job ends as if it had never been killed; and the demo would say so if it did not. */
@Timeout(240)
class FlinkDemoTest {
  private static final Pattern FROM_ROW = Pattern.compile(".*restored run: .* from row ([0-9,]+)");

  @TempDir private Path folder;
  private final Recorded screen = new Recorded();

  @Test
  void aKilledJobGoesOnFromItsCheckpointAndEndsWithTheSameResults() throws Exception {
    FlightInput input = Slice.write(folder.resolve("flights.csv"), 30);
    assertThat(input.badRows()).isEqualTo(Slice.BAD_ROWS);
    List<Results> seen = new ArrayList<>();
    FlinkDemo demo =
        new FlinkDemo(
            input,
            screen.console(),
            results -> {
              seen.add(results);
              return results;
            });
    int code = runIn(demo);
    assertThat(screen.lines()).as("all of the screen").anyMatch(line -> line.contains("SIGKILL"));
    assertThat(firstRowOfTheRestoredRun())
        .as("neither from the beginning nor beyond what the killed run read")
        .isBetween(1L, input.flights() * 3 / 4);
    assertThat(screen.lastLine()).isEqualTo("results identical: true");
    assertThat(code).isEqualTo(ExitCode.IDENTICAL);
    Results results = seen.get(0);
    assertThat(results.totals("route").values().stream().mapToLong(t -> t.flights()).sum())
        .as("every flight counts once")
        .isEqualTo(input.flights());
    for (String table : List.of("airport", "destination", "hour", "last", "worst")) {
      assertThat(results.table(table)).as(table).isNotEmpty();
    }
    assertThat(results.table("late")).as("rows behind their time").isNotEmpty();
    assertThat(results.table("quiet")).as("timers fired").isNotEmpty();
  }

  @Test
  void oneWrongResultIsSeen() throws Exception {
    FlightInput input = Slice.write(folder.resolve("flights.csv"), 300);
    int code = runIn(new FlinkDemo(input, screen.console(), Flipped::of));
    assertThat(screen.lastLine()).isEqualTo("results identical: false");
    assertThat(code).isEqualTo(ExitCode.DIFFERENT);
    assertThat(screen.lines()).anyMatch(line -> line.startsWith("  not expected: route "));
    assertThat(screen.lines()).anyMatch(line -> line.startsWith("  missing: route "));
  }

  private static int runIn(FlinkDemo demo) throws Exception {
    try (Workplace workplace = Workplace.create()) {
      return demo.run(workplace);
    }
  }

  private long firstRowOfTheRestoredRun() {
    return screen.lines().stream()
        .map(FROM_ROW::matcher)
        .filter(Matcher::matches)
        .mapToLong(found -> Long.parseLong(found.group(1).replace(",", "")))
        .findFirst()
        .orElse(-1);
  }
}
