// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink.restore;

import io.oxbow.flink.snapshot.FileListing;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.memory.DataInputViewStreamWrapper;
import org.apache.flink.runtime.state.IncrementalKeyedStateHandle;
import org.apache.flink.runtime.state.IncrementalKeyedStateHandle.HandleAndLocalPath;
import org.apache.flink.runtime.state.IncrementalRemoteKeyedStateHandle;
import org.apache.flink.runtime.state.KeyedBackendSerializationProxy;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot;
import org.apache.flink.util.StateMigrationException;

/**
 * The metadata stream of a checkpoint.
 *
 * @param states all states, in the order of the checkpoint
 * @param files all files it needs
 */
record CheckpointMeta(List<StateMetaInfoSnapshot> states, FileListing files) {

  /** Reads metadata; the first one settles the key serializer. */
  static final class Reader<K> {
    private final RestoreRequest<K> request;
    private boolean keySerializerChecked;

    Reader(RestoreRequest<K> request) {
      this.request = request;
    }

    CheckpointMeta read(IncrementalKeyedStateHandle handle)
        throws IOException, StateMigrationException {
      checkNames(handle);
      KeyedBackendSerializationProxy<K> proxy =
          new KeyedBackendSerializationProxy<>(request.userClasses());
      FileListing files;
      FSDataInputStream in = handle.getMetaDataStateHandle().openInputStream();
      try (in) {
        request.registry().registerCloseable(in);
        DataInputViewStreamWrapper view = new DataInputViewStreamWrapper(in);
        proxy.read(view);
        files = FileListing.read(view);
      } finally {
        request.registry().unregisterCloseable(in);
      }
      if (files == null) {
        throw ForeignStateException.nativeCheckpoint("it has no Oxbow file listing");
      }
      if (!keySerializerChecked) {
        checkKeySerializer(proxy);
        keySerializerChecked = true;
      }
      return new CheckpointMeta(proxy.getStateMetaInfoSnapshots(), files);
    }

    /** Before anything is read: files of RocksDB and ForSt give themselves away by their names. */
    private static void checkNames(IncrementalKeyedStateHandle handle)
        throws ForeignStateException {
      List<HandleAndLocalPath> files = new ArrayList<>(handle.getSharedStateHandles());
      if (handle instanceof IncrementalRemoteKeyedStateHandle remote) {
        files.addAll(remote.getPrivateState());
      }
      for (HandleAndLocalPath file : files) {
        if (!FileListing.isSafeName(file.getLocalPath())) {
          throw ForeignStateException.nativeCheckpoint("it has a file " + file.getLocalPath());
        }
      }
    }

    private void checkKeySerializer(KeyedBackendSerializationProxy<K> proxy)
        throws StateMigrationException {
      // Asked for now: an incompatible one can no longer be read afterwards.
      TypeSerializer<K> current = request.keySerializer().currentSchemaSerializer();
      TypeSerializerSchemaCompatibility<K> compatibility =
          request
              .keySerializer()
              .setPreviousSerializerSnapshotForRestoredState(proxy.getKeySerializerSnapshot());
      if (compatibility.isCompatibleAfterMigration() || compatibility.isIncompatible()) {
        throw new StateMigrationException(
            "The new key serializer ("
                + current
                + ") must be compatible with the old one ("
                + request.keySerializer().previousSchemaSerializer()
                + "): keys are never migrated.");
      }
    }
  }
}
