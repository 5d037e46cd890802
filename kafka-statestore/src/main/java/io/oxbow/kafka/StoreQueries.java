// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.kafka;

import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.query.FailureReason;
import org.apache.kafka.streams.query.KeyQuery;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.query.PositionBound;
import org.apache.kafka.streams.query.Query;
import org.apache.kafka.streams.query.QueryConfig;
import org.apache.kafka.streams.query.QueryResult;
import org.apache.kafka.streams.query.RangeQuery;
import org.apache.kafka.streams.query.ResultOrder;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Answers interactive queries (version 2) on a key-value bytes store. Any thread, no lock: the
 * position is read before the data and advanced after it, so an answer is never older than the
 * position that comes with it.
 */
final class StoreQueries {
  private final KeyValueStore<Bytes, byte[]> store;
  private final StateStoreContext context;

  StoreQueries(KeyValueStore<Bytes, byte[]> store, StateStoreContext context) {
    this.store = store;
    this.context = context;
  }

  <R> QueryResult<R> answer(Query<R> query, PositionBound bound, QueryConfig config) {
    long start = config.isCollectExecutionInfo() ? System.nanoTime() : 0;
    Position seen = store.getPosition().copy();
    QueryResult<R> result;
    if (!(query instanceof KeyQuery || query instanceof RangeQuery)) {
      result = QueryResult.forUnknownQueryType(query, store);
    } else if (context == null) {
      result = QueryResult.notUpToBound(seen, bound, null);
    } else if (!reaches(seen, bound.position(), context.taskId().partition())) {
      result = QueryResult.notUpToBound(seen, bound, context.taskId().partition());
    } else {
      result = read(query);
    }
    if (config.isCollectExecutionInfo()) {
      result.addExecutionInfo(
          "Handled in " + store.getClass() + " in " + (System.nanoTime() - start) + "ns");
    }
    result.setPosition(seen);
    return result;
  }

  /** Whether everything the bound asks of this partition has been seen. */
  static boolean reaches(Position seen, Position bound, int partition) {
    for (String topic : bound.getTopics()) {
      Long wanted = bound.getPartitionPositions(topic).get(partition);
      Map<Integer, Long> reached = seen.getPartitionPositions(topic);
      if (wanted != null && reached.getOrDefault(partition, -1L) < wanted) {
        return false;
      }
    }
    return true;
  }

  @SuppressWarnings("unchecked") // the result type follows from the query's class
  private <R> QueryResult<R> read(Query<R> query) {
    try {
      return QueryResult.forResult(
          query instanceof KeyQuery
              ? (R) store.get(((KeyQuery<Bytes, byte[]>) query).getKey())
              : (R) range((RangeQuery<Bytes, byte[]>) query));
    } catch (RuntimeException e) {
      return QueryResult.forFailure(
          FailureReason.STORE_EXCEPTION,
          "Store " + store.name() + " could not answer " + query + ": " + e);
    }
  }

  private Object range(RangeQuery<Bytes, byte[]> query) {
    Bytes from = query.getLowerBound().orElse(null);
    Bytes to = query.getUpperBound().orElse(null);
    return query.resultOrder() == ResultOrder.DESCENDING
        ? store.reverseRange(from, to)
        : store.range(from, to);
  }
}
