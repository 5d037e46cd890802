// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What tests of planted races have in common: how a race is planted, and has to be noticed. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
abstract class PlantedRaceChecks {
  @TempDir private Path directory;

  /** The plant is called instead of what is called at this place. */
  static CallSwap instead(String place, String method, String called, String plant) {
    return CallSwap.instead(RacePlants.class, place, method, called, plant);
  }

  /** The plant is called behind what is called at this place. */
  static CallSwap behind(String place, String method, String called, String plant) {
    return CallSwap.behind(RacePlants.class, place, method, called, plant);
  }

  /** What this test method says of an engine with these changes, null = it passes. */
  final String noticedBy(String test, String method, CallSwap... swaps)
      throws IOException, InterruptedException {
    return new PlantedRace(directory, swaps).noticedBy(test, method);
  }

  /** Fails unless this test method notices the changes. */
  final void requireNoticed(String test, String method, CallSwap... swaps)
      throws IOException, InterruptedException {
    String noticed = noticedBy(test, method, swaps);
    assertThat(noticed).as("what %s.%s says about the bug", test, method).isNotNull();
    System.out.println("planted and " + noticed.lines().findFirst().orElse(""));
  }
}
