// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.oxbow.io.SimulatedStorageIo;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Readers beside the writer, while pieces move from the buffer to the file under their eyes. */
class LogReadersTest {
  private static final int PIECES = 40_000;

  @Test
  @Timeout(120)
  void readersNeverSeeABufferThatWasUsedAgain() throws Exception {
    LogStore log = LogFixture.open(new SimulatedStorageIo(1), 1);
    AtomicLongArray published = new AtomicLongArray(PIECES);
    AtomicBoolean stop = new AtomicBoolean();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread[] readers = new Thread[3];
    for (int t = 0; t < readers.length; t++) {
      Random random = new Random(t);
      readers[t] = new Thread(() -> readUntil(stop, log, published, random, failure));
      readers[t].start();
    }
    LogWriter writer = log.writer(LogStream.PAGES);
    Random random = new Random(42);
    for (int i = 0; i < PIECES && failure.get() == null; i++) {
      int length = 8 + random.nextInt(i % 1000 == 0 ? 9000 : 300);
      published.set(i, LogFixture.append(writer, i, length));
      if (random.nextInt(2000) == 0) {
        writer.seal();
        writer.releaseBuffer();
      }
    }
    stop.set(true);
    for (Thread reader : readers) {
      reader.join();
    }
    assertThat(failure.get()).isNull();
    log.close();
  }

  private static void readUntil(
      AtomicBoolean stop,
      LogStore log,
      AtomicLongArray published,
      Random random,
      AtomicReference<Throwable> failure) {
    int newest = 0;
    long reads = 0;
    try (PieceFrame frame = new PieceFrame()) {
      while (!stop.get() || reads == 0) {
        while (newest < PIECES && published.get(newest) != 0) {
          newest++;
        }
        int pid = newest - 1 - (random.nextBoolean() ? 0 : random.nextInt(Math.max(1, newest)));
        if (pid < 0) {
          continue;
        }
        log.read(published.get(pid), random.nextInt(600), frame);
        byte[] found = new byte[frame.header().bodyBytes()];
        frame.body().get(found);
        assertThat(frame.header().pid()).isEqualTo(pid);
        assertThat(found).isEqualTo(LogFixture.body(pid, found.length));
        reads++;
      }
    } catch (RuntimeException | AssertionError e) {
      failure.set(e);
    }
  }
}
