// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Checkpoints are joined by tree name: the names below may never change. */
class TreeNamesTest {

  @Test
  void namesAreAsTheyAlwaysWere() {
    assertThat(TreeNames.encode("count")).isEqualTo("count");
    assertThat(TreeNames.encode("_timer_state/event_user-timers"))
        .isEqualTo("_timer_state%2Fevent_user-timers");
    assertThat(TreeNames.encode("a.b %C3")).isEqualTo("a%2Eb%20%25C3");
    assertThat(TreeNames.encode("\u00e4")).isEqualTo("%C3%A4");
    assertThat(TreeNames.encode("")).isEmpty();
    assertThat(TreeNames.encode("x".repeat(161)))
        .isEqualTo(
            "x".repeat(80) + "~fdb7f3c40645e79ca4c5d1638753243ccb283f5dd126ceb21de5fa7d40953c65");
  }

  @Test
  void differentStatesNeverShareATree() {
    List<String> names =
        List.of(
            "a",
            "A",
            "a b",
            "a%20b",
            "a+b",
            "a/b",
            "a.b",
            "\u00e4",
            "%C3%A4",
            "~",
            "x".repeat(160),
            "x".repeat(161),
            "x".repeat(162),
            "x".repeat(161) + "y");
    Set<String> encoded = new HashSet<>();
    names.forEach(name -> encoded.add(TreeNames.encode(name)));
    assertThat(encoded).hasSize(names.size());
    assertThat(encoded).allMatch(name -> name.matches("[A-Za-z0-9_%~-]{0,160}"));
  }
}
