// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.oxbow.io.FileEntry;
import io.oxbow.io.FileIds;
import io.oxbow.io.StorageIo;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/** Pieces whose bodies follow from their PIDs, so that each read can be checked. */
final class LogFixture {
  static final Executor WRITES =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread t = new Thread(task, "writes");
            t.setDaemon(true);
            return t;
          });

  private LogFixture() {}

  static LogOptions small() {
    return LogOptions.defaults().withSegmentBytes(64 * 1024).withBufferBytes(4096);
  }

  static LogStore open(StorageIo io, long storeId) {
    return open(io, storeId, false);
  }

  /** A log whose buffers another thread writes while the next are filled, or not. */
  static LogStore open(StorageIo io, long storeId, boolean behind) {
    return new LogStore(io, new FileIds(storeId), behind ? small().withWrites(WRITES) : small());
  }

  static byte[] body(long pid, int length) {
    byte[] body = new byte[length];
    new Random(pid * 31 + length).nextBytes(body);
    return body;
  }

  /** Appends one piece as the engine does. */
  static long append(LogWriter writer, PieceHeader header, int length) {
    writer.makeRoom(length);
    ByteBuffer into = writer.begin(length);
    assertThat(into.remaining()).isEqualTo(length);
    into.put(body(header.pid(), length));
    return writer.commit(header, length);
  }

  static long append(LogWriter writer, long pid, int length) {
    return append(writer, new PieceHeader().set(PieceHeader.FULL_IMAGE, 0, pid, pid + 1), length);
  }

  /** Reads a piece and compares every field. */
  static void check(LogStore log, long location, long pid, int length) {
    try (PieceFrame frame = new PieceFrame()) {
      for (int hint : new int[] {0, PieceHeader.storedBytes(length), 1, 100_000}) {
        log.read(location, hint, frame);
        assertThat(frame.header().pid()).isEqualTo(pid);
        assertThat(frame.header().version()).isEqualTo(pid + 1);
        assertThat(frame.header().bodyBytes()).isEqualTo(length);
        assertThat(frame.header().storedBytes()).isEqualTo(PieceHeader.storedBytes(length));
        byte[] found = new byte[length];
        frame.body().get(found);
        assertThat(found).isEqualTo(body(pid, length));
      }
    }
  }

  /** A sealed, forced segment of a few pieces; PIDs count from 1. */
  static FileEntry sealedSegment(StorageIo io, long storeId, int... lengths) {
    try (LogStore log = open(io, storeId)) {
      long pid = 1;
      for (int length : lengths) {
        append(log.writer(LogStream.PAGES), pid++, length);
      }
      log.seal();
      log.force();
      return log.segments().get(0).entry();
    }
  }
}
