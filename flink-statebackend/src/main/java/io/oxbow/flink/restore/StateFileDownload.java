// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink.restore;

import io.oxbow.flink.snapshot.FileListing;
import io.oxbow.flink.snapshot.ParallelTransfers;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.zip.CRC32C;
import org.apache.flink.core.fs.CloseableRegistry;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.runtime.state.IncrementalKeyedStateHandle.HandleAndLocalPath;
import org.apache.flink.runtime.state.IncrementalRemoteKeyedStateHandle;
import org.apache.flink.runtime.state.StreamStateHandle;

/**
 * Brings the files of checkpoints into one directory, each once even if several checkpoints share
 * it. A file is taken only if its length and CRC32C are those of the listing; a stream that is
 * longer is cut off with an error, so a download never exceeds what was announced.
 */
final class StateFileDownload implements AutoCloseable {
  private static final int BUFFER_BYTES = 128 << 10;

  private final Path directory;
  private final CloseableRegistry registry;
  private final ParallelTransfers transfers;
  private final Map<String, FileListing.Entry> expected = new LinkedHashMap<>();
  private final Map<String, StreamStateHandle> origins = new HashMap<>();
  private final CloseableRegistry streams = new CloseableRegistry();

  StateFileDownload(RestoreRequest<?> request) throws IOException {
    directory = request.downloadDirectory();
    registry = request.registry();
    transfers = new ParallelTransfers(request.transferExecutor());
    registry.registerCloseable(streams);
  }

  /** Plans the files of one checkpoint; the result is where they will be. */
  Path add(IncrementalRemoteKeyedStateHandle handle, FileListing listing) throws IOException {
    Map<String, StreamStateHandle> handles = new HashMap<>();
    for (HandleAndLocalPath file : handle.getSharedState()) {
      handles.put(file.getLocalPath(), file.getHandle());
    }
    for (HandleAndLocalPath file : handle.getPrivateState()) {
      handles.put(file.getLocalPath(), file.getHandle());
    }
    for (FileListing.Entry entry : listing.entries()) {
      StreamStateHandle origin = handles.get(entry.name());
      if (origin == null) {
        throw new IOException(
            "The checkpoint lacks its file " + entry.name() + ". Restore an older one.");
      }
      FileListing.Entry earlier = expected.putIfAbsent(entry.name(), entry);
      if (earlier != null && !earlier.equals(entry)) {
        throw new IOException(
            "Two checkpoints disagree about file " + entry.name() + ": " + earlier + ", " + entry);
      }
      origins.putIfAbsent(entry.name(), origin);
    }
    return directory;
  }

  /** Downloads all planned files. */
  void run() throws Exception {
    if (expected.isEmpty()) {
      return;
    }
    Files.createDirectories(directory);
    List<Callable<Void>> downloads = new ArrayList<>();
    for (FileListing.Entry entry : expected.values()) {
      downloads.add(
          () -> {
            download(entry);
            return null;
          });
    }
    transfers.run(downloads);
  }

  private void download(FileListing.Entry entry) throws IOException {
    FSDataInputStream in = origins.get(entry.name()).openInputStream();
    try (in;
        OutputStream out = Files.newOutputStream(directory.resolve(entry.name()))) {
      streams.registerCloseable(in);
      int crc32c = copy(in, out, entry);
      if (crc32c != entry.crc32c()) {
        throw damaged(entry, "its checksum does not match");
      }
    } finally {
      streams.unregisterCloseable(in);
    }
  }

  private static int copy(InputStream in, OutputStream out, FileListing.Entry entry)
      throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    CRC32C crc = new CRC32C();
    long total = 0;
    int count;
    while ((count = in.read(buffer)) >= 0) {
      total += count;
      if (total > entry.length()) {
        throw damaged(entry, "it is longer than the " + entry.length() + " bytes it should have");
      }
      crc.update(buffer, 0, count);
      out.write(buffer, 0, count);
    }
    if (total != entry.length()) {
      throw damaged(entry, "it has " + total + " instead of " + entry.length() + " bytes");
    }
    return (int) crc.getValue();
  }

  private static IOException damaged(FileListing.Entry entry, String what) {
    return new IOException(
        "File "
            + entry.name()
            + " of the checkpoint is damaged: "
            + what
            + ". Restore from an older checkpoint or a savepoint.");
  }

  @Override
  public void close() throws IOException {
    registry.unregisterCloseable(streams);
    streams.close();
  }
}
