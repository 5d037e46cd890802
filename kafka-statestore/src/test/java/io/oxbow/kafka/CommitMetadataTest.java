// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oxbow.Durability;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.query.Position;
import org.junit.jupiter.api.Test;

/** The bytes that make offsets and position one atom with the data. */
class CommitMetadataTest {
  private static CommitMetadata sample(StoreFormat format, int count, boolean backwards) {
    Map<TopicPartition, Long> offsets = new LinkedHashMap<>();
    Position position = Position.emptyPosition();
    for (int n = 0; n < count; n++) {
      int i = backwards ? count - 1 - n : n;
      offsets.put(new TopicPartition("topic-" + i % 7, i), i * 1_000_000_007L - 4);
      position.withComponent("in." + i % 3, i, i);
    }
    return new CommitMetadata(format, offsets, position);
  }

  @Test
  void whatIsWrittenIsRead() {
    for (StoreFormat format : StoreFormat.values()) {
      for (int count : new int[] {0, 1, 2, 100}) {
        CommitMetadata written = sample(format, count, false);
        CommitMetadata read = CommitMetadata.decode(written.encode());
        assertThat(read.format()).isEqualTo(format);
        assertThat(read.offsets()).isEqualTo(new HashMap<>(written.offsets()));
        assertThat(read.position()).isEqualTo(written.position());
      }
    }
  }

  @Test
  void equalContentIsEqualBytesWhateverItsOrder() {
    assertThat(sample(StoreFormat.PLAIN, 50, true).encode())
        .isEqualTo(sample(StoreFormat.PLAIN, 50, false).encode());
  }

  @Test
  void bytesThatEndTooEarlyOrMeanSomethingElseAreRefused() {
    byte[] whole = sample(StoreFormat.HEADERS, 3, false).encode();
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> CommitMetadata.decode(cut))
          .isInstanceOf(IllegalArgumentException.class);
    }
    byte[] unknownFormat = whole.clone();
    unknownFormat[5] = 99;
    assertThatThrownBy(() -> CommitMetadata.decode(unknownFormat))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tag 99");
  }

  @Test
  void levelCommitPublishesAllAndLevelCheckpointAFew() {
    CommitSchedule every = new CommitSchedule(Durability.COMMIT);
    every.published(0);
    assertThat(every.isDue(1, 0)).isTrue();
    CommitSchedule some = new CommitSchedule(Durability.CHECKPOINT);
    assertThat(some.isDue(0, 0)).as("the first").isTrue();
    some.published(Long.MAX_VALUE - 5);
    assertThat(some.isDue(CommitSchedule.WRITES - 1, Long.MAX_VALUE)).isFalse();
    assertThat(some.isDue(CommitSchedule.WRITES, Long.MAX_VALUE)).isTrue();
    assertThat(some.isDue(0, Long.MAX_VALUE - 5 + CommitSchedule.NANOS))
        .as("the clock may wrap")
        .isTrue();
  }
}
