// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.log;

import io.oxbow.StoreException;
import io.oxbow.io.Checksums;
import io.oxbow.io.FileEntry;
import io.oxbow.io.FileHeader;
import io.oxbow.io.FileKind;
import io.oxbow.io.StorageFile;
import io.oxbow.io.StorageIo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * Appends pieces to one stream, one thread at a time. {@link #hasRoom}, {@link #begin}, {@link
 * #commit}, {@link #abandon} and {@link #withdraw} touch memory only and may run under an epoch
 * pin; {@link #makeRoom}, {@link #write} and {@link #seal} do I/O and must not.
 *
 * <p>A piece is readable at its location from {@code commit} on, and durable after its segment was
 * sealed and {@link LogStore#force() forced}.
 */
public final class LogWriter {
  private static final int BLOCK = StorageFile.BLOCK;

  private final LogStore store;
  private final LogStream stream;
  private final LogOptions options;

  private final WriteBehind behind;
  private ByteBuffer buffer;
  private ByteBuffer view;
  private ByteBuffer spare; // filled while the other is being written
  private Segment segment;
  private SegmentFooter footer;
  private CRC32C crc;
  private int used;
  private int reserved = -1;
  private int lastCommit = -1;

  LogWriter(LogStore store, LogStream stream, LogOptions options) {
    this.store = store;
    this.stream = stream;
    this.options = options;
    behind = new WriteBehind(options.writes());
  }

  /** Whether {@link #begin} would find room for such a body now. */
  public boolean hasRoom(int bodyBytes) {
    int need = PieceHeader.storedBytes(bodyBytes);
    return segment != null && fitsSegment(need) && need <= buffer.capacity() - used;
  }

  private boolean fitsSegment(int need) {
    long end = segment.writtenBytes() + used;
    return footer.count() == 0
        || end + need <= options.segmentBytes() && end < Location.OFFSET_LIMIT;
  }

  /**
   * Makes room for a piece with such a body: writes the buffer to the file, seals a full segment
   * and begins the next, allocates or enlarges the buffer. No effect where there is room.
   *
   * @param bodyBytes 0..{@link PieceHeader#MAX_BODY_BYTES}
   * @throws io.oxbow.StoreFailedException where the disk fails; final for this log
   */
  public void makeRoom(int bodyBytes) {
    checkIdle();
    checkBody(bodyBytes);
    store.checkUsable();
    if (hasRoom(bodyBytes)) {
      return;
    }
    int need = PieceHeader.storedBytes(bodyBytes);
    if (segment != null) {
      if (fitsSegment(need)) {
        writeBlocks();
      }
      if (fitsSegment(need)) {
        allocate(need);
      } else {
        seal();
      }
    }
    if (segment == null) {
      allocate(FileHeader.BYTES + need);
      beginSegment();
    }
  }

  /** Writes the buffer, filled up with zeros to whole blocks: the next write then begins at one. */
  private void writeBlocks() {
    int end = used + BLOCK - 1 & -BLOCK;
    while (used < end) {
      buffer.put(used++, (byte) 0);
    }
    write();
  }

  private static void checkBody(int bodyBytes) {
    if (bodyBytes < 0 || bodyBytes > PieceHeader.MAX_BODY_BYTES) {
      throw new IllegalArgumentException(
          "body of " + bodyBytes + " bytes is not in 0.." + PieceHeader.MAX_BODY_BYTES);
    }
  }

  private void beginSegment() {
    segment = store.newSegment(stream);
    footer = new SegmentFooter();
    crc = new CRC32C();
    segment.attach(buffer);
    FileHeader header =
        new FileHeader(
            FileKind.SEGMENT, stream.code(), segment.fileId(), options.version().getAsLong());
    header.writeTo(buffer, 0);
    used = FileHeader.BYTES;
    lastCommit = -1;
  }

  /** A buffer of at least {@code bytes}; the old one must be empty if it is too small. */
  private void allocate(int bytes) {
    if (buffer != null && buffer.capacity() >= bytes) {
      return;
    }
    int size = Math.max(bytes, options.bufferBytes()) + BLOCK - 1 & -BLOCK;
    ByteBuffer old = buffer;
    use(DirectBuffers.allocateBlocks(size, options.memory()));
    if (segment != null) {
      segment.attach(buffer);
    }
    if (old != null) {
      DirectBuffers.giveBackBlocks(old, options.memory());
    }
  }

  /**
   * Opens a piece: the returned little-endian buffer's position and limit bound the body, to be
   * filled from the position on. It is the writer's own and valid until {@code commit} or {@code
   * abandon}, one of which must follow.
   *
   * @param bodyBytes the most the body will have
   * @throws IllegalStateException where there is no room; see {@link #hasRoom}
   */
  public ByteBuffer begin(int bodyBytes) {
    checkIdle();
    checkBody(bodyBytes);
    if (!hasRoom(bodyBytes)) {
      throw new IllegalStateException("no room for " + bodyBytes + " bytes was made before");
    }
    reserved = bodyBytes;
    lastCommit = -1;
    view.limit(used + PieceHeader.BYTES + bodyBytes).position(used + PieceHeader.BYTES);
    return view;
  }

  /**
   * Finishes the piece begun, filling in lengths and checksum.
   *
   * @param header describes it; its lengths are set here
   * @param bodyBytes length of the body, at most what was begun
   * @return its location
   */
  public long commit(PieceHeader header, int bodyBytes) {
    if (reserved < 0 || bodyBytes < 0 || bodyBytes > reserved) {
      throw new IllegalStateException("commit of " + bodyBytes + " bytes, begun " + reserved);
    }
    header.bodyBytes = bodyBytes;
    header.storedBytes = PieceHeader.storedBytes(bodyBytes);
    int granule = (int) ((segment.writtenBytes() + used) / Location.GRANULE);
    long previousFile = header.previous == Location.NONE ? 0 : store.fileIdOf(header.previous);
    header.writeTo(buffer, used, previousFile, segment.fileId(), granule);
    footer.add(header.pid, granule, header.kind, header.storedBytes);
    lastCommit = used;
    used += header.storedBytes;
    reserved = -1;
    return Location.of(segment.index(), granule);
  }

  /** Forgets the piece begun; nothing of it stays. */
  public void abandon() {
    if (reserved < 0) {
      throw new IllegalStateException("no piece was begun");
    }
    reserved = -1;
  }

  /**
   * Takes back the piece committed last, which nobody else has come to know. Its location will be
   * given to another piece.
   *
   * @return false where something else happened since; the piece then stays, as dead bytes
   */
  public boolean withdraw() {
    if (lastCommit < 0 || reserved >= 0) {
      return false;
    }
    used = lastCommit;
    lastCommit = -1;
    footer.removeLast();
    return true;
  }

  /** Bytes committed but not written to the file yet. */
  public int unwrittenBytes() {
    return used;
  }

  /**
   * Writes what the buffer holds to the file, creating it if needed; the write may go on after this
   * has returned, and fail the next call.
   *
   * @throws io.oxbow.StoreFailedException where the disk fails; final for this log
   */
  public void write() {
    checkIdle();
    if (segment == null || used == 0) {
      return;
    }
    settle();
    store.checkUsable();
    lastCommit = -1;
    long at = segment.writtenBytes();
    StorageFile file = openFile(at);
    Checksums.update(crc, buffer, 0, used);
    ByteBuffer full = buffer;
    ByteBuffer next = behind.isInTheCaller() ? null : spareBuffer();
    segment.handOver(used, next == null ? full : next);
    behind.start(file, at, full.duplicate().limit(used).position(0));
    if (next != null) {
      use(next);
      spare = full;
    }
    used = 0;
    if (next == null || behind.isDone()) {
      settle();
    }
  }

  private StorageFile openFile(long at) {
    StorageFile file = segment.file();
    if (file == null) {
      try {
        file = store.io().open(segment.name(), StorageIo.OpenMode.CREATE);
      } catch (IOException e) {
        throw store.fail("write " + segment.name() + " at offset " + at, e);
      }
      segment.setFile(file);
    }
    return file;
  }

  /** A second buffer as large as the first, or null without memory for one. */
  private ByteBuffer spareBuffer() {
    if (spare != null && spare.capacity() != buffer.capacity()) {
      DirectBuffers.giveBackBlocks(spare, options.memory());
      spare = null;
    }
    if (spare == null) {
      try {
        spare = DirectBuffers.allocateBlocks(buffer.capacity(), options.memory());
      } catch (StoreException e) {
        return null; // the first one is waited for
      }
    }
    return spare;
  }

  private void use(ByteBuffer next) {
    buffer = next;
    view = buffer.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Waits for the write that is under way. */
  private void settle() {
    if (!behind.isUnderWay()) {
      return;
    }
    try {
      behind.await();
      store.countWritten(segment.landed());
    } catch (IOException e) {
      throw store.fail("write " + segment.name() + " at offset " + segment.bytesInFile(), e);
    }
  }

  /**
   * Writes what is left, then the footer, and ends the segment: length and checksum are final. The
   * next piece begins a new one. No effect where no segment is open.
   *
   * @throws io.oxbow.StoreFailedException where the disk fails; final for this log
   */
  public void seal() {
    checkIdle();
    if (segment == null) {
      return;
    }
    if (footer.count() == 0 && segment.file() == null) {
      store.forget(segment); // never reached the disk
      endSegment();
      return;
    }
    write();
    settle();
    store.checkUsable();
    long end = segment.writtenBytes();
    long length = end + footer.byteLength();
    try {
      footer.write(segment.file(), segment.fileId(), end, view, crc);
    } catch (IOException e) {
      throw store.fail("seal " + segment.name() + " at offset " + end, e);
    }
    store.countWritten(length - end);
    segment.seal(
        new FileEntry(
            segment.fileId(), FileKind.SEGMENT, stream.code(), length, (int) crc.getValue()));
    store.sealed(segment);
    endSegment();
  }

  private void endSegment() {
    segment = null;
    footer = null;
    crc = null;
    used = 0;
    lastCommit = -1;
  }

  /** The open segment, or {@code null}. */
  public Segment openSegment() {
    return segment;
  }

  /** Gives the buffer back where it is not in use; the next {@link #makeRoom} allocates again. */
  public void releaseBuffer() {
    if (segment == null && buffer != null) {
      freeBuffer();
    }
  }

  /** Waits for the write that is under way, whatever becomes of it. */
  void giveUp() {
    behind.abandon();
  }

  void freeBuffer() {
    if (buffer != null) {
      DirectBuffers.giveBackBlocks(buffer, options.memory());
      buffer = null;
      view = null;
    }
    if (spare != null) {
      DirectBuffers.giveBackBlocks(spare, options.memory());
      spare = null;
    }
  }

  private void checkIdle() {
    if (reserved >= 0) {
      throw new IllegalStateException("a piece was begun and neither committed nor abandoned");
    }
  }
}
