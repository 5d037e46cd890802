// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink.catalog;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.state.StateDescriptor;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.base.ListSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.runtime.state.ListDelimitedSerializer;
import org.apache.flink.runtime.state.StateSnapshotTransformer;
import org.apache.flink.runtime.state.StateSnapshotTransformer.CollectionStateSnapshotTransformer;
import org.apache.flink.runtime.state.StateSnapshotTransformer.CollectionStateSnapshotTransformer.TransformStrategy;
import org.apache.flink.runtime.state.StateSnapshotTransformer.StateSnapshotTransformFactory;
import org.apache.flink.util.FlinkRuntimeException;

/**
 * Applies a snapshot filter, which knows single values, to records as they are stored: lists
 * element by element, map entries behind their null byte. A record of which nothing is left is
 * dropped.
 */
final class SerializedTransforms {
  private SerializedTransforms() {}

  @SuppressWarnings("unchecked")
  static <SV, SEV> StateSnapshotTransformFactory<SV> wrap(
      StateDescriptor.Type type,
      StateSnapshotTransformFactory<SEV> factory,
      TypeSerializer<SV> serializer) {
    switch (type) {
      case LIST:
        TypeSerializer<SEV> elements = ((ListSerializer<SEV>) serializer).getElementSerializer();
        return new Records<>(
            () ->
                factory
                    .createForDeserializedState()
                    .map(filter -> new ListRecords<>(filter, elements.duplicate())));
      case MAP:
        return new Records<>(() -> factory.createForSerializedState().map(MapRecords::new));
      default:
        return new Records<>(factory::createForSerializedState);
    }
  }

  private interface FilterSource {
    Optional<StateSnapshotTransformer<byte[]>> create();
  }

  /** Only filters on stored bytes exist: nothing here keeps deserialized values. */
  private record Records<SV>(FilterSource source) implements StateSnapshotTransformFactory<SV> {
    @Override
    public Optional<StateSnapshotTransformer<SV>> createForDeserializedState() {
      throw new UnsupportedOperationException("Oxbow keeps serialized values only");
    }

    @Override
    public Optional<StateSnapshotTransformer<byte[]>> createForSerializedState() {
      return source.create();
    }
  }

  private record MapRecords(StateSnapshotTransformer<byte[]> values)
      implements StateSnapshotTransformer<byte[]> {
    @Override
    public byte[] filterOrTransform(byte[] stored) {
      if (stored == null || stored[0] != 0) {
        return stored;
      }
      byte[] value = Arrays.copyOfRange(stored, 1, stored.length);
      byte[] kept = values.filterOrTransform(value);
      if (kept == null || kept == value) {
        return kept == null ? null : stored;
      }
      byte[] record = new byte[kept.length + 1];
      System.arraycopy(kept, 0, record, 1, kept.length);
      return record;
    }
  }

  private static final class ListRecords<T> implements StateSnapshotTransformer<byte[]> {
    private final StateSnapshotTransformer<T> elements;
    private final TypeSerializer<T> serializer;
    private final boolean keepsTail;
    private final ListDelimitedSerializer lists = new ListDelimitedSerializer();
    private final DataInputDeserializer in = new DataInputDeserializer();

    private ListRecords(StateSnapshotTransformer<T> elements, TypeSerializer<T> serializer) {
      this.elements = elements;
      this.serializer = serializer;
      this.keepsTail =
          elements instanceof CollectionStateSnapshotTransformer<?> collection
              && collection.getFilterStrategy() == TransformStrategy.STOP_ON_FIRST_INCLUDED;
    }

    @Override
    public byte[] filterOrTransform(byte[] stored) {
      if (stored == null) {
        return null;
      }
      try {
        return filter(stored);
      } catch (IOException e) {
        throw new FlinkRuntimeException("a list could not be filtered: " + e.getMessage(), e);
      }
    }

    private byte[] filter(byte[] stored) throws IOException {
      List<T> kept = new ArrayList<>();
      in.setBuffer(stored);
      int start = 0;
      T element;
      while ((element = ListDelimitedSerializer.deserializeNextElement(in, serializer)) != null) {
        T result = elements.filterOrTransform(element);
        if (result != null && keepsTail) {
          return start == 0 ? stored : Arrays.copyOfRange(stored, start, stored.length);
        }
        if (result != null) {
          kept.add(result);
        }
        start = in.getPosition();
      }
      return kept.isEmpty() ? null : lists.serializeList(kept, serializer);
    }
  }
}
