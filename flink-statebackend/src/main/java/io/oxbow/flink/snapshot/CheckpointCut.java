// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink.snapshot;

import io.oxbow.Checkpoint;
import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.core.fs.CloseableRegistry;
import org.apache.flink.runtime.state.KeyedBackendSerializationProxy;
import org.apache.flink.runtime.state.SnapshotResources;
import org.apache.flink.runtime.state.StreamStateHandle;
import org.apache.flink.util.ResourceGuard;

/**
 * What the task thread leaves behind for a checkpoint: a cut of the store that is being flushed, a
 * description of all states as of now, and the files that need no upload. A cut of a backend
 * without states is {@link #isEmpty() empty}.
 */
final class CheckpointCut<K> implements SnapshotResources {
  private final KeyedBackendSerializationProxy<K> states;
  private final CompletableFuture<Checkpoint> flush;
  private final Map<String, StreamStateHandle> reusable;
  private final ResourceGuard.Lease lease;
  private final AtomicBoolean released = new AtomicBoolean();

  private CheckpointCut(
      KeyedBackendSerializationProxy<K> states,
      CompletableFuture<Checkpoint> flush,
      Map<String, StreamStateHandle> reusable,
      ResourceGuard.Lease lease) {
    this.states = states;
    this.flush = flush;
    this.reusable = reusable;
    this.lease = lease;
  }

  static <K> CheckpointCut<K> empty() {
    return new CheckpointCut<>(null, null, Map.of(), null);
  }

  static <K> CheckpointCut<K> of(
      KeyedBackendSerializationProxy<K> states,
      CompletableFuture<Checkpoint> flush,
      Map<String, StreamStateHandle> reusable,
      ResourceGuard.Lease lease) {
    return new CheckpointCut<>(states, flush, reusable, lease);
  }

  boolean isEmpty() {
    return flush == null;
  }

  KeyedBackendSerializationProxy<K> states() {
    return states;
  }

  Map<String, StreamStateHandle> reusable() {
    return reusable;
  }

  /** Waits until the cut is on local disk; ends early when the registry is closed. */
  Checkpoint await(CloseableRegistry registry) throws IOException, InterruptedException {
    Closeable cancel = () -> flush.cancel(false);
    registry.registerCloseable(cancel);
    try {
      return flush.get();
    } catch (CancellationException e) {
      throw new IOException("The checkpoint was cancelled while it was written to disk", e);
    } catch (ExecutionException e) {
      throw new IOException(
          "Oxbow could not write the checkpoint to local disk: " + e.getCause().getMessage(),
          e.getCause());
    } finally {
      registry.unregisterCloseable(cancel);
    }
  }

  /** Abandons a flush that still runs, gives up the files of one that is done. Idempotent. */
  @Override
  public void release() {
    if (isEmpty() || !released.compareAndSet(false, true)) {
      return;
    }
    flush.cancel(false);
    flush.whenComplete(
        (checkpoint, failure) -> {
          if (checkpoint != null) {
            checkpoint.release();
          }
        });
    lease.close();
  }
}
