// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink.key;

import static org.apache.flink.runtime.state.CompositeKeySerializationUtils.isSerializerTypeVariableSized;
import static org.apache.flink.util.Preconditions.checkState;

import java.io.IOException;
import java.util.Arrays;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.runtime.state.CompositeKeySerializationUtils;
import org.apache.flink.util.FlinkRuntimeException;

/**
 * The store key of the current record, built in one reusable buffer: nothing is copied and nothing
 * allocated per access. Key and namespace stay serialized while only what follows them changes.
 *
 * <p>Layout: {@code [key group][key]([key length])[namespace]([namespace length])[user key]}, the
 * lengths only where key and namespace are both of variable size. Not thread-safe: one per task
 * thread, or one per call elsewhere.
 */
public final class CompositeKey<K> {
  private static final int INITIAL_BYTES = 64;

  private final TypeSerializer<K> keySerializer;
  private final int prefixBytes;
  private final boolean variableKey;
  private final DataOutputSerializer out = new DataOutputSerializer(INITIAL_BYTES);
  private int keyEnd;
  private int namespaceEnd;

  public CompositeKey(TypeSerializer<K> keySerializer, int prefixBytes) {
    this.keySerializer = keySerializer;
    this.prefixBytes = prefixBytes;
    this.variableKey = isSerializerTypeVariableSized(keySerializer);
  }

  /** Starts a new key; namespace and user key must follow. */
  public void setKey(K key, int keyGroup) {
    keyEnd = 0;
    namespaceEnd = 0;
    out.clear();
    try {
      CompositeKeySerializationUtils.writeKeyGroup(keyGroup, prefixBytes, out);
      keySerializer.serialize(key, out);
    } catch (IOException e) {
      throw new FlinkRuntimeException("the key could not be serialized: " + e.getMessage(), e);
    }
    keyEnd = out.length();
  }

  /** Replaces what follows the key by this namespace. */
  public <N> CompositeKey<K> setNamespace(N namespace, TypeSerializer<N> serializer) {
    checkState(keyEnd > 0, "no key is set; keyed state is only there while a record is processed");
    out.setPosition(keyEnd);
    boolean ambiguous = variableKey && isSerializerTypeVariableSized(serializer);
    try {
      if (ambiguous) {
        CompositeKeySerializationUtils.writeVariableIntBytes(keyEnd - prefixBytes, out);
      }
      CompositeKeySerializationUtils.writeNameSpace(namespace, serializer, out, ambiguous);
    } catch (IOException e) {
      throw new FlinkRuntimeException(
          "the namespace could not be serialized: " + e.getMessage(), e);
    }
    namespaceEnd = out.length();
    return this;
  }

  /** Replaces what follows the namespace by this user key of a map state. */
  public <U> CompositeKey<K> setUserKey(U userKey, TypeSerializer<U> serializer)
      throws IOException {
    out.setPosition(namespaceEnd);
    serializer.serialize(userKey, out);
    return this;
  }

  /** The buffer; the key is in {@code [0, length())}. Changes when the buffer grows. */
  public byte[] array() {
    return out.getSharedBuffer();
  }

  /** Bytes of the key as built so far. */
  public int length() {
    return out.length();
  }

  /** A copy of the key as built so far. */
  public byte[] toBytes() {
    return Arrays.copyOf(out.getSharedBuffer(), out.length());
  }
}
