// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.examples.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.oxbow.examples.ExitCode;
import io.oxbow.examples.Flipped;
import io.oxbow.examples.Recorded;
import io.oxbow.examples.Report;
import io.oxbow.examples.Slice;
import io.oxbow.examples.flights.FlightInput;
import io.oxbow.examples.flights.Results;
import io.oxbow.examples.process.Workplace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every flight counts once, although the application is killed; and the demo sees when not. */
@Timeout(240)
class KafkaDemoTest {
  @TempDir private Path folder;
  private final Recorded screen = new Recorded();

  @Test
  void aKilledApplicationCountsEveryFlightOnceAndOneWrongResultIsSeen() throws Exception {
    FlightInput input = Slice.write(folder.resolve("flights.csv"), 30);
    assertThat(input.badRows()).isEqualTo(Slice.BAD_ROWS);
    List<Results> seen = new ArrayList<>();
    int code;
    try (Workplace workplace = Workplace.create()) {
      KafkaDemo demo =
          new KafkaDemo(
              input,
              screen.console(),
              results -> {
                seen.add(results);
                return Flipped.of(results);
              });
      code = demo.run(workplace);
    }
    assertThat(screen.lines()).anyMatch(line -> line.contains("SIGKILL"));
    assertThat(seen.get(0).differencesFrom(ExpectedTotals.of(input)))
        .as("what the application counted, against the file")
        .isEmpty();
    assertThat(screen.lastLine()).as("with one result wrong").isEqualTo("results identical: false");
    assertThat(code).isEqualTo(ExitCode.DIFFERENT);
  }

  @Test
  void theExpectedTotalsCountEveryFlight() throws Exception {
    FlightInput input = Slice.write(folder.resolve("flights.csv"), 100);
    Results expected = ExpectedTotals.of(input);
    for (String table : List.of("route", "airport", "hour")) {
      assertThat(expected.totals(table).values().stream().mapToLong(t -> t.flights()).sum())
          .as(table)
          .isEqualTo(input.flights());
    }
    new Report(expected).print(screen.console());
    assertThat(screen.lines()).contains("Busiest routes", "Busiest hours");
  }
}
