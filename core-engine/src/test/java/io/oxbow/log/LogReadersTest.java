// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.oxbow.io.FileIds;
import io.oxbow.io.SimulatedStorageIo;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Readers beside the writer, while pieces move from the buffer to the file under their eyes. */
class LogReadersTest {
  private static final int PIECES = 40_000;

  /** Pieces as large as the buffer: it is used again while readers still copy out of it. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Timeout(120)
  void aLargePieceIsNotMixedWithTheNextOne(boolean behind) throws Exception {
    int pieces = 1500;
    LogOptions options = LogFixture.small().withSegmentBytes(1 << 20);
    options = behind ? options.withWrites(LogFixture.WRITES) : options;
    LogStore log = new LogStore(new SimulatedStorageIo(1), new FileIds(1), options);
    AtomicLong newest = new AtomicLong();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread[] readers = new Thread[2];
    for (int t = 0; t < readers.length; t++) {
      readers[t] = new Thread(() -> readNewestUntil(pieces, log, newest, failure));
      readers[t].start();
    }
    byte[] body = new byte[60_000];
    LogWriter writer = log.writer(LogStream.PAGES);
    PieceHeader header = new PieceHeader();
    for (int i = 1; i <= pieces; i++) {
      Arrays.fill(body, (byte) i);
      writer.makeRoom(body.length);
      writer.begin(body.length).put(body);
      newest.set(writer.commit(header.set(PieceHeader.FULL_IMAGE, 0, i, i), body.length));
    }
    for (Thread reader : readers) {
      reader.join();
    }
    assertThat(failure.get()).isNull();
    log.close();
  }

  private static void readNewestUntil(
      int last, LogStore log, AtomicLong newest, AtomicReference<Throwable> failure) {
    try (PieceFrame frame = new PieceFrame()) {
      long pid = 0;
      while (pid < last) {
        long location = newest.get();
        if (location != Location.NONE) {
          log.read(location, 60_048, frame);
          assertThat(frame.header().pid()).isGreaterThanOrEqualTo(pid);
          pid = frame.header().pid();
          assertThat(frame.body().get(30_000)).isEqualTo((byte) pid);
        }
      }
    } catch (RuntimeException | AssertionError e) {
      failure.set(e);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Timeout(120)
  void readersNeverSeeABufferThatWasUsedAgain(boolean behind) throws Exception {
    LogStore log = LogFixture.open(new SimulatedStorageIo(1), 1, behind);
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
