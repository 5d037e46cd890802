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
 * <p>While it is open, its first bytes are in the file, the next perhaps in a buffer on its way
 * there, the last in the writer's buffer: {@link Contents} says which. A reader of a buffer looks
 * at it again afterwards: unchanged, so the buffer was not used again meanwhile.
 */
public final class Segment {
  private static final int DROPPED = Integer.MIN_VALUE;

  /**
   * Where the bytes are.
   *
   * @param inFile bytes in the file
   * @param flying holds the bytes {@code [inFile, handedOver)}; null when there are none
   * @param handedOver bytes that left the writer's buffer
   * @param open the writer's buffer, null when sealed
   */
  private record Contents(long inFile, ByteBuffer flying, long handedOver, ByteBuffer open) {}

  private final StorageIo io;
  private final int index;
  private final long fileId;
  private final LogStream stream;
  private final AtomicInteger leases = new AtomicInteger();

  private volatile StorageFile file;
  private volatile Contents contents = new Contents(0, null, 0, null);
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
    this.contents = new Contents(entry.length(), null, entry.length(), null);
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

  /** Bytes in the file so far, or on their way there. */
  public long writtenBytes() {
    return contents.handedOver;
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
    Contents c = contents;
    contents = new Contents(c.inFile, c.flying, c.handedOver, writerBuffer);
  }

  StorageFile file() {
    return file;
  }

  void setFile(StorageFile opened) {
    file = opened;
  }

  /**
   * The first {@code bytes} of the writer's buffer are on their way to the file; {@code next} is
   * filled meanwhile. Nothing else may be on its way.
   */
  void handOver(int bytes, ByteBuffer next) {
    Contents c = contents;
    change(new Contents(c.inFile, c.open, c.handedOver + bytes, next));
  }

  /**
   * What was on its way is in the file; the buffer may be used again after this. Returns how many
   * bytes it was.
   */
  long landed() {
    Contents c = contents;
    change(new Contents(c.handedOver, null, c.handedOver, c.open));
    return c.handedOver - c.inFile;
  }

  /** Bytes in the file, without those on their way. */
  long bytesInFile() {
    return contents.inFile;
  }

  private void change(Contents to) {
    contents = to;
    VarHandle.fullFence(); // what is put into a buffer now must not be seen before
  }

  void seal(FileEntry sealed) {
    contents = new Contents(sealed.length(), null, sealed.length(), null);
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
      Contents c = contents;
      if (offset < c.inFile) {
        int count = (int) Math.min(length, c.inFile - offset);
        return readFile(offset, count, target, at);
      }
      boolean flying = offset < c.handedOver;
      ByteBuffer source = flying ? c.flying : c.open;
      long start = flying ? c.inFile : c.handedOver;
      long end = flying ? c.handedOver : source == null ? 0 : start + source.capacity();
      int count = (int) Math.max(0, Math.min(length, end - offset));
      if (count > 0) {
        target.put(at, source, (int) (offset - start), count);
      }
      VarHandle.loadLoadFence();
      if (contents == c) {
        return count;
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
