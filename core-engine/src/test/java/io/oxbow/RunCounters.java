// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow;

import io.oxbow.cache.PageStats;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What happened in the runs of a test: a run in which nothing happens proves nothing. */
final class RunCounters {
  private final Map<String, Long> counts = new TreeMap<>();

  void add(String what, long times) {
    counts.merge(what, times, Long::sum);
  }

  /** The counters of an engine that is about to be closed. */
  void add(PageStats s) {
    add("splits", s.splits.sum());
    add("inner splits", s.innerSplits.sum());
    add("root growths", s.rootGrowths.sum());
    add("merges", s.merges.sum());
    add("merges given up", s.mergesGivenUp.sum());
    add("consolidations", s.consolidations.sum());
    add("loads", s.loads.sum());
    add("pre-images", s.preImages.sum());
    add("blind writes", s.blindWrites.sum());
    add("records bulk-loaded", s.bulkLoaded.sum());
    add("overwrites", s.overwrites.sum());
    add("pieces written", s.piecesWritten.sum());
  }

  long of(String what) {
    return counts.getOrDefault(what, 0L);
  }

  /** Those of {@code wanted} that never happened. */
  List<String> missing(String... wanted) {
    List<String> missing = new ArrayList<>();
    for (String what : wanted) {
      if (of(what) == 0) {
        missing.add(what);
      }
    }
    return missing;
  }

  @Override
  public String toString() {
    return counts.toString();
  }
}
