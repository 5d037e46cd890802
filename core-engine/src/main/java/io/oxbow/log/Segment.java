// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.log;

import io.oxbow.StoreException;
import io.oxbow.io.FileEntry;
import io.oxbow.io.FileHeader;
import io.oxbow.io.FileKind;
import io.oxbow.io.FileNames;
import io.oxbow.io.FileVerifier;
import io.oxbow.io.StorageFailure;
import io.oxbow.io.StorageFile;
import io.oxbow.io.StorageIo;
import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One segment: open (its writer appends), then sealed with final length and checksum, then dropped.
 * Readers are many; all else is called by the one maintenance thread.
 *
 * <p>While it is open, bytes below {@link #written} are in the file and those above in the writer's
 * buffer, whose first byte is the one at {@code written}. A reader of the buffer looks at {@code
 * written} again afterwards: unchanged, so the buffer was not used again meanwhile.
 */
public final class Segment {
  private static final int DROPPED = Integer.MIN_VALUE;

  private final StorageIo io;
  private final int index;
  private final long fileId;
  private final LogStream stream;
  private final AtomicInteger leases = new AtomicInteger();

  private volatile StorageFile file;
  private volatile long written;
  private volatile ByteBuffer buffer;
  private volatile FileEntry entry;
  private boolean durable;
  private boolean closed;
  private int references;
  private long unreferencedAt = -1;

  /** An open segment. */
  Segment(StorageIo io, int index, long fileId, LogStream stream) {
    this.io = io;
    this.index = index;
    this.fileId = fileId;
    this.stream = stream;
  }

  /** A sealed segment of an earlier life or another store. */
  Segment(StorageIo io, int index, FileEntry entry, boolean durable) {
    this(io, index, entry.id(), LogStream.ofCode(entry.subtype()));
    this.entry = entry;
    this.written = entry.length();
    this.durable = durable;
  }

  /** Its number in locations, for this life of the store. */
  public int index() {
    return index;
  }

  /** Its permanent id. */
  public long fileId() {
    return fileId;
  }

  /** What it collects. */
  public LogStream stream() {
    return stream;
  }

  /** Its file's name. */
  public String name() {
    return FileNames.of(FileKind.SEGMENT, fileId);
  }

  /** Whether length and checksum are final. */
  public boolean isSealed() {
    return entry != null;
  }

  /** What a manifest states about it; {@code null} until sealed. */
  public FileEntry entry() {
    return entry;
  }

  /** Bytes in the file so far. */
  public long writtenBytes() {
    return written;
  }

  /** Whether its sealed content was forced. Its name may still need a force of the directory. */
  public boolean isDurable() {
    return durable;
  }

  /** Pages whose newest durable content needs this segment. Maintenance thread only. */
  public int references() {
    return references;
  }

  /** Adds to {@link #references()}; negative to subtract. Maintenance thread only. */
  public void addReferences(int count) {
    references += count;
    if (references < 0) {
      throw new IllegalStateException(name() + " has " + references + " references");
    }
  }

  /** Version at which nobody referred to it any more, or -1. Maintenance thread only. */
  public long unreferencedAt() {
    return unreferencedAt;
  }

  /** Sets {@link #unreferencedAt()}; -1 to take it back. Maintenance thread only. */
  public void setUnreferencedAt(long version) {
    unreferencedAt = version;
  }

  /** Read leases now held. */
  public int leases() {
    return Math.max(0, leases.get());
  }

  void lease() {
    if (leases.incrementAndGet() <= 0) {
      leases.decrementAndGet();
      throw new IllegalStateException("segment " + name() + " was dropped while it was needed");
    }
  }

  void release() {
    if (leases.decrementAndGet() < 0) {
      throw new IllegalStateException("segment " + name() + " was released more than leased");
    }
  }

  boolean tryDrop() {
    return leases.compareAndSet(0, DROPPED);
  }

  /** The writer's buffer takes over behind the written part. */
  void attach(ByteBuffer writerBuffer) {
    buffer = writerBuffer;
  }

  StorageFile file() {
    return file;
  }

  void setFile(StorageFile opened) {
    file = opened;
  }

  /** The buffer's bytes up to {@code end} are in the file; it may be used again after this. */
  void setWritten(long end) {
    written = end;
    VarHandle.fullFence(); // what is put into the buffer now must not be seen before
  }

  void seal(FileEntry sealed) {
    written = sealed.length();
    buffer = null;
    entry = sealed;
  }

  void setDurable() {
    durable = true;
  }

  /**
   * Reads up to {@code length} bytes at {@code offset} into {@code target} from its index {@code
   * at} on; the position of the target is undefined afterwards.
   *
   * @return bytes read; less than asked where file or buffer end
   */
  int readAt(long offset, int length, ByteBuffer target, int at) {
    while (true) {
      long boundary = written;
      if (offset < boundary) {
        int count = (int) Math.min(length, boundary - offset);
        return readFile(offset, count, target, at);
      }
      ByteBuffer source = buffer;
      int count =
          source == null ? 0 : (int) Math.min(length, source.capacity() - offset + boundary);
      if (count > 0) {
        target.put(at, source, (int) (offset - boundary), count);
      }
      VarHandle.loadLoadFence();
      if (written == boundary) {
        return Math.max(0, count);
      }
    }
  }

  private int readFile(long offset, int count, ByteBuffer target, int at) {
    try {
      StorageFile opened = file;
      if (opened == null) {
        opened = openForReading();
      }
      target.limit(at + count).position(at);
      return opened.read(offset, target);
    } catch (IOException e) {
      throw StorageFailure.reading(name(), e);
    } finally {
      target.clear();
    }
  }

  private synchronized StorageFile openForReading() throws IOException {
    if (closed) {
      throw new StoreException("segment " + name() + " was dropped, or its store closed");
    }
    if (file != null) {
      return file;
    }
    StorageFile opened = io.open(name(), StorageIo.OpenMode.READ);
    boolean good = false;
    try {
      checkOpened(opened);
      good = true;
    } finally {
      if (!good) {
        opened.close();
      }
    }
    file = opened;
    return opened;
  }

  private void checkOpened(StorageFile opened) throws IOException {
    if (opened.lengthAtOpen() < entry.length()) {
      throw FileVerifier.tooShort(name(), entry.length(), opened.lengthAtOpen());
    }
    ByteBuffer head = ByteBuffer.allocate(FileHeader.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    opened.read(0, head);
    head.flip();
    FileHeader.read(head, 0, name()).expect(name(), FileKind.SEGMENT, stream.code(), fileId);
  }

  void force() throws IOException {
    StorageFile opened = file;
    if (opened == null) {
      opened = openForReading();
    }
    opened.force();
    opened.endWrites();
    durable = true;
  }

  synchronized void closeFile() {
    closed = true;
    if (file != null) {
      file.close();
      file = null;
    }
  }
}
