// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.kafka;

import static io.oxbow.kafka.TestStore.bytes;
import static io.oxbow.kafka.TestStore.key;
import static io.oxbow.kafka.TestStore.keys;
import static io.oxbow.kafka.TestStore.open;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.query.FailureReason;
import org.apache.kafka.streams.query.KeyQuery;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.query.PositionBound;
import org.apache.kafka.streams.query.Query;
import org.apache.kafka.streams.query.QueryConfig;
import org.apache.kafka.streams.query.QueryResult;
import org.apache.kafka.streams.query.RangeQuery;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Interactive queries on the bytes store. */
class QueriesTest {
  @TempDir File directory;
  private TaskStandIn context;
  private KeyValueStore<Bytes, byte[]> store;

  @BeforeEach
  void before() {
    context = new TaskStandIn(directory);
    store = open(context);
    for (int i = 0; i < 5; i++) {
      context.processing("in", 3, i);
      store.put(key("k" + i), bytes("v" + i));
    }
  }

  @AfterEach
  void after() {
    store.close();
  }

  private <R> QueryResult<R> ask(Query<R> query) {
    return store.query(query, PositionBound.unbounded(), new QueryConfig(false));
  }

  private static PositionBound at(int partition, long offset) {
    return PositionBound.at(Position.fromMap(Map.of("in", Map.of(partition, offset))));
  }

  @Test
  void aKeyIsFoundOrNull() {
    QueryResult<byte[]> found = ask(KeyQuery.withKey(key("k3")));
    assertThat(found.isSuccess()).isTrue();
    assertThat(found.getResult()).isEqualTo(bytes("v3"));
    assertThat(found.getPosition()).isEqualTo(Position.fromMap(Map.of("in", Map.of(3, 4L))));
    QueryResult<byte[]> missing = ask(KeyQuery.withKey(key("no")));
    assertThat(missing.isSuccess()).isTrue();
    assertThat(missing.getResult()).isNull();
  }

  @Test
  void rangesComeInTheOrderAskedFor() {
    assertThat(range(RangeQuery.withRange(key("k1"), key("k3")))).containsExactly("k1", "k2", "k3");
    RangeQuery<Bytes, byte[]> down = RangeQuery.withRange(key("k1"), key("k3"));
    assertThat(range(down.withDescendingKeys())).containsExactly("k3", "k2", "k1");
    assertThat(range(RangeQuery.withLowerBound(key("k4")))).containsExactly("k4");
    assertThat(range(RangeQuery.withUpperBound(key("k0")))).containsExactly("k0");
    RangeQuery<Bytes, byte[]> all = RangeQuery.withNoBounds();
    assertThat(range(all)).hasSize(5);
    assertThat(range(all.withDescendingKeys())).startsWith("k4");
  }

  private java.util.List<String> range(RangeQuery<Bytes, byte[]> query) {
    QueryResult<KeyValueIterator<Bytes, byte[]>> result = ask(query);
    assertThat(result.isSuccess()).isTrue();
    return keys(result.getResult());
  }

  @Test
  void aBoundNotReachedYetIsAFailureThatSaysSo() {
    Query<byte[]> query = KeyQuery.withKey(key("k3"));
    QueryResult<byte[]> early = store.query(query, at(3, 5), new QueryConfig(false));
    assertThat(early.isFailure()).isTrue();
    assertThat(early.getFailureReason()).isEqualTo(FailureReason.NOT_UP_TO_BOUND);
    assertThat(store.query(query, at(3, 4), new QueryConfig(false)).isSuccess()).isTrue();
    assertThat(store.query(query, at(7, 99), new QueryConfig(false)).isSuccess())
        .as("a bound of another partition is none of ours")
        .isTrue();
    PositionBound otherTopic =
        PositionBound.at(Position.fromMap(Map.of("never seen", Map.of(3, 0L))));
    assertThat(store.query(query, otherTopic, new QueryConfig(false)).getFailureReason())
        .isEqualTo(FailureReason.NOT_UP_TO_BOUND);
  }

  @Test
  void anUnknownQueryIsAFailureThatSaysSo() {
    QueryResult<String> result = ask(new Query<String>() {});
    assertThat(result.getFailureReason()).isEqualTo(FailureReason.UNKNOWN_QUERY_TYPE);
    assertThat(result.getFailureMessage()).contains("OxbowKeyValueStore");
  }

  @Test
  void executionInfoNamesTheStoreWhenAskedFor() {
    QueryResult<byte[]> result =
        store.query(
            KeyQuery.<Bytes, byte[]>withKey(key("k1")),
            PositionBound.unbounded(),
            new QueryConfig(true));
    assertThat(result.getExecutionInfo())
        .hasSize(1)
        .allMatch(info -> info.startsWith("Handled in " + OxbowKeyValueStore.class));
    assertThat(ask(KeyQuery.<Bytes, byte[]>withKey(key("k1"))).getExecutionInfo()).isEmpty();
  }

  @Test
  void aClosedStoreAnswersWithAFailureNotACrash() {
    store.close();
    QueryResult<byte[]> result = ask(KeyQuery.withKey(key("k1")));
    assertThat(result.getFailureReason()).isEqualTo(FailureReason.STORE_EXCEPTION);
    assertThat(result.getFailureMessage()).contains("currently closed");
  }

  @Test
  void aStoreNeverOpenedIsUpToNothing() {
    QueryResult<byte[]> result =
        OxbowStores.persistentKeyValueStore("s")
            .get()
            .query(KeyQuery.withKey(key("a")), PositionBound.unbounded(), new QueryConfig(false));
    assertThat(result.getFailureReason()).isEqualTo(FailureReason.NOT_UP_TO_BOUND);
  }
}
