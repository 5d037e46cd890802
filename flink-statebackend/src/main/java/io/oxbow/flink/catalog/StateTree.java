// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink.catalog;

import io.oxbow.Tree;
import org.apache.flink.runtime.state.RegisteredKeyValueStateBackendMetaInfo;
import org.apache.flink.runtime.state.RegisteredPriorityQueueStateBackendMetaInfo;
import org.apache.flink.runtime.state.RegisteredStateMetaInfoBase;

/** One registered state: its tree and what is known of its serializers. Task thread only. */
public final class StateTree {
  private final Tree tree;
  private RegisteredStateMetaInfoBase metaInfo;
  private boolean settled;

  StateTree(Tree tree, RegisteredStateMetaInfoBase metaInfo) {
    this.tree = tree;
    this.metaInfo = metaInfo;
  }

  public Tree tree() {
    return tree;
  }

  public String name() {
    return metaInfo.getName();
  }

  public boolean isKeyValue() {
    return metaInfo instanceof RegisteredKeyValueStateBackendMetaInfo;
  }

  public RegisteredStateMetaInfoBase metaInfo() {
    return metaInfo;
  }

  /** The same as a key-value state; the caller knows the types from the state's descriptor. */
  @SuppressWarnings("unchecked")
  public <N, V> RegisteredKeyValueStateBackendMetaInfo<N, V> keyValueInfo() {
    return (RegisteredKeyValueStateBackendMetaInfo<N, V>) metaInfo;
  }

  /** The same as a timer queue; the caller knows the type from the queue's serializer. */
  @SuppressWarnings("unchecked")
  public <T> RegisteredPriorityQueueStateBackendMetaInfo<T> timerInfo() {
    return (RegisteredPriorityQueueStateBackendMetaInfo<T>) metaInfo;
  }

  /** Whether its serializers were registered for good, not only restored. */
  boolean isSettled() {
    return settled;
  }

  void setSettled(boolean settled) {
    this.settled = settled;
  }

  /** After a serializer was replaced or updates were allowed. */
  public void setMetaInfo(RegisteredStateMetaInfoBase newInfo) {
    metaInfo = newInfo;
  }
}
