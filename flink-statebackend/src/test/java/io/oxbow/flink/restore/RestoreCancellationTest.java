// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oxbow.flink.AllStates;
import io.oxbow.flink.BackendFixture;
import io.oxbow.flink.OxbowKeyedStateBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.runtime.execution.CancelTaskException;
import org.apache.flink.runtime.state.IncrementalKeyedStateHandle.HandleAndLocalPath;
import org.apache.flink.runtime.state.IncrementalRemoteKeyedStateHandle;
import org.apache.flink.runtime.state.memory.ByteStreamStateHandle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A task that is cancelled while checkpoint storage hangs ends at once and leaves nothing. */
class RestoreCancellationTest {
  @TempDir Path directory;

  @Test
  @Timeout(60)
  void aHangingDownloadEndsWhenTheTaskIsCancelled() throws Exception {
    try (BackendFixture fixture = new BackendFixture(directory, new Configuration())) {
      OxbowKeyedStateBackend<String> backend = fixture.create();
      new AllStates(backend).change(1, 100, 1_000);
      IncrementalRemoteKeyedStateHandle good =
          (IncrementalRemoteKeyedStateHandle) fixture.checkpoint(backend, 1);
      backend.dispose();
      HangingHandle hanging = new HangingHandle();
      IncrementalRemoteKeyedStateHandle handle =
          new IncrementalRemoteKeyedStateHandle(
              good.getBackendIdentifier(),
              good.getKeyGroupRange(),
              1,
              good.getSharedState(),
              List.of(HandleAndLocalPath.of(hanging, good.getPrivateState().get(0).getLocalPath())),
              good.getMetaDataStateHandle());
      ExecutorService task = Executors.newSingleThreadExecutor();
      try {
        Future<?> restore = task.submit(() -> fixture.restore(BackendFixture.ALL, List.of(handle)));
        hanging.reading.await();
        fixture.cancel();
        assertThatThrownBy(restore::get)
            .isInstanceOf(ExecutionException.class)
            .hasRootCauseInstanceOf(IOException.class)
            .satisfies(
                thrown ->
                    assertThat(thrown.getCause().getCause())
                        .isInstanceOf(CancelTaskException.class));
      } finally {
        task.shutdownNow();
      }
      try (Stream<Path> left = Files.list(directory)) {
        assertThat(left).isEmpty();
      }
      assertThat(fixture.memory().availableMemory()).isEqualTo(fixture.memory().getMemorySize());
    }
  }

  /** A stream that gives no byte until it is closed. */
  private static final class HangingHandle extends ByteStreamStateHandle {
    private static final long serialVersionUID = 1L;

    private final transient CountDownLatch reading = new CountDownLatch(1);
    private final transient CountDownLatch closed = new CountDownLatch(1);

    private HangingHandle() {
      super("hanging", new byte[1]);
    }

    @Override
    public FSDataInputStream openInputStream() {
      return new FSDataInputStream() {
        @Override
        public void seek(long position) {}

        @Override
        public long getPos() {
          return 0;
        }

        @Override
        public int read() throws IOException {
          reading.countDown();
          try {
            closed.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          throw new IOException("the stream was closed");
        }

        @Override
        public void close() {
          closed.countDown();
        }
      };
    }
  }
}
