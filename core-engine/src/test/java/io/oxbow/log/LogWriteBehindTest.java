// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oxbow.StoreException;
import io.oxbow.StoreFailedException;
import io.oxbow.io.FileIds;
import io.oxbow.io.SimulatedStorageIo;
import java.util.ArrayDeque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A buffer on its way to its file is read, waited for, and missed when it does not arrive. */
class LogWriteBehindTest {
  private final SimulatedStorageIo io = new SimulatedStorageIo(1);
  private final ArrayDeque<Runnable> held = new ArrayDeque<>();

  private LogStore open(LogOptions options) {
    return new LogStore(io, new FileIds(1), options);
  }

  @Test
  void aPieceIsReadFromTheBufferUnderWayAndFromTheFileBehindIt() {
    LogStore log = open(LogFixture.small().withWrites(held::add));
    LogWriter writer = log.writer(LogStream.PAGES);
    long first = LogFixture.append(writer, 1, 3000);
    long second = LogFixture.append(writer, 2, 3000);
    assertThat(held).as("writes begun").hasSize(1);
    assertThat(log.bytesWritten()).isZero();
    LogFixture.check(log, first, 1, 3000);
    LogFixture.check(log, second, 2, 3000);
    held.remove().run();
    long third = LogFixture.append(writer, 3, 3000);
    LogFixture.check(log, first, 1, 3000);
    LogFixture.check(log, second, 2, 3000);
    LogFixture.check(log, third, 3, 3000);
    assertThat(log.bytesWritten()).isPositive();
    held.remove().run();
    log.close();
  }

  @Test
  void aWriteThatFailsBehindTheCallerEndsTheLogAtTheNextCallAndReadsGoOn() {
    LogStore log = open(LogFixture.small().withWrites(held::add));
    LogWriter writer = log.writer(LogStream.PAGES);
    long first = LogFixture.append(writer, 1, 3000);
    LogFixture.append(writer, 2, 3000);
    io.failAt(io.operations() + 1, false);
    held.remove().run();
    assertThatThrownBy(log::seal)
        .isInstanceOf(StoreFailedException.class)
        .hasMessageContaining("write");
    assertThatThrownBy(log::force).isInstanceOf(StoreFailedException.class);
    LogFixture.check(log, first, 1, 3000);
    log.close();
    assertThat(io.openFiles()).isZero();
  }

  @Test
  void withoutAThreadForTheWriteTheCallerHearsOfIt() {
    LogStore log =
        open(
            LogFixture.small()
                .withWrites(
                    task -> {
                      throw new RejectedExecutionException("no thread");
                    }));
    LogWriter writer = log.writer(LogStream.PAGES);
    LogFixture.append(writer, 1, 3000);
    assertThatThrownBy(() -> LogFixture.append(writer, 2, 3000)).hasMessageContaining("no thread");
    log.close();
  }

  @Test
  void withoutMemoryForASecondBufferTheFirstIsWaitedFor() {
    AtomicLong used = new AtomicLong();
    LogOptions options =
        LogFixture.small()
            .withWrites(LogFixture.WRITES)
            .withMemory(
                bytes -> {
                  if (bytes > 0 && used.get() > 0) {
                    throw new StoreException("one buffer is all there is");
                  }
                  used.addAndGet(bytes);
                });
    LogStore log = open(options);
    LogWriter writer = log.writer(LogStream.PAGES);
    long[] pieces = new long[10];
    for (int i = 0; i < pieces.length; i++) {
      pieces[i] = LogFixture.append(writer, i + 1, 3000);
    }
    for (int i = 0; i < pieces.length; i++) {
      LogFixture.check(log, pieces[i], i + 1, 3000);
    }
    log.seal();
    log.close();
    assertThat(used).hasValue(0);
  }
}
