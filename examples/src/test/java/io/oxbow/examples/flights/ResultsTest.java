// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.examples.flights;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A difference between results is never overlooked. */
class ResultsTest {
  private static final Result ONE = Result.of(Result.ROUTE, "ATL-SAV", new DelayTotals(2, 30, 19));
  private static final Result TWO = Result.of(Result.ROUTE, "SAV-ATL", new DelayTotals(1, -3, -3));
  private static final Result OTHER =
      Result.of(Result.ROUTE, "ATL-SAV", new DelayTotals(2, 31, 19));

  @TempDir private Path folder;

  @Test
  void theSameResultsInAnyOrderDoNotDiffer() {
    assertThat(Results.of(List.of(ONE, TWO)).differencesFrom(Results.of(List.of(TWO, ONE))))
        .isEmpty();
  }

  @Test
  void aChangedLineIsMissingAndNotExpected() {
    assertThat(Results.of(List.of(OTHER, TWO)).differencesFrom(Results.of(List.of(ONE, TWO))))
        .containsExactly(
            "missing: route\tATL-SAV\t2 30 19", "not expected: route\tATL-SAV\t2 31 19");
  }

  @Test
  void aLostLineAndARepeatedOneAreDifferences() {
    Results both = Results.of(List.of(ONE, TWO));
    assertThat(Results.of(List.of(ONE)).differencesFrom(both))
        .containsExactly("missing: route\tSAV-ATL\t1 -3 -3");
    assertThat(Results.of(List.of(ONE, TWO, TWO)).differencesFrom(both))
        .containsExactly("not expected: route\tSAV-ATL\t1 -3 -3");
  }

  @Test
  void resultsComeBackFromAFileAsTheyWere() throws Exception {
    Results written = Results.of(List.of(TWO, ONE, ONE));
    Path file = folder.resolve("results");
    written.write(file);
    written.write(file);
    assertThat(Results.read(file).lines()).isEqualTo(written.lines());
    assertThat(folder.toFile().list()).containsExactly("results");
  }

  @Test
  void totalsOfNegativeDelaysKeepTheirWorst() {
    DelayTotals early = DelayTotals.NONE.plus(-5).plus(-3);
    assertThat(early).isEqualTo(new DelayTotals(2, -8, -3));
    assertThat(early.plus(DelayTotals.NONE)).isEqualTo(DelayTotals.NONE.plus(early));
    assertThat(early.plus(DelayTotals.NONE.plus(4))).isEqualTo(new DelayTotals(3, -4, 4));
    assertThat(DelayTotals.parse(early.text())).isEqualTo(early);
  }
}
