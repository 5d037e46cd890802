// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink.state;

import io.oxbow.flink.key.KeyedAccess;
import java.io.IOException;
import org.apache.flink.runtime.state.internal.InternalValueState;

/** One value per key and namespace: one record. */
final class OxbowValueState<K, N, V> extends AbstractOxbowState<K, N, V>
    implements InternalValueState<K, N, V> {

  OxbowValueState(KeyedAccess<K> access) {
    super(access);
  }

  @Override
  public V value() throws IOException {
    return read(key()) ? decode(in) : defaultValue();
  }

  @Override
  public void update(V value) throws IOException {
    if (value == null) {
      clear();
    } else {
      writeValue(value);
    }
  }
}
