// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink.state;

import io.oxbow.flink.catalog.StateTree;
import io.oxbow.flink.key.KeyedAccess;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.state.State;
import org.apache.flink.api.common.state.StateDescriptor;
import org.apache.flink.util.FlinkRuntimeException;

/**
 * Creates the state object of a registered state, once per name: when a state is registered again
 * the object the user may still hold takes on the new serializers.
 */
public final class StateFactory<K> {
  private final KeyedAccess<K> access;
  private final Map<String, AbstractOxbowState<K, ?, ?>> created = new HashMap<>();

  public StateFactory(KeyedAccess<K> access) {
    this.access = access;
  }

  /** The state object for this descriptor, bound to what is registered now. */
  @SuppressWarnings("unchecked")
  public <S extends State, SV, IS extends S> IS createOrUpdate(
      StateTree registered, StateDescriptor<S, SV> descriptor) {
    AbstractOxbowState<K, ?, SV> state =
        (AbstractOxbowState<K, ?, SV>)
            created.computeIfAbsent(descriptor.getName(), unused -> create(descriptor));
    state.bind(registered, descriptor);
    return (IS) state;
  }

  private AbstractOxbowState<K, ?, ?> create(StateDescriptor<?, ?> descriptor) {
    switch (descriptor.getType()) {
      case VALUE:
        return new OxbowValueState<>(access);
      case LIST:
        return new OxbowListState<>(access);
      case MAP:
        return new OxbowMapState<>(access);
      case REDUCING:
        return new OxbowReducingState<>(access);
      case AGGREGATING:
        return new OxbowAggregatingState<>(access);
      default:
        throw new FlinkRuntimeException(
            "State '"
                + descriptor.getName()
                + "' is of kind "
                + descriptor.getType()
                + "; Oxbow has value, list, map, reducing and aggregating state.");
    }
  }
}
