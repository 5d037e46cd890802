// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.kafka;

import static io.oxbow.kafka.TestStore.CHANGELOG;
import static io.oxbow.kafka.TestStore.bytes;
import static io.oxbow.kafka.TestStore.content;
import static io.oxbow.kafka.TestStore.gauge;
import static io.oxbow.kafka.TestStore.key;
import static io.oxbow.kafka.TestStore.open;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.test.TestUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** After a crash a store is exactly what it was at one commit, never a mixture. */
class CrashTest {
  @TempDir File directory;

  @Test
  void aCopyOfTheDirectoryTakenBesideTheRunningStoreOpensAtItsLastCommit(@TempDir Path copies)
      throws Exception {
    TaskStandIn context = new TaskStandIn(directory);
    KeyValueStore<Bytes, byte[]> store = open(context);
    for (int round = 1; round <= 10; round++) {
      long committed = round * 10L;
      for (long n = committed - 9; n <= committed; n++) {
        CrashChild.step(n, (k, v) -> store.put(key(k), v == null ? null : bytes(v)));
      }
      store.commit(Map.of(CHANGELOG, committed));
      double published = round;
      TestUtils.waitForCondition(
          () -> gauge(context, "oxbow-commits-published-total") == published, "commit published");
      store.put(key("step"), bytes("never committed"));
      store.put(key("junk" + round), bytes("never committed"));

      Path copy = copies.resolve("" + round);
      TestStore.copy(directory.toPath(), copy);
      KeyValueStore<Bytes, byte[]> recovered = open(new TaskStandIn(copy.toFile()));
      assertThat(recovered.committedOffset(CHANGELOG)).isEqualTo(committed);
      assertThat(content(recovered)).isEqualTo(expected(committed, round - 1));
      recovered.close();
    }
    store.close();
  }

  private static Map<String, String> expected(long steps, int junk) {
    Map<String, String> content = CrashChild.expected(steps);
    for (int i = 1; i <= junk; i++) {
      content.put("junk" + i, "never committed"); // until the commit of the round after
    }
    return content;
  }

  @Test
  @Timeout(300)
  void aProcessKilledAgainAndAgainAlwaysReopensAtOneOfItsCommits() throws Exception {
    long last = 0;
    for (int round = 1; round <= 6; round++) {
      long asked = runAndKill(round * 20);
      assertThat(asked).isGreaterThan(last);
      TaskStandIn context = new TaskStandIn(directory);
      KeyValueStore<Bytes, byte[]> store = open(context);
      Long committed = store.committedOffset(CHANGELOG);
      // a process killed early may not have published anything new; never less than before
      long steps = committed == null ? 0 : committed;
      assertThat(steps).isGreaterThanOrEqualTo(last);
      assertThat(content(store)).isEqualTo(CrashChild.expected(steps));
      if (steps > 0) {
        assertThat(steps % 3).isZero();
        assertThat(store.getPosition()).isEqualTo(Position.fromMap(Map.of("in", Map.of(3, steps))));
      }
      store.close();
      last = steps;
    }
    assertThat(last).as("some commit got through").isPositive();
  }

  /** Runs a child until it has asked for some commits, kills it; returns the last one seen. */
  private long runAndKill(int commits) throws Exception {
    Process child =
        new ProcessBuilder(
                List.of(
                    System.getProperty("java.home") + "/bin/java",
                    "-Xmx256m",
                    "-cp",
                    System.getProperty("java.class.path"),
                    CrashChild.class.getName(),
                    directory.getPath()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(child.getInputStream(), "UTF-8"))) {
      long last = 0;
      for (int seen = 0; seen < commits; ) {
        String line = out.readLine();
        assertThat(line).as("the child ended by itself").isNotNull();
        if (line.matches("\\d+")) {
          last = Long.parseLong(line);
          seen++;
        }
      }
      return last;
    } finally {
      child.destroyForcibly().waitFor();
    }
  }
}
