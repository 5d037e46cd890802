// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink.restore;

import io.oxbow.StoreOptions;
import java.nio.file.Path;
import java.util.Collection;
import java.util.concurrent.Executor;
import org.apache.flink.core.fs.CloseableRegistry;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.StateBackend.CustomInitializationMetrics;
import org.apache.flink.runtime.state.StateSerializerProvider;

/**
 * What is to be restored, and where to.
 *
 * @param instanceDirectory of this backend alone; deleted by the caller if restoring fails
 * @param storeOptions for the store that is opened
 * @param keyGroupRange the key groups of this subtask
 * @param prefixBytes bytes of the key-group prefix
 * @param handles the state to restore, possibly none
 * @param keySerializer told of the restored key serializer
 * @param userClasses class loader of user code
 * @param registry closed when the task is cancelled
 * @param transferExecutor helps with downloads
 * @param metrics takes the durations
 */
public record RestoreRequest<K>(
    Path instanceDirectory,
    StoreOptions storeOptions,
    KeyGroupRange keyGroupRange,
    int prefixBytes,
    Collection<KeyedStateHandle> handles,
    StateSerializerProvider<K> keySerializer,
    ClassLoader userClasses,
    CloseableRegistry registry,
    Executor transferExecutor,
    CustomInitializationMetrics metrics) {

  Path storeDirectory() {
    return instanceDirectory.resolve("store");
  }

  Path downloadDirectory() {
    return instanceDirectory.resolve("download");
  }
}
