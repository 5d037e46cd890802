// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.examples;

import io.oxbow.examples.flights.DelayTotals;
import io.oxbow.examples.flights.Result;
import io.oxbow.examples.flights.Results;
import java.util.ArrayList;
import java.util.List;

/** Results of which one is wrong by one flight. */
public final class Flipped {
  private Flipped() {}

  public static Results of(Results results) {
    List<Result> lines = new ArrayList<>(results.lines());
    int one = lines.size() / 2;
    while (!lines.get(one).table().equals(Result.ROUTE)) {
      one++;
    }
    Result right = lines.get(one);
    DelayTotals totals = DelayTotals.parse(right.value());
    lines.set(
        one,
        Result.of(
            right.table(),
            right.key(),
            new DelayTotals(totals.flights() + 1, totals.delay(), totals.worst())));
    return Results.of(lines);
  }
}
