// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink.catalog;

import org.apache.flink.api.common.state.State;
import org.apache.flink.api.common.state.StateDescriptor;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.runtime.state.RegisteredKeyValueStateBackendMetaInfo;
import org.apache.flink.runtime.state.RegisteredPriorityQueueStateBackendMetaInfo;
import org.apache.flink.runtime.state.StateSnapshotTransformer.StateSnapshotTransformFactory;
import org.apache.flink.util.FlinkRuntimeException;
import org.apache.flink.util.StateMigrationException;

/**
 * Registers states and timer queues by name. One that was restored, or registered before, takes the
 * new serializers if they are compatible; values are rewritten at once where the schema asks for
 * it.
 */
public final class StateRegistration {
  private final StateCatalog catalog;
  private final ValueMigration migration;

  public StateRegistration(StateCatalog catalog, ValueMigration migration) {
    this.catalog = catalog;
    this.migration = migration;
  }

  /**
   * Registers a key-value state.
   *
   * @param upgradable whether its serializers may still be replaced by compatible ones later
   * @throws StateMigrationException if the old data cannot be read as the new type
   */
  public <N, SV, SEV, S extends State> StateTree keyValue(
      TypeSerializer<N> namespaceSerializer,
      StateDescriptor<S, SV> descriptor,
      StateSnapshotTransformFactory<SEV> transforms,
      boolean upgradable)
      throws Exception {
    StateTree state = catalog.keyValue(descriptor.getName());
    if (state == null) {
      state =
          catalog.register(
              new RegisteredKeyValueStateBackendMetaInfo<>(
                  descriptor.getType(),
                  descriptor.getName(),
                  namespaceSerializer,
                  descriptor.getSerializer()));
    } else {
      update(state, namespaceSerializer, descriptor);
    }
    RegisteredKeyValueStateBackendMetaInfo<N, SV> info = state.keyValueInfo();
    if (upgradable) {
      info = info.withSerializerUpgradesAllowed();
      state.setMetaInfo(info);
    }
    info.updateSnapshotTransformFactory(
        SerializedTransforms.wrap(descriptor.getType(), transforms, info.getStateSerializer()));
    return state;
  }

  private <N, SV, S extends State> void update(
      StateTree state, TypeSerializer<N> namespaceSerializer, StateDescriptor<S, SV> descriptor)
      throws Exception {
    RegisteredKeyValueStateBackendMetaInfo<N, SV> info = state.keyValueInfo();
    TypeSerializer<N> oldNamespaceSerializer = info.getNamespaceSerializer();
    TypeSerializerSchemaCompatibility<N> namespaceCompatibility =
        info.updateNamespaceSerializer(namespaceSerializer);
    if (namespaceCompatibility.isCompatibleAfterMigration()
        || namespaceCompatibility.isIncompatible()) {
      throw new StateMigrationException(
          refusal("namespace serializer", state, namespaceSerializer, oldNamespaceSerializer));
    }
    info.checkStateMetaInfo(descriptor);

    TypeSerializer<SV> oldSerializer = info.getStateSerializer();
    TypeSerializer<SV> newSerializer = descriptor.getSerializer();
    TypeSerializerSchemaCompatibility<SV> compatibility = info.updateStateSerializer(newSerializer);
    if (compatibility.isIncompatible()) {
      throw new StateMigrationException(
          refusal("state serializer", state, newSerializer, oldSerializer));
    }
    if (compatibility.isCompatibleAfterMigration()) {
      migration.rewrite(state, descriptor);
    }
  }

  /** Registers a timer queue; again with another serializer if that reads the same bytes. */
  public <T> StateTree timers(String name, TypeSerializer<T> serializer, boolean upgradable) {
    StateTree state = catalog.timers(name);
    if (state == null) {
      state = catalog.register(new RegisteredPriorityQueueStateBackendMetaInfo<>(name, serializer));
    } else {
      updateTimers(state, serializer);
    }
    if (upgradable) {
      state.setMetaInfo(state.<T>timerInfo().withSerializerUpgradesAllowed());
    }
    state.setSettled(!upgradable);
    return state;
  }

  private static <T> void updateTimers(StateTree state, TypeSerializer<T> serializer) {
    RegisteredPriorityQueueStateBackendMetaInfo<T> info = state.timerInfo();
    TypeSerializer<T> oldSerializer = info.getElementSerializer();
    if (oldSerializer == serializer) {
      return;
    }
    TypeSerializerSchemaCompatibility<T> compatibility =
        state.isSettled()
            ? serializer
                .snapshotConfiguration()
                .resolveSchemaCompatibility(oldSerializer.snapshotConfiguration())
            : info.updateElementSerializer(serializer);
    // Elements are keys, which are never rewritten: a serializer that would need it is refused.
    if (compatibility.isIncompatible()) {
      throw new FlinkRuntimeException(
          new StateMigrationException(
              refusal("timer serializer", state, serializer, oldSerializer)));
    }
    state.setMetaInfo(
        new RegisteredPriorityQueueStateBackendMetaInfo<>(info.getName(), serializer));
  }

  private static String refusal(String role, StateTree state, Object added, Object old) {
    return "The new "
        + role
        + " of state '"
        + state.name()
        + "' ("
        + added
        + ") must be compatible with the old one ("
        + old
        + "). Restore with the old serializer, or give the state a new name.";
  }
}
