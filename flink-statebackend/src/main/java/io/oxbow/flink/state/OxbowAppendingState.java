// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink.state;

import io.oxbow.flink.key.CompositeKey;
import io.oxbow.flink.key.KeyedAccess;
import java.io.IOException;
import java.util.Collection;
import org.apache.flink.runtime.state.internal.InternalMergingState;

/**
 * States that fold what is added into one record: read, combine, write.
 *
 * @param <I> what is added
 * @param <A> what is kept
 * @param <O> what is returned
 */
abstract class OxbowAppendingState<K, N, I, A, O> extends AbstractOxbowState<K, N, A>
    implements InternalMergingState<K, N, I, A, O> {

  OxbowAppendingState(KeyedAccess<K> access) {
    super(access);
  }

  /** Combines what two namespaces have accumulated. */
  abstract A merge(A left, A right) throws Exception;

  @Override
  public A getInternal() throws IOException {
    return readValue();
  }

  @Override
  public void updateInternal(A accumulated) throws IOException {
    if (accumulated == null) {
      clear();
    } else {
      writeValue(accumulated);
    }
  }

  @Override
  public void mergeNamespaces(N target, Collection<N> sources) throws Exception {
    if (sources == null) {
      return;
    }
    A merged = null;
    for (N source : sources) {
      if (source == null) {
        continue;
      }
      setCurrentNamespace(source);
      CompositeKey<K> key = key();
      if (read(key)) {
        tree.delete(key.array(), 0, key.length());
        A value = decode(in);
        merged = merged == null ? value : merge(merged, value);
      }
    }
    if (merged != null) {
      setCurrentNamespace(target);
      A existing = readValue();
      writeValue(existing == null ? merged : merge(merged, existing));
    }
  }
}
