// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink.catalog;

import io.oxbow.Cursor;
import io.oxbow.KeyRange;
import io.oxbow.RecordBuffer;
import io.oxbow.Tree;
import java.io.IOException;
import org.apache.flink.api.common.state.StateDescriptor;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.MapSerializer;
import org.apache.flink.api.common.typeutils.base.MapSerializerSnapshot;
import org.apache.flink.core.fs.CloseableRegistry;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.runtime.state.ListDelimitedSerializer;
import org.apache.flink.runtime.state.RegisteredKeyValueStateBackendMetaInfo;
import org.apache.flink.runtime.state.ttl.TtlAwareSerializer;
import org.apache.flink.runtime.state.ttl.TtlAwareSerializer.TtlAwareListSerializer;
import org.apache.flink.runtime.state.ttl.TtlAwareSerializer.TtlAwareMapSerializer;
import org.apache.flink.runtime.state.ttl.TtlTimeProvider;
import org.apache.flink.util.StateMigrationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rewrites every value of a state from its old serializer to the new one, also where expiry (TTL)
 * was switched on or off. Keys are never rewritten. It stops when the backend is closed meanwhile.
 */
public final class ValueMigration {
  private static final Logger LOG = LoggerFactory.getLogger(ValueMigration.class);
  private static final byte LIST_DELIMITER = ',';
  private static final int CANCEL_CHECK_INTERVAL = 1024;

  private final TtlTimeProvider clock;
  private final CloseableRegistry cancelRegistry;

  public ValueMigration(TtlTimeProvider clock, CloseableRegistry cancelRegistry) {
    this.clock = clock;
    this.cancelRegistry = cancelRegistry;
  }

  /** Migrates all values of {@code state}, whose meta info already holds both serializers. */
  <SV> void rewrite(StateTree state, StateDescriptor<?, SV> descriptor)
      throws StateMigrationException {
    RegisteredKeyValueStateBackendMetaInfo<?, SV> info = state.keyValueInfo();
    if (descriptor.getType() == StateDescriptor.Type.MAP) {
      checkUserKeys(info);
    }
    LOG.info("Rewriting the values of state '{}': its schema has changed.", state.name());
    RecordMigration migration = migrationOf(descriptor.getType(), info);
    DataInputDeserializer in = new DataInputDeserializer();
    DataOutputSerializer out = new DataOutputSerializer(512);
    Tree tree = state.tree();
    long records = 0;
    try (Cursor cursor = tree.cursor(KeyRange.all())) {
      while (cursor.next()) {
        if (records++ % CANCEL_CHECK_INTERVAL == 0 && cancelRegistry.isClosed()) {
          throw new StateMigrationException("the migration was cancelled", null);
        }
        RecordBuffer value = cursor.valueBuffer();
        in.setBuffer(value.array(), 0, value.length());
        out.clear();
        migration.migrate(in, out);
        byte[] key = cursor.key();
        tree.put(key, 0, key.length, out.getSharedBuffer(), 0, out.length());
      }
    } catch (IOException | RuntimeException e) {
      throw new StateMigrationException(
          "A value of state '" + state.name() + "' could not be migrated: " + e.getMessage(), e);
    }
    LOG.info("Rewrote {} values of state '{}'.", records, state.name());
  }

  private interface RecordMigration {
    void migrate(DataInputDeserializer in, DataOutputSerializer out) throws IOException;
  }

  private RecordMigration migrationOf(
      StateDescriptor.Type type, RegisteredKeyValueStateBackendMetaInfo<?, ?> info) {
    TypeSerializer<?> from = info.getPreviousStateSerializer();
    TypeSerializer<?> to = info.getStateSerializer();
    switch (type) {
      case LIST:
        return listMigration(
            ((TtlAwareListSerializer<?>) ttlAware(from)).getElementSerializer(),
            ((TtlAwareListSerializer<?>) ttlAware(to)).getElementSerializer());
      case MAP:
        return mapMigration(
            ((TtlAwareMapSerializer<?, ?>) ttlAware(from)).getValueSerializer(),
            ((TtlAwareMapSerializer<?, ?>) ttlAware(to)).getValueSerializer());
      default:
        return (in, out) -> migrate(ttlAware(from), ttlAware(to), in, out);
    }
  }

  private RecordMigration listMigration(
      TtlAwareSerializer<?, ?> from, TtlAwareSerializer<?, ?> to) {
    return (in, out) -> {
      while (in.available() > 0) {
        migrateElement(from, to, in, out);
        if (in.available() > 0) {
          out.write(LIST_DELIMITER);
        }
      }
    };
  }

  private RecordMigration mapMigration(TtlAwareSerializer<?, ?> from, TtlAwareSerializer<?, ?> to) {
    return (in, out) -> {
      boolean isNull = in.readBoolean();
      out.writeBoolean(isNull);
      if (!isNull) {
        migrate(from, to, in, out);
      }
    };
  }

  @SuppressWarnings("unchecked")
  private <T> void migrate(
      TtlAwareSerializer<?, ?> from,
      TtlAwareSerializer<?, ?> to,
      DataInputDeserializer in,
      DataOutputSerializer out)
      throws IOException {
    TtlAwareSerializer<T, ?> reader = (TtlAwareSerializer<T, ?>) from;
    ((TtlAwareSerializer<T, ?>) to)
        .migrateValueFromPriorSerializer(reader, () -> reader.deserialize(in), out, clock);
  }

  @SuppressWarnings("unchecked")
  private <T> void migrateElement(
      TtlAwareSerializer<?, ?> from,
      TtlAwareSerializer<?, ?> to,
      DataInputDeserializer in,
      DataOutputSerializer out)
      throws IOException {
    TtlAwareSerializer<T, ?> reader = (TtlAwareSerializer<T, ?>) from;
    ((TtlAwareSerializer<T, ?>) to)
        .migrateValueFromPriorSerializer(
            reader, () -> ListDelimitedSerializer.deserializeNextElement(in, reader), out, clock);
  }

  private static TtlAwareSerializer<?, ?> ttlAware(TypeSerializer<?> serializer) {
    return TtlAwareSerializer.wrapTtlAwareSerializer(serializer);
  }

  @SuppressWarnings("unchecked")
  private static <UK> void checkUserKeys(RegisteredKeyValueStateBackendMetaInfo<?, ?> info)
      throws StateMigrationException {
    TypeSerializerSnapshot<?> before = info.getPreviousStateSerializerSnapshot();
    TypeSerializer<?> now = info.getStateSerializer();
    if (!(before instanceof MapSerializerSnapshot) || !(now instanceof MapSerializer)) {
      throw new StateMigrationException(
          "State '" + info.getName() + "' is a map state, but its serializer is not one of maps.");
    }
    TypeSerializerSnapshot<UK> oldKeys =
        (TypeSerializerSnapshot<UK>)
            ((MapSerializerSnapshot<?, ?>) before).getKeySerializerSnapshot();
    TypeSerializer<UK> newKeys =
        (TypeSerializer<UK>) ((MapSerializer<?, ?>) now).getKeySerializer();
    if (!newKeys.snapshotConfiguration().resolveSchemaCompatibility(oldKeys).isCompatibleAsIs()) {
      throw new StateMigrationException(
          "The keys of map state '"
              + info.getName()
              + "' have a new schema. Only the values of a map state can be migrated.");
    }
  }
}
