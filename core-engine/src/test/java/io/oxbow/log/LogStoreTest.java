// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.log;

import static io.oxbow.log.LogFixture.append;
import static io.oxbow.log.LogFixture.check;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oxbow.CorruptStoreException;
import io.oxbow.StoreException;
import io.oxbow.io.CrashPolicy;
import io.oxbow.io.FileEntry;
import io.oxbow.io.FileIds;
import io.oxbow.io.FileKind;
import io.oxbow.io.FileStorageIo;
import io.oxbow.io.FileVerifier;
import io.oxbow.io.SimulatedStorageIo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogStoreTest {
  private final SimulatedStorageIo io = new SimulatedStorageIo(1);
  private final LogStore log = LogFixture.open(io, 1);
  private final LogWriter pages = log.writer(LogStream.PAGES);

  @Test
  void aPieceIsTheSameInBufferInFileSealedAndReopened() throws IOException {
    int[] lengths = {0, 1, 15, 16, 17, 80, 4000, 20_000};
    List<Long> locations = new ArrayList<>();
    for (int i = 0; i < lengths.length; i++) {
      locations.add(append(pages, i, lengths[i]));
      check(log, locations.get(i), i, lengths[i]);
    }
    pages.write();
    assertThat(pages.unwrittenBytes()).isZero();
    for (int i = 0; i < lengths.length; i++) {
      check(log, locations.get(i), i, lengths[i]);
    }
    log.seal();
    log.force();
    io.forceDirectory();
    FileEntry entry = log.segments().get(0).entry();
    for (int i = 0; i < lengths.length; i++) {
      check(log, locations.get(i), i, lengths[i]);
    }
    log.close();
    assertThat(io.openFiles()).isZero();

    SimulatedStorageIo after = io.crash(CrashPolicy.OLD);
    FileVerifier.verify(after, entry);
    try (LogStore reopened = LogFixture.open(after, 2)) {
      append(reopened.writer(LogStream.VALUES), 99, 5); // indexes need not be the old ones
      int index = reopened.registerSealed(entry, true);
      assertThat(reopened.indexOf(entry.id())).isEqualTo(index).isEqualTo(2);
      for (int i = 0; i < lengths.length; i++) {
        check(reopened, Location.of(index, Location.granule(locations.get(i))), i, lengths[i]);
      }
    }
    assertThat(after.openFiles()).isZero();
  }

  @Test
  void chainsCrossSegmentsAndSurviveNewIndexes() {
    long first = append(pages, 7, 300);
    log.seal();
    PieceHeader second = new PieceHeader().set(PieceHeader.DELTA, 9, 7, 8);
    long location = append(pages, second.setPrevious(first, 384, 2), 10);
    log.seal();
    log.force();
    FileEntry older = log.segment(Location.index(first)).entry();
    FileEntry newer = log.segment(Location.index(location)).entry();
    log.close();

    try (LogStore reopened = LogFixture.open(io, 2);
        PieceFrame frame = new PieceFrame()) {
      int newerIndex = reopened.registerSealed(newer, true);
      long at = Location.of(newerIndex, Location.granule(location));
      assertThatThrownBy(() -> reopened.read(at, 0, frame))
          .isInstanceOf(CorruptStoreException.class)
          .hasMessageContaining("unknown file");
      int olderIndex = reopened.registerSealed(older, true);
      reopened.read(at, 0, frame);
      PieceHeader header = frame.header();
      assertThat(header.kind()).isEqualTo(PieceHeader.DELTA);
      assertThat(header.flags()).isEqualTo(9);
      assertThat(header.chainLength()).isEqualTo(2);
      assertThat(header.previous()).isEqualTo(Location.of(olderIndex, Location.granule(first)));
      assertThat(header.previousStoredBytes()).isEqualTo(384);
      reopened.read(header.previous(), header.previousStoredBytes(), frame);
      assertThat(frame.header().previous()).isEqualTo(Location.NONE);
      assertThat(frame.header().chainLength()).isEqualTo(1);
    }
  }

  @Test
  void segmentsRollAtTheirSizeAndOneLargePieceMayExceedIt() {
    List<Long> locations = new ArrayList<>();
    Random random = new Random(5);
    int[] lengths = new int[120];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = i == 60 ? 1_000_000 : random.nextInt(6000);
      locations.add(append(pages, i, lengths[i]));
    }
    log.seal();
    for (int i = 0; i < lengths.length; i++) {
      check(log, locations.get(i), i, lengths[i]);
    }
    assertThat(log.segments()).hasSizeGreaterThan(5);
    long large = locations.get(60);
    for (Segment segment : log.segments()) {
      assertThat(segment.isSealed()).isTrue();
      if (segment.index() != Location.index(large)) {
        assertThat(segment.entry().length()).isLessThan(64 * 1024 + 4096);
      }
      FileVerifier.verify(io, segment.entry());
    }
    assertThat(log.bytesWritten()).isEqualTo(log.segmentBytes());
    assertThat(log.bytesWritten()).isEqualTo(io.names().values().stream().mapToLong(x -> x).sum());
  }

  @Test
  void theFooterListsThePiecesInTheirOrder() {
    List<String> expected = new ArrayList<>();
    for (int i = 1; i <= 700; i++) {
      long location = append(pages, i, i % 40);
      expected.add(location + " " + i + " " + PieceHeader.storedBytes(i % 40));
    }
    log.seal();
    List<String> found = new ArrayList<>();
    for (Segment segment : log.segments()) {
      log.forEachPiece(
          segment.index(), (at, kind, pid, stored) -> found.add(at + " " + pid + " " + stored));
    }
    assertThat(found).isEqualTo(expected);
  }

  @Test
  void nothingReachesTheDiskUntilWritten() {
    assertThat(pages.hasRoom(100)).isFalse();
    assertThatThrownBy(() -> pages.begin(100)).isInstanceOf(IllegalStateException.class);
    pages.makeRoom(100);
    assertThat(pages.hasRoom(100)).isTrue();
    while (pages.hasRoom(100)) {
      append(pages, 1, 100);
    }
    assertThat(io.operations()).isZero();
    pages.makeRoom(100);
    assertThat(io.names()).hasSize(1);
  }

  @Test
  void anAbandonedOrWithdrawnPieceLeavesNothing() {
    long first = append(pages, 1, 50);
    pages.makeRoom(500);
    pages.begin(500).put(new byte[500]);
    assertThatThrownBy(() -> pages.begin(1)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(pages::write).isInstanceOf(IllegalStateException.class);
    pages.abandon();
    assertThatThrownBy(pages::abandon).isInstanceOf(IllegalStateException.class);
    assertThat(pages.withdraw()).as("something was begun since").isFalse();
    long second = append(pages, 2, 60);
    assertThat(pages.withdraw()).isTrue();
    assertThat(pages.withdraw()).isFalse();
    long third = append(pages, 3, 70);
    assertThat(third).isEqualTo(second);
    pages.write();
    assertThat(pages.withdraw()).as("it is in the file by now").isFalse();
    log.seal();
    check(log, first, 1, 50);
    check(log, third, 3, 70);
    List<Long> pids = new ArrayList<>();
    log.forEachPiece(Location.index(first), (at, kind, pid, stored) -> pids.add(pid));
    assertThat(pids).containsExactly(1L, 3L);
  }

  @Test
  void aShorterBodyThanBegunTakesOnlyItsOwnRoom() {
    pages.makeRoom(1000);
    pages.begin(1000).put(LogFixture.body(4, 10));
    long location = pages.commit(new PieceHeader().set(PieceHeader.FULL_IMAGE, 0, 4, 5), 10);
    check(log, location, 4, 10);
    assertThat(pages.unwrittenBytes()).isEqualTo(64 + 64);
  }

  @Test
  void aSegmentIsNotDroppedUnderAReader() {
    long location = append(pages, 1, 100);
    log.seal();
    int index = Location.index(location);
    String name = log.segment(index).name();
    log.lease(location);
    assertThat(log.drop(index)).isFalse();
    check(log, location, 1, 100);
    log.release(location);
    assertThatThrownBy(() -> log.release(location)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aDroppedSegmentIsGoneForGood() throws IOException {
    long location = append(pages, 1, 100);
    assertThatThrownBy(() -> log.drop(Location.index(location)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("not sealed");
    log.seal();
    Segment segment = log.segment(Location.index(location));
    assertThat(log.drop(segment.index())).isTrue();
    assertThat(io.names()).isEmpty();
    assertThat(io.openFiles()).isZero();
    assertThat(log.indexOf(segment.fileId())).isEqualTo(-1);
    assertThatThrownBy(() -> log.lease(location)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(segment::lease).isInstanceOf(IllegalStateException.class);
    log.force(); // no longer forces it
    long next = append(pages, 2, 100);
    assertThat(Location.index(next)).isNotEqualTo(segment.index());
  }

  @Test
  void emptySegmentsNeverReachTheDisk() {
    pages.makeRoom(10);
    log.seal();
    log.seal();
    assertThat(log.segments()).isEmpty();
    assertThat(io.names()).isEmpty();
  }

  @Test
  void everyBufferIsAccountedForAndARefusalHarmsNothing() {
    AtomicLong memory = new AtomicLong();
    long slack = 4095; // for a place that is a multiple of 4,096
    AtomicLong limit = new AtomicLong(4096 + slack);
    LogOptions options =
        LogFixture.small()
            .withMemory(
                bytes -> {
                  if (memory.addAndGet(bytes) > limit.get()) {
                    memory.addAndGet(-bytes);
                    throw new StoreException("full");
                  }
                });
    LogStore accounted = new LogStore(io, new FileIds(9), options);
    LogWriter writer = accounted.writer(LogStream.PAGES);
    assertThat(memory).hasValue(0);
    long first = append(writer, 1, 200);
    assertThat(memory).hasValue(4096 + slack);
    assertThatThrownBy(() -> writer.makeRoom(50_000)).hasMessage("full");
    long second = append(writer, 2, 200);
    limit.set(200_000);
    long third = append(writer, 3, 50_000);
    long blocks = (PieceHeader.storedBytes(50_000) + slack) / 4096;
    assertThat(memory).hasValue(4096 * blocks + slack);
    accounted.seal();
    accounted.releaseBuffers();
    assertThat(memory).hasValue(0);
    check(accounted, first, 1, 200);
    check(accounted, second, 2, 200);
    check(accounted, third, 3, 50_000);
    PieceFrame frame = new PieceFrame(memory::addAndGet);
    accounted.read(third, 0, frame);
    assertThat(memory).hasValue(65_536);
    frame.close();
    append(writer, 4, 10);
    accounted.close();
    assertThat(memory).hasValue(0);
    assertThatThrownBy(() -> accounted.read(first, 0, frame)).hasMessageContaining("closed");
    assertThatThrownBy(() -> writer.makeRoom(100_000)).hasMessageContaining("closed");
  }

  @Test
  void sizesBeyondTheFormatAreRefused() {
    assertThatThrownBy(() -> pages.makeRoom(PieceHeader.MAX_BODY_BYTES + 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> LogFixture.small().withSegmentBytes(1 << 15))
        .isInstanceOf(IllegalArgumentException.class);
    FileEntry huge = new FileEntry(77, FileKind.SEGMENT, 1, 1L << 40, 0);
    assertThatThrownBy(() -> log.registerSealed(huge, true))
        .isInstanceOf(CorruptStoreException.class);
    FileEntry odd = new FileEntry(77, FileKind.SEGMENT, 200, 1000, 0);
    assertThatThrownBy(() -> log.registerSealed(odd, true))
        .isInstanceOf(CorruptStoreException.class);
    FileEntry twice = new FileEntry(77, FileKind.SEGMENT, 1, 1000, 0);
    log.registerSealed(twice, true);
    assertThatThrownBy(() -> log.registerSealed(twice, true))
        .isInstanceOf(CorruptStoreException.class)
        .hasMessageContaining("twice");
  }

  @Test
  void segmentsThatMayNotBeDurableAreForcedBeforeTheyCount() throws IOException {
    FileEntry entry = LogFixture.sealedSegment(io, 3, 100);
    List<String> operations = new ArrayList<>();
    io.observe(operations::add);
    int index = log.registerSealed(entry, false);
    assertThat(log.segment(index).isDurable()).isFalse();
    log.force();
    assertThat(log.segment(index).isDurable()).isTrue();
    assertThat(operations).contains("force " + entry.name());
  }

  @Test
  void theLogWorksOnARealDisk(@TempDir Path temp) throws IOException {
    try (FileStorageIo disk = FileStorageIo.open(temp, true)) {
      FileEntry entry = LogFixture.sealedSegment(disk, 4, 10, 5000, 30_000);
      FileVerifier.verify(disk, entry);
      try (LogStore reopened = LogFixture.open(disk, 5)) {
        int index = reopened.registerSealed(entry, false);
        reopened.force();
        List<Long> locations = new ArrayList<>();
        reopened.forEachPiece(index, (at, kind, pid, stored) -> locations.add(at));
        check(reopened, locations.get(0), 1, 10);
        check(reopened, locations.get(1), 2, 5000);
        check(reopened, locations.get(2), 3, 30_000);
        assertThat(reopened.drop(index)).isTrue();
        assertThat(disk.list()).isEmpty();
      }
    }
  }

  /** With buffers as large as a store's, most goes past the page cache. */
  @Test
  void manyBuffersOfPiecesAreReadBackFromARealDisk(@TempDir Path temp) throws IOException {
    try (FileStorageIo disk = FileStorageIo.open(temp, true);
        LogStore large = new LogStore(disk, new FileIds(6), LogOptions.defaults())) {
      LogWriter writer = large.writer(LogStream.PAGES);
      Random random = new Random(3);
      List<Long> locations = new ArrayList<>();
      List<Integer> lengths = new ArrayList<>();
      for (int i = 0; i < 400; i++) {
        int length = random.nextInt(i % 50 == 0 ? 600_000 : 9000);
        lengths.add(length);
        locations.add(append(writer, i, length));
        check(large, locations.get(i / 2), i / 2, lengths.get(i / 2));
      }
      FileEntry entry = seal(large, writer);
      FileVerifier.verify(disk, entry);
      for (int i = 0; i < locations.size(); i++) {
        check(large, locations.get(i), i, lengths.get(i));
      }
    }
  }

  private static FileEntry seal(LogStore log, LogWriter writer) {
    Segment segment = writer.openSegment();
    log.seal();
    log.force();
    return segment.entry();
  }
}
