// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink.catalog;

import io.oxbow.Store;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.state.RegisteredKeyValueStateBackendMetaInfo;
import org.apache.flink.runtime.state.RegisteredStateMetaInfoBase;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot;

/**
 * All states of one store, restored or registered, in the order in which they appeared: this order
 * numbers them in snapshots. A state that was restored and not yet asked for is in it too. Task
 * thread only.
 */
public final class StateCatalog {
  private final Store store;
  private final Map<String, StateTree> states = new LinkedHashMap<>();

  public StateCatalog(Store store) {
    this.store = store;
  }

  /** The key-value state of this name, or {@code null}. */
  public StateTree keyValue(String name) {
    return states.get(keyValueId(name));
  }

  /** The timer queue of this name, or {@code null}. */
  public StateTree timers(String name) {
    return states.get(timersId(name));
  }

  /** Adds a state and opens its tree; a state that is already there is returned as it is. */
  public StateTree register(RegisteredStateMetaInfoBase metaInfo) {
    String id =
        metaInfo instanceof RegisteredKeyValueStateBackendMetaInfo
            ? keyValueId(metaInfo.getName())
            : timersId(metaInfo.getName());
    return states.computeIfAbsent(
        id,
        unused ->
            new StateTree(
                store.tree(TreeNames.of(metaInfo), TreeNames.options(metaInfo)), metaInfo));
  }

  /** Adds a state from a snapshot's description. */
  public StateTree register(StateMetaInfoSnapshot snapshot) {
    return register(RegisteredKeyValueStateBackendMetaInfo.fromMetaInfoSnapshot(snapshot));
  }

  /** A copy of the list, in the order that numbers states. */
  public List<StateTree> all() {
    return new ArrayList<>(states.values());
  }

  /** Descriptions of all states in the same order, independent of later changes. */
  public List<StateMetaInfoSnapshot> snapshots() {
    List<StateMetaInfoSnapshot> snapshots = new ArrayList<>(states.size());
    for (StateTree state : states.values()) {
      snapshots.add(state.metaInfo().snapshot());
    }
    return snapshots;
  }

  public boolean isEmpty() {
    return states.isEmpty();
  }

  private static String keyValueId(String name) {
    return "k" + name;
  }

  private static String timersId(String name) {
    return "t" + name;
  }
}
