// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink.snapshot;

import io.oxbow.CheckpointFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import org.apache.flink.core.fs.CloseableRegistry;
import org.apache.flink.runtime.state.CheckpointStateOutputStream;
import org.apache.flink.runtime.state.CheckpointStreamFactory;
import org.apache.flink.runtime.state.CheckpointedStateScope;
import org.apache.flink.runtime.state.StreamStateHandle;
import org.apache.flink.util.IOUtils;

/** Copies one local file into checkpoint storage. Any thread; cancelled by closing the registry. */
final class StateFileUpload {
  private static final int BUFFER_BYTES = 128 << 10;

  private final CheckpointStreamFactory streams;
  private final CloseableRegistry registry;

  StateFileUpload(CheckpointStreamFactory streams, CloseableRegistry registry) {
    this.streams = streams;
    this.registry = registry;
  }

  StreamStateHandle upload(CheckpointFile file, CheckpointedStateScope scope) throws IOException {
    CheckpointStateOutputStream out = streams.createCheckpointStateOutputStream(scope);
    try {
      registry.registerCloseable(out);
      copy(file, out);
      if (!registry.unregisterCloseable(out)) {
        throw new IOException("The checkpoint was cancelled while " + file.name() + " was written");
      }
      StreamStateHandle handle = out.closeAndGetHandle();
      out = null;
      if (handle == null) {
        throw new IOException("Checkpoint storage took no bytes for " + file.name());
      }
      return handle;
    } finally {
      if (out != null) {
        registry.unregisterCloseable(out);
        IOUtils.closeQuietly(out);
      }
    }
  }

  private static void copy(CheckpointFile file, CheckpointStateOutputStream out)
      throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    long left = file.length();
    try (InputStream in = Files.newInputStream(file.path())) {
      while (left > 0) {
        int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (count < 0) {
          throw new IOException(
              "File " + file.path() + " ends " + left + " bytes before its stated length");
        }
        out.write(buffer, 0, count);
        left -= count;
      }
    }
  }
}
