// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.log;

import io.oxbow.CorruptStoreException;
import io.oxbow.StoreException;
import io.oxbow.StoreFailedException;
import io.oxbow.io.FileEntry;
import io.oxbow.io.FileHeader;
import io.oxbow.io.FileIds;
import io.oxbow.io.FileKind;
import io.oxbow.io.StorageFailure;
import io.oxbow.io.StorageIo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * All segments of one store. {@link #read}, {@link #lease}, {@link #release}, {@link #fileIdOf},
 * {@link #indexOf} and {@link #segment} are for any thread; everything that writes, seals, forces,
 * registers or drops is for the maintenance thread.
 *
 * <p>The first failed write, seal, force or drop is final: each later one fails with the same
 * cause. Reads go on.
 */
public final class LogStore implements AutoCloseable {
  private static final int DEFAULT_READ_BYTES = 4096;

  private final StorageIo io;
  private final FileIds ids;
  private final LogOptions options;
  private final SegmentTable table = new SegmentTable();
  private final Map<Long, Segment> byFileId = new ConcurrentHashMap<>();
  private final Map<LogStream, LogWriter> writers = new EnumMap<>(LogStream.class);
  private final List<Segment> unforced = new ArrayList<>();
  private final AtomicLong bytesWritten = new AtomicLong();
  private volatile StoreFailedException failure;
  private volatile boolean closed;

  /** A log without segments over a directory; touches nothing yet. */
  public LogStore(StorageIo io, FileIds ids, LogOptions options) {
    this.io = io;
    this.ids = ids;
    this.options = options;
  }

  /** The writer of a stream; one for the life of the log. */
  public LogWriter writer(LogStream stream) {
    return writers.computeIfAbsent(stream, s -> new LogWriter(this, s, options));
  }

  /**
   * Makes a sealed segment of an earlier life or another store readable. Its file is opened, and
   * its header and length checked, at the first read.
   *
   * @param entry as the manifest states it
   * @param durable false where its content may not have been forced, as after a download: then the
   *     next {@link #force()} does it
   * @return its index
   */
  public int registerSealed(FileEntry entry, boolean durable) {
    if (entry.kind() != FileKind.SEGMENT || LogStream.ofCode(entry.subtype()) == null) {
      throw new CorruptStoreException(
          entry.name() + ": a manifest calls it a segment of stream " + entry.subtype());
    }
    if (entry.length() < FileHeader.BYTES || entry.length() > SegmentFooter.MAX_FILE_BYTES) {
      throw new CorruptStoreException(
          entry.name() + ": a manifest gives it " + entry.length() + " bytes");
    }
    Segment segment = table.add(index -> new Segment(io, index, entry, durable));
    if (byFileId.putIfAbsent(entry.id(), segment) != null) {
      table.remove(segment.index());
      throw new CorruptStoreException(entry.name() + ": a manifest lists it twice");
    }
    if (!durable) {
      unforced.add(segment);
    }
    return segment.index();
  }

  /** Index of the segment with this file id, or -1. */
  public int indexOf(long fileId) {
    Segment segment = byFileId.get(fileId);
    return segment == null ? -1 : segment.index();
  }

  /**
   * The segment with this index.
   *
   * @throws IllegalStateException where it was dropped or never was
   */
  public Segment segment(int index) {
    return table.get(index);
  }

  /** File id of the segment a location is in. */
  public long fileIdOf(long location) {
    return table.get(Location.index(location)).fileId();
  }

  /** Every segment that is not dropped, in the order of their indexes. */
  public List<Segment> segments() {
    return table.all();
  }

  /** Keeps the segment of a location from being dropped; to be called under an epoch pin. */
  public void lease(long location) {
    table.get(Location.index(location)).lease();
  }

  /** Ends a lease. */
  public void release(long location) {
    table.get(Location.index(location)).release();
  }

  /**
   * Reads and checks one piece, from the file or from a buffer not written yet. The caller holds a
   * lease on its segment, or knows otherwise that it is not dropped.
   *
   * @param expectedBytes stored length as far as known, else 0: saves a second read
   * @throws CorruptStoreException naming file and offset where it is not what was written
   * @throws StoreFailedException where the disk fails
   */
  public void read(long location, int expectedBytes, PieceFrame into) {
    checkOpen();
    Segment segment = table.get(Location.index(location));
    long offset = Location.offset(location);
    FileEntry entry = segment.entry();
    long room = (entry == null ? Integer.MAX_VALUE : entry.length()) - offset;
    int first = expectedBytes <= 0 ? DEFAULT_READ_BYTES : Math.max(expectedBytes, Location.GRANULE);
    first = (int) Math.max(0, Math.min(Math.min(first, LogOptions.MAX_SEGMENT_BYTES), room));
    ByteBuffer buffer = into.ensure(first, 0);
    int count = segment.readAt(offset, first, buffer, 0);
    if (count < Location.GRANULE) {
      throw PieceHeader.damaged(segment.name(), offset, "the file ends where a piece should be");
    }
    PieceHeader header = into.header();
    header.readLengths(buffer, room, segment.name(), offset);
    int stored = header.storedBytes();
    if (stored > count) {
      buffer = into.ensure(stored, count);
      count += segment.readAt(offset + count, stored - count, buffer, count);
      if (count < stored) {
        throw PieceHeader.damaged(segment.name(), offset, "the file ends within a piece");
      }
    }
    long previousFile = header.readRest(buffer, segment.fileId(), segment.name(), offset);
    header.previous = resolve(previousFile, (int) header.previous, segment, offset);
  }

  private long resolve(long fileId, int granule, Segment from, long offset) {
    if (fileId == 0) {
      return Location.NONE;
    }
    Segment segment = byFileId.get(fileId);
    if (segment == null) {
      throw PieceHeader.damaged(
          from.name(),
          offset,
          String.format("its previous piece is in unknown file %016x", fileId));
    }
    return Location.of(segment.index(), granule);
  }

  /** Meets every piece of a sealed segment, as its footer lists them. */
  public void forEachPiece(int index, PieceVisitor visitor) {
    checkOpen();
    SegmentFooter.read(table.get(index), visitor);
  }

  /** Writes and seals every open segment. */
  public void seal() {
    writers.values().forEach(LogWriter::seal);
  }

  /**
   * Makes the content of every sealed segment durable. The directory is left to the caller, who
   * forces it once after all files of a checkpoint.
   *
   * @throws StoreFailedException where the disk fails; final for this log
   */
  public void force() {
    checkUsable();
    for (Segment segment : unforced) {
      try {
        segment.force();
      } catch (IOException e) {
        throw fail("force " + segment.name(), e);
      }
    }
    unforced.clear();
  }

  /**
   * Deletes a sealed segment that nothing needs any more.
   *
   * @return false where a reader still has a lease: try later
   * @throws StoreFailedException where the disk fails; final for this log
   */
  public boolean drop(int index) {
    checkUsable();
    Segment segment = table.get(index);
    if (!segment.isSealed()) {
      throw new IllegalStateException(segment.name() + " is not sealed");
    }
    if (!segment.tryDrop()) {
      return false;
    }
    forget(segment);
    unforced.remove(segment);
    try {
      io.delete(segment.name());
    } catch (IOException e) {
      throw fail("delete " + segment.name(), e);
    }
    return true;
  }

  /** Gives back the buffers that are not in use. */
  public void releaseBuffers() {
    writers.values().forEach(LogWriter::releaseBuffer);
  }

  /** Bytes written to segment files in this life. */
  public long bytesWritten() {
    return bytesWritten.get();
  }

  /** Bytes of all segment files that are not dropped. */
  public long segmentBytes() {
    return table.all().stream().mapToLong(Segment::writtenBytes).sum();
  }

  /** The failure that ended writing, or {@code null}. */
  public StoreFailedException failure() {
    return failure;
  }

  /** Closes all files and gives the buffers back; what was not forced may be lost. Idempotent. */
  @Override
  public void close() {
    closed = true;
    writers.values().forEach(LogWriter::giveUp);
    table.all().forEach(Segment::closeFile);
    writers.values().forEach(LogWriter::freeBuffer);
  }

  StorageIo io() {
    return io;
  }

  Segment newSegment(LogStream stream) {
    long fileId = ids.next();
    Segment segment = table.add(index -> new Segment(io, index, fileId, stream));
    byFileId.put(fileId, segment);
    return segment;
  }

  void sealed(Segment segment) {
    unforced.add(segment);
  }

  void forget(Segment segment) {
    byFileId.remove(segment.fileId());
    table.remove(segment.index());
    segment.closeFile();
  }

  void countWritten(long bytes) {
    bytesWritten.addAndGet(bytes);
  }

  StoreFailedException fail(String action, IOException cause) {
    if (failure == null) {
      failure = StorageFailure.during(action, cause);
    }
    return failure;
  }

  void checkUsable() {
    checkOpen();
    StoreFailedException first = failure;
    if (first != null) {
      throw new StoreFailedException(first.getMessage(), first);
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new StoreException("the log is closed: open the store again");
    }
  }
}
