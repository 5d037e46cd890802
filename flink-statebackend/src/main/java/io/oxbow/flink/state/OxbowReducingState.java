// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink.state;

import io.oxbow.flink.catalog.StateTree;
import io.oxbow.flink.key.KeyedAccess;
import org.apache.flink.api.common.functions.ReduceFunction;
import org.apache.flink.api.common.state.ReducingStateDescriptor;
import org.apache.flink.api.common.state.StateDescriptor;
import org.apache.flink.runtime.state.internal.InternalReducingState;

/** One value per key and namespace, folded by a reduce function. */
final class OxbowReducingState<K, N, V> extends OxbowAppendingState<K, N, V, V, V>
    implements InternalReducingState<K, N, V> {
  private ReduceFunction<V> reduce;

  OxbowReducingState(KeyedAccess<K> access) {
    super(access);
  }

  @Override
  @SuppressWarnings("unchecked")
  void bind(StateTree state, StateDescriptor<?, V> descriptor) {
    super.bind(state, descriptor);
    reduce = ((ReducingStateDescriptor<V>) descriptor).getReduceFunction();
  }

  @Override
  public V get() throws Exception {
    return getInternal();
  }

  @Override
  public void add(V value) throws Exception {
    V old = readValue();
    updateInternal(old == null ? value : reduce.reduce(old, value));
  }

  @Override
  V merge(V left, V right) throws Exception {
    return reduce.reduce(left, right);
  }
}
