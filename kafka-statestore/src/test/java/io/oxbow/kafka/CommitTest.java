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

import java.io.File;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.BatchingStateRestoreCallback;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.test.TestUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store reopens at its last commit: data, changelog offsets and position of one moment. */
class CommitTest {
  private static final TopicPartition OTHER = new TopicPartition("app-s-changelog", 4);

  @TempDir File directory;
  private TaskStandIn context;

  @BeforeEach
  void before() {
    context = new TaskStandIn(directory);
  }

  @Test
  void aNewStoreHasNoOffsets() {
    KeyValueStore<Bytes, byte[]> store = open(context);
    assertThat(store.committedOffset(CHANGELOG)).isNull();
    assertThat(store.getPosition().isEmpty()).isTrue();
    assertThat(managesOffsets(store)).isTrue();
    assertThat(store.persistent()).isTrue();
    store.close();
  }

  @SuppressWarnings("deprecation") // Streams still asks
  private static boolean managesOffsets(KeyValueStore<Bytes, byte[]> store) {
    return store.managesOffsets();
  }

  @Test
  void aCommitAskedForBeforeCloseIsPublishedByClose() {
    for (int round = 1; round <= 20; round++) {
      KeyValueStore<Bytes, byte[]> store = open(context);
      store.put(key("round"), bytes("" + round));
      store.put(key("k" + round), bytes("v"));
      store.commit(Map.of(CHANGELOG, (long) round));
      store.close();

      store = open(context);
      assertThat(content(store)).hasSize(round + 1).containsEntry("round", "" + round);
      assertThat(store.committedOffset(CHANGELOG)).isEqualTo(round);
      store.close();
    }
  }

  @Test
  void closeNeverPublishesWhatWasNotCommitted() {
    KeyValueStore<Bytes, byte[]> store = open(context);
    store.put(key("a"), bytes("committed"));
    store.commit(Map.of(CHANGELOG, 1L));
    store.put(key("a"), bytes("not committed"));
    store.put(key("b"), bytes("not committed"));
    store.delete(key("a"));
    store.close();

    store = open(context);
    assertThat(content(store)).isEqualTo(Map.of("a", "committed"));
    assertThat(store.committedOffset(CHANGELOG)).isEqualTo(1L);
    store.close();
  }

  @Test
  void withoutACommitNothingIsKept() {
    KeyValueStore<Bytes, byte[]> store = open(context);
    store.put(key("a"), bytes("1"));
    store.close();

    store = open(context);
    assertThat(content(store)).isEmpty();
    assertThat(store.committedOffset(CHANGELOG)).isNull();
    store.close();
  }

  @Test
  void offsetsComeBackVerbatimTheSentinelIncluded() {
    reopenAfter(Map.of(CHANGELOG, -4L, OTHER, Long.MAX_VALUE));
    KeyValueStore<Bytes, byte[]> store = open(context);
    assertThat(store.committedOffset(CHANGELOG)).isEqualTo(-4L);
    assertThat(store.committedOffset(OTHER)).isEqualTo(Long.MAX_VALUE);
    assertThat(store.committedOffset(new TopicPartition("other", 3))).isNull();
    store.close();
  }

  @Test
  void anEmptyMapErasesAllOffsetsAndKeepsTheData() {
    reopenAfter(Map.of(CHANGELOG, 7L, OTHER, 8L));
    reopenAfter(Map.of());
    KeyValueStore<Bytes, byte[]> store = open(context);
    assertThat(store.committedOffset(CHANGELOG)).isNull();
    assertThat(store.committedOffset(OTHER)).isNull();
    assertThat(content(store)).isEqualTo(Map.of("a", "1"));
    store.close();
  }

  @Test
  void aNullOffsetErasesItsPartitionOnly() {
    reopenAfter(Map.of(CHANGELOG, 7L, OTHER, 8L));
    Map<TopicPartition, Long> erasing = new HashMap<>();
    erasing.put(CHANGELOG, null);
    reopenAfter(erasing);
    KeyValueStore<Bytes, byte[]> store = open(context);
    assertThat(store.committedOffset(CHANGELOG)).isNull();
    assertThat(store.committedOffset(OTHER)).isEqualTo(8L);
    store.close();
  }

  private void reopenAfter(Map<TopicPartition, Long> offsets) {
    KeyValueStore<Bytes, byte[]> store = open(context);
    store.put(key("a"), bytes("1"));
    store.commit(offsets);
    store.close();
  }

  @Test
  void thePositionIsThatOfTheCommittedData() {
    KeyValueStore<Bytes, byte[]> store = open(context);
    context.processing("in", 3, 41);
    store.put(key("a"), bytes("1"));
    context.processing("in", 3, 42);
    store.delete(key("b"));
    context.processing("side", 3, 7);
    store.putAll(List.of(KeyValue.pair(key("c"), bytes("2"))));
    store.commit(Map.of(CHANGELOG, 3L));
    context.processing("in", 3, 43);
    store.put(key("a"), bytes("2"));
    assertThat(store.getPosition())
        .isEqualTo(Position.fromMap(Map.of("in", Map.of(3, 43L), "side", Map.of(3, 7L))));
    store.close();

    store = open(context);
    assertThat(store.getPosition())
        .isEqualTo(Position.fromMap(Map.of("in", Map.of(3, 42L), "side", Map.of(3, 7L))));
    store.close();
  }

  @Test
  void anIdleTaskCommitsWithoutTouchingTheDisk() throws Exception {
    KeyValueStore<Bytes, byte[]> store = open(context);
    store.put(key("a"), bytes("1"));
    store.commit(Map.of(CHANGELOG, 1L));
    TestUtils.waitForCondition(
        () -> gauge(context, "oxbow-commits-published-total") == 1, "first commit");
    for (int i = 0; i < 100; i++) {
      store.commit(Map.of(CHANGELOG, 1L));
    }
    store.commit(Map.of(CHANGELOG, 2L));
    TestUtils.waitForCondition(
        () -> gauge(context, "oxbow-commits-published-total") >= 2, "second commit");
    assertThat(gauge(context, "oxbow-commits-published-total")).isEqualTo(2);
    store.close();
  }

  @Test
  void restoredRecordsAreCommittedLikeWritten() {
    KeyValueStore<Bytes, byte[]> store = open(context);
    assertThat(context.registered).isSameAs(store);
    ((BatchingStateRestoreCallback) context.restoration)
        .restoreAll(
            List.of(
                KeyValue.pair(bytes("a"), bytes("1")),
                KeyValue.pair(bytes("b"), bytes("2")),
                KeyValue.pair(bytes("a"), null)));
    context.restoration.restore(bytes("c"), bytes("3"));
    store.commit(Map.of(CHANGELOG, 3L));
    store.close();

    store = open(context);
    assertThat(content(store)).isEqualTo(Map.of("b", "2", "c", "3"));
    store.close();
  }

  @Test
  void aRootOfWrappersIsWhatGetsRegistered() {
    KeyValueStore<Bytes, byte[]> store = OxbowStores.persistentKeyValueStore("s").get();
    KeyValueStore<Bytes, byte[]> root = OxbowStores.persistentKeyValueStore("s").get();
    store.init(context, root);
    assertThat(context.registered).isSameAs(root);
    store.close();
  }

  @Test
  void atLevelCheckpointACleanCloseStillKeepsTheLastCommit() {
    context.configs.put(OxbowConfig.DURABILITY, "checkpoint");
    KeyValueStore<Bytes, byte[]> store = open(context);
    store.put(key("a"), bytes("1"));
    store.commit(Map.of(CHANGELOG, 1L));
    store.put(key("a"), bytes("2"));
    store.commit(Map.of(CHANGELOG, 2L));
    store.close();

    store = open(context);
    assertThat(content(store)).isEqualTo(Map.of("a", "2"));
    assertThat(store.committedOffset(CHANGELOG)).isEqualTo(2L);
    store.put(key("a"), bytes("3"));
    store.commit(Map.of(CHANGELOG, 3L)); // the first of this life: published
    store.put(key("a"), bytes("4"));
    store.commit(Map.of(CHANGELOG, 4L)); // put off ...
    store.put(key("a"), bytes("5")); // ... and overtaken by a write
    store.close();

    store = open(context);
    assertThat(content(store)).isEqualTo(Map.of("a", "3"));
    assertThat(store.committedOffset(CHANGELOG)).isEqualTo(3L);
    store.close();
  }

  @Test
  void oneObjectCanBeOpenedAgain() {
    KeyValueStore<Bytes, byte[]> store = open(context);
    store.put(key("a"), bytes("1"));
    store.commit(Map.of(CHANGELOG, 1L));
    store.close();
    store.close();
    assertThat(store.isOpen()).isFalse();
    store.init(context, store);
    assertThat(store.isOpen()).isTrue();
    assertThat(content(store)).isEqualTo(Map.of("a", "1"));
    store.close();
  }
}
