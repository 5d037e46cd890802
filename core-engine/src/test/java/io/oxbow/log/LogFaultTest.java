// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oxbow.CorruptStoreException;
import io.oxbow.StoreException;
import io.oxbow.StoreFailedException;
import io.oxbow.io.CrashPolicy;
import io.oxbow.io.FileEntry;
import io.oxbow.io.FileVerifier;
import io.oxbow.io.SimulatedStorageIo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every operation of the log fails once, or for good, or meets a crash. */
class LogFaultTest {
  private static final int ROUNDS = 4;

  /** Writes, seals and forces a few segments; those whose force and name returned are durable. */
  private static List<FileEntry> work(LogStore log, SimulatedStorageIo io, List<long[]> pieces)
      throws IOException {
    List<FileEntry> durable = new ArrayList<>();
    workInto(durable, log, io, pieces);
    return durable;
  }

  private static void workInto(
      List<FileEntry> durable, LogStore log, SimulatedStorageIo io, List<long[]> pieces)
      throws IOException {
    long pid = 1;
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < 5; i++) {
        int length = 700 * (i + 1);
        LogStream stream = i == 4 ? LogStream.VALUES : LogStream.PAGES;
        long location = LogFixture.append(log.writer(stream), pid, length);
        pieces.add(new long[] {location, pid, length});
        pid++;
      }
      log.seal();
      log.force();
      io.forceDirectory();
      for (Segment segment : log.segments()) {
        if (!durable.contains(segment.entry())) {
          durable.add(segment.entry());
        }
      }
    }
  }

  private static long operationsOfAGoodRun() throws IOException {
    SimulatedStorageIo io = new SimulatedStorageIo(1);
    try (LogStore log = LogFixture.open(io, 1)) {
      assertThat(work(log, io, new ArrayList<>())).hasSize(2 * ROUNDS);
    }
    return io.operations();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anErrorSurfacesIsFinalAndSparesWhatIsDurable(boolean behind) throws IOException {
    long operations = operationsOfAGoodRun();
    assertThat(operations).isGreaterThan(30);
    for (long at = 1; at <= operations; at++) {
      for (int kind = 0; kind < 4; kind++) {
        SimulatedStorageIo io = new SimulatedStorageIo(at);
        if (kind < 2) {
          io.failAt(at, kind == 0);
        } else {
          io.fullAt(at, kind == 2);
        }
        List<FileEntry> durable = new ArrayList<>();
        List<long[]> pieces = new ArrayList<>();
        LogStore log = LogFixture.open(io, 1, behind);
        boolean failed = false;
        try {
          workInto(durable, log, io, pieces);
        } catch (StoreFailedException e) {
          failed = true;
          assertThat(e).hasMessageContaining("simulated").hasRootCauseInstanceOf(IOException.class);
          checkFinal(log, io, e);
        } catch (IOException e) {
          failed = true; // the directory, which the test itself forces
        }
        assertThat(failed).as("operation %d, kind %d", at, kind).isTrue();
        io.failNoMore();
        readWhatWasCommitted(log, pieces);
        log.close();
        assertThat(io.openFiles()).isZero();
        SimulatedStorageIo after = io.crash();
        durable.forEach(entry -> FileVerifier.verify(after, entry));
      }
    }
  }

  private static void checkFinal(LogStore log, SimulatedStorageIo io, StoreFailedException first) {
    io.failNoMore();
    assertThat(log.failure()).isSameAs(first);
    LogWriter writer = log.writer(LogStream.PAGES);
    assertThatThrownBy(log::force)
        .isInstanceOf(StoreFailedException.class)
        .hasMessage(first.getMessage())
        .hasCause(first);
    assertThatThrownBy(() -> writer.makeRoom(10_000)).isInstanceOf(StoreFailedException.class);
    assertThatThrownBy(() -> log.drop(1)).isInstanceOf(StoreFailedException.class);
  }

  /** Written or not, a committed piece is read as it was, or reported. */
  private static void readWhatWasCommitted(LogStore log, List<long[]> pieces) {
    for (long[] piece : pieces) {
      try {
        LogFixture.check(log, piece[0], piece[1], (int) piece[2]);
      } catch (CorruptStoreException e) {
        assertThat(log.failure()).isNotNull();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aCrashAnywhereSparesWhatIsDurable(boolean behind) throws IOException {
    long operations = operationsOfAGoodRun();
    int seen = 0;
    for (long at = 1; at <= operations; at++) {
      for (CrashPolicy policy : CrashPolicy.values()) {
        SimulatedStorageIo io = new SimulatedStorageIo(at).crashAt(at);
        List<FileEntry> durable = new ArrayList<>();
        LogStore log = LogFixture.open(io, 1, behind);
        assertThatThrownBy(() -> workInto(durable, log, io, new ArrayList<>()))
            .isInstanceOfAny(StoreFailedException.class, IOException.class);
        SimulatedStorageIo after = io.crash(policy);
        for (FileEntry entry : durable) {
          FileVerifier.verify(after, entry);
          readFooter(after, entry);
          seen++;
        }
      }
    }
    assertThat(seen).isPositive();
  }

  private static void readFooter(SimulatedStorageIo io, FileEntry entry) {
    try (LogStore log = LogFixture.open(io, 2)) {
      int index = log.registerSealed(entry, true);
      log.forEachPiece(
          index, (at, kind, pid, stored) -> LogFixture.check(log, at, pid, lengthOf(pid)));
    }
  }

  private static int lengthOf(long pid) {
    return 700 * (int) ((pid - 1) % 5 + 1);
  }

  @Test
  void aFailedReadIsReportedAndTheNextOneTriesAgain() {
    SimulatedStorageIo io = new SimulatedStorageIo(1);
    LogStore log = LogFixture.open(io, 1);
    long location = LogFixture.append(log.writer(LogStream.PAGES), 1, 100);
    log.seal();
    io.failAt(io.operations() + 1, false);
    assertThatThrownBy(() -> LogFixture.check(log, location, 1, 100))
        .isInstanceOf(StoreFailedException.class)
        .hasMessageContaining("cannot read");
    LogFixture.check(log, location, 1, 100);
    assertThat(log.failure()).isNull();
  }

  @Test
  void aFailedDeleteIsReported() {
    SimulatedStorageIo io = new SimulatedStorageIo(1);
    LogStore log = LogFixture.open(io, 1);
    long location = LogFixture.append(log.writer(LogStream.PAGES), 1, 100);
    log.seal();
    io.failAt(io.operations() + 1, true);
    assertThatThrownBy(() -> log.drop(Location.index(location)))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("cannot delete");
  }
}
