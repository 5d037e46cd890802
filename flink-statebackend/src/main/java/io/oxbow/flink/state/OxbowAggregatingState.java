// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink.state;

import io.oxbow.flink.catalog.StateTree;
import io.oxbow.flink.key.KeyedAccess;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.api.common.state.AggregatingStateDescriptor;
import org.apache.flink.api.common.state.StateDescriptor;
import org.apache.flink.runtime.state.internal.InternalAggregatingState;

/** One accumulator per key and namespace, folded by an aggregate function. */
final class OxbowAggregatingState<K, N, I, A, O> extends OxbowAppendingState<K, N, I, A, O>
    implements InternalAggregatingState<K, N, I, A, O> {
  private AggregateFunction<I, A, O> aggregate;

  OxbowAggregatingState(KeyedAccess<K> access) {
    super(access);
  }

  @Override
  @SuppressWarnings("unchecked")
  void bind(StateTree state, StateDescriptor<?, A> descriptor) {
    super.bind(state, descriptor);
    aggregate = ((AggregatingStateDescriptor<I, A, O>) descriptor).getAggregateFunction();
  }

  @Override
  public O get() throws Exception {
    A accumulator = getInternal();
    return accumulator == null ? null : aggregate.getResult(accumulator);
  }

  @Override
  public void add(I value) throws Exception {
    A accumulator = readValue();
    updateInternal(
        aggregate.add(value, accumulator == null ? aggregate.createAccumulator() : accumulator));
  }

  @Override
  A merge(A left, A right) {
    return aggregate.merge(left, right);
  }
}
