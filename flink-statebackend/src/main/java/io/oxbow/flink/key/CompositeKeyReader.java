// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink.key;

import java.io.IOException;
import java.util.Arrays;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.runtime.state.CompositeKeySerializationUtils;
import org.apache.flink.util.FlinkRuntimeException;

/**
 * Takes stored keys apart again: {@link #read} positions it on one key, the getters give its parts.
 * Serializers are used as they are given, so a reader for another thread needs duplicates. Not
 * thread-safe.
 */
public final class CompositeKeyReader<K, N> {
  private final TypeSerializer<K> keySerializer;
  private final TypeSerializer<N> namespaceSerializer;
  private final int prefixBytes;
  private final boolean ambiguous;
  private final DataInputDeserializer in = new DataInputDeserializer();
  private byte[] array;
  private int length;
  private K key;
  private int keyEnd;
  private int namespaceStart;

  public CompositeKeyReader(
      TypeSerializer<K> keySerializer, TypeSerializer<N> namespaceSerializer, int prefixBytes) {
    this.keySerializer = keySerializer;
    this.namespaceSerializer = namespaceSerializer;
    this.prefixBytes = prefixBytes;
    this.ambiguous =
        CompositeKeySerializationUtils.isAmbiguousKeyPossible(keySerializer, namespaceSerializer);
  }

  /** Reads the key part; the array must stay unchanged until the parts have been taken. */
  public CompositeKeyReader<K, N> read(byte[] stored, int storedLength) {
    array = stored;
    length = storedLength;
    in.setBuffer(stored, prefixBytes, storedLength - prefixBytes);
    try {
      key = keySerializer.deserialize(in);
      keyEnd = in.getPosition();
      if (ambiguous) {
        CompositeKeySerializationUtils.readVariableIntBytes(in, keyEnd - prefixBytes);
      }
    } catch (IOException e) {
      throw new FlinkRuntimeException("a stored key could not be read: " + e.getMessage(), e);
    }
    namespaceStart = in.getPosition();
    return this;
  }

  /** The user's key. */
  public K key() {
    return key;
  }

  /** Offset behind key group and key. */
  public int keyEnd() {
    return keyEnd;
  }

  /** Reads the namespace and leaves {@link #namespaceEnd} behind it. */
  public N namespace() {
    in.setBuffer(array, namespaceStart, length - namespaceStart);
    try {
      return CompositeKeySerializationUtils.readNamespace(namespaceSerializer, in, ambiguous);
    } catch (IOException e) {
      throw new FlinkRuntimeException("a stored namespace could not be read: " + e.getMessage(), e);
    }
  }

  /** Offset behind the namespace; valid after {@link #namespace()}. */
  public int namespaceEnd() {
    return in.getPosition();
  }

  /** Whether these bytes, as written by {@link CompositeKey#setNamespace}, follow the key. */
  public boolean hasNamespace(byte[] namespaceBytes) {
    int end = namespaceStart + namespaceBytes.length;
    return end <= length
        && Arrays.equals(array, namespaceStart, end, namespaceBytes, 0, namespaceBytes.length);
  }
}
