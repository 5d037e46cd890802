// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.examples.flink;

import java.nio.file.Path;
import java.util.List;

/**
 * What one run of the job needs to know; goes to its JVM as arguments.
 *
 * @param input the file of flights
 * @param backend the value of {@code state.backend.type}
 * @param checkpoints the folder for checkpoints
 * @param results the file for the results
 * @param perSecond flights a second at most, see {@link Pace}
 * @param holdAt after how many flights to read no more, see {@link Pace}
 * @param restoreFrom the checkpoint to begin from, or {@code null}
 */
record JobSettings(
    Path input,
    String backend,
    Path checkpoints,
    Path results,
    long perSecond,
    long holdAt,
    Path restoreFrom) {
  private static final String NONE = "-";

  List<String> toArgs() {
    return List.of(
        input.toString(),
        backend,
        checkpoints.toString(),
        results.toString(),
        String.valueOf(perSecond),
        String.valueOf(holdAt),
        restoreFrom == null ? NONE : restoreFrom.toString());
  }

  static JobSettings of(String... args) {
    return new JobSettings(
        Path.of(args[0]),
        args[1],
        Path.of(args[2]),
        Path.of(args[3]),
        Long.parseLong(args[4]),
        Long.parseLong(args[5]),
        args[6].equals(NONE) ? null : Path.of(args[6]));
  }
}
