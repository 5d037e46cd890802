// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink.key;

import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.queryablestate.client.state.serialization.KvStateSerializer;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;

/**
 * What every state of one backend shares: the current key and how keys are laid out.
 *
 * @param currentKey the key of the record being processed; task thread only
 * @param keySerializer the key serializer after restore; task thread only
 * @param numberOfKeyGroups the job's maximum parallelism
 * @param prefixBytes bytes of the key-group prefix
 */
public record KeyedAccess<K>(
    CompositeKey<K> currentKey,
    TypeSerializer<K> keySerializer,
    int numberOfKeyGroups,
    int prefixBytes) {

  /** A reader of stored keys, for the task thread. */
  public <N> CompositeKeyReader<K, N> reader(TypeSerializer<N> namespaceSerializer) {
    return new CompositeKeyReader<>(keySerializer, namespaceSerializer, prefixBytes);
  }

  /**
   * The store key a queryable-state client asks for. Any thread: uses only the given serializers.
   */
  public <N> byte[] queriedKey(
      byte[] keyAndNamespace, TypeSerializer<K> safeKey, TypeSerializer<N> safeNamespace)
      throws Exception {
    Tuple2<K, N> query =
        KvStateSerializer.deserializeKeyAndNamespace(keyAndNamespace, safeKey, safeNamespace);
    CompositeKey<K> key = new CompositeKey<>(safeKey, prefixBytes);
    key.setKey(query.f0, KeyGroupRangeAssignment.assignToKeyGroup(query.f0, numberOfKeyGroups));
    return key.setNamespace(query.f1, safeNamespace).toBytes();
  }
}
