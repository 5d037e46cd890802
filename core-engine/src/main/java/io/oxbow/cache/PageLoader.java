// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.cache;

import io.oxbow.CorruptStoreException;
import io.oxbow.StoreException;
import io.oxbow.StoreFailedException;
import io.oxbow.log.Location;
import io.oxbow.log.LogStore;
import io.oxbow.log.PieceFrame;
import io.oxbow.log.PieceHeader;
import io.oxbow.memory.Epochs;
import io.oxbow.page.DurableWord;
import io.oxbow.page.ImageCodec;
import io.oxbow.page.RecordList;
import io.oxbow.page.SlotWord;
import io.oxbow.page.ValueNodes;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Reads chains of pieces and separated values from the log (protocol 4.11). Any number of threads;
 * none of them under an operation's pin.
 */
public final class PageLoader implements ColdReader {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final PageSpace space;
  private final LogStore log;
  private final Epochs reads;
  private final LongConsumer memory;
  private final Consumer<StoreFailedException> failed;
  private final ConcurrentLinkedQueue<PieceFrame> frames = new ConcurrentLinkedQueue<>();

  /**
   * @param reads pinned for as long as a read lasts: whoever drops segments or frees memory drains
   *     it
   * @param memory charges (+) and releases (-) frames, throwing when there is no room
   * @param failed told when the disk fails a read, before the reader is
   */
  public PageLoader(
      PageSpace space,
      LogStore log,
      Epochs reads,
      LongConsumer memory,
      Consumer<StoreFailedException> failed) {
    this.space = space;
    this.log = log;
    this.reads = reads;
    this.memory = memory;
    this.failed = failed;
  }

  private void read(long location, PieceFrame into) {
    try {
      log.read(location, 0, into);
    } catch (StoreFailedException e) {
      failed.accept(e);
      throw e;
    }
  }

  @Override
  public int beginRead() {
    return reads.pin();
  }

  @Override
  public void endRead(int read) {
    reads.unpin(read);
  }

  @Override
  public int readPage(long location, long version, RecordList into) {
    if (location == 0) {
      return 0; // an empty page has no piece
    }
    PieceFrame frame = takeFrame();
    try {
      List<RecordList> newestFirst = new ArrayList<>();
      int pieces = 0;
      long at = location;
      while (at != 0) {
        read(at, frame);
        PieceHeader h = frame.header();
        boolean full = h.kind() == PieceHeader.FULL_IMAGE;
        if (!full && h.kind() != PieceHeader.DELTA || pieces++ > DurableWord.MAX_PIECES) {
          throw damaged(at, "a page's chain leads to a piece of kind " + h.kind());
        }
        if (h.version() > version && !full) {
          at = h.previous();
          continue;
        }
        RecordList piece = new RecordList();
        try {
          ImageCodec.decode(frame.body(), piece);
        } catch (IllegalArgumentException e) {
          throw damaged(at, e.getMessage());
        }
        newestFirst.add(piece);
        at = full ? 0 : h.previous();
      }
      overlay(newestFirst, into);
      attachNodes(location, into);
      return pieces;
    } finally {
      giveFrame(frame);
    }
  }

  private CorruptStoreException damaged(long location, String what) {
    return new CorruptStoreException(
        log.segment(Location.index(location)).name()
            + " at offset "
            + Location.offset(location)
            + ": "
            + what
            + "; restore the store from its last copy");
  }

  /** Merges sorted pieces, newer over older; tombstones end here. */
  private static void overlay(List<RecordList> newestFirst, RecordList into) {
    RecordList older = newestFirst.get(newestFirst.size() - 1);
    for (int k = newestFirst.size() - 2; k >= 0; k--) {
      RecordList newer = newestFirst.get(k);
      RecordList merged = new RecordList();
      int i = 0;
      int j = 0;
      while (i < older.size() || j < newer.size()) {
        int c =
            i == older.size()
                ? 1
                : j == newer.size()
                    ? -1
                    : older.compareKey(i, newer.bytes(), newer.keyAt(j), newer.keyLength(j));
        if (c < 0) {
          merged.add(older, i++);
        } else {
          merged.add(newer, j++);
          i += c == 0 ? 1 : 0;
        }
      }
      older = merged;
    }
    for (int i = 0; i < older.size(); i++) {
      if (older.kind(i) != SlotWord.DELETE) {
        into.add(older, i);
      }
    }
  }

  /** Turns on-disk descriptors into cold nodes, one hold each. */
  private void attachNodes(long location, RecordList records) {
    RecordList plain = new RecordList();
    boolean any = false;
    for (int i = 0; i < records.size(); i++) {
      any |= records.isRef(i);
    }
    if (!any) {
      return;
    }
    for (int i = 0; i < records.size(); i++) {
      plain.add(records, i);
    }
    records.clear();
    boolean done = false;
    try {
      for (int i = 0; i < plain.size(); i++) {
        if (plain.isRef(i)) {
          attachNode(location, plain, i, records);
        } else {
          records.add(plain, i);
        }
      }
      done = true;
    } finally {
      if (!done) {
        dropNodes(records);
      }
    }
  }

  private void attachNode(long location, RecordList from, int i, RecordList into) {
    byte[] bytes = from.bytes();
    int at = from.valueAt(i);
    int n = bytes[at + 20] & 0xFF | (bytes[at + 21] & 0xFF) << 8;
    int head = ImageCodec.MIN_DESCRIPTOR + 8 * n;
    if (from.valueLength(i) < head) {
      throw damaged(location, "a value's descriptor is cut short");
    }
    int granule = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(at + 8);
    int[] segments = new int[n + 1];
    segments[0] = segmentOf(location, (long) LONGS.get(bytes, at));
    for (int k = 0; k < n; k++) {
      segments[k + 1] = segmentOf(location, (long) LONGS.get(bytes, at + 22 + 8 * k));
    }
    long total = (long) LONGS.get(bytes, at + 12);
    long node = 0;
    for (int tries = 0; node == 0; tries++) {
      if (tries > 3) {
        throw noRoom(64);
      }
      node =
          ValueNodes.createCold(space.values(), Location.of(segments[0], granule), total, segments);
      if (node == 0) {
        makeRoom(64);
      }
    }
    byte[] value = new byte[ValueNodes.DESCRIPTOR + from.valueLength(i) - head];
    LONGS.set(value, 0, node);
    LONGS.set(value, 8, total);
    System.arraycopy(bytes, at + head, value, ValueNodes.DESCRIPTOR, from.valueLength(i) - head);
    into.add(
        from.kind(i),
        from.flags(i),
        bytes,
        from.keyAt(i),
        from.keyLength(i),
        value,
        0,
        value.length);
  }

  private int segmentOf(long location, long fileId) {
    int index = log.indexOf(fileId);
    if (index < 0) {
      throw damaged(location, "a value is in a segment the store does not have");
    }
    return index;
  }

  @Override
  public void dropNodes(RecordList records) {
    for (int i = 0; i < records.size(); i++) {
      if (records.isRef(i)) {
        ValueNodes.release(space.values(), records.node(i));
      }
    }
  }

  @Override
  public void readValue(long location, long total, byte[] into, int offset) {
    PieceFrame frame = takeFrame();
    try {
      long at = location;
      for (long end = total; end > 0; ) {
        if (at == 0) {
          throw damaged(location, "a value's chain of chunks is cut short");
        }
        read(at, frame);
        ByteBuffer body = frame.body();
        int here = body.remaining() - 8;
        if (frame.header().kind() != PieceHeader.VALUE_CHUNK
            || here <= 0
            || here > end
            || body.getLong() != end) {
          throw damaged(at, "not the chunk of a value that was expected");
        }
        end -= here;
        body.get(into, offset + (int) end, here);
        at = frame.header().previous();
      }
    } finally {
      giveFrame(frame);
    }
  }

  private PieceFrame takeFrame() {
    PieceFrame frame = frames.poll();
    return frame != null ? frame : new PieceFrame(memory);
  }

  private void giveFrame(PieceFrame frame) {
    if (frames.size() < 2 && (frame.buffer() == null || frame.buffer().capacity() <= 64 << 10)) {
      frames.add(frame);
    } else {
      frame.close();
    }
  }

  @Override
  public void makeRoom(long bytes) {
    // a thread that lost its core under a pin keeps all that was retired since: wait for it
    space.epochs().drain();
    space.epochs().reclaimAll();
  }

  @Override
  public RuntimeException noRoom(long bytes) {
    Versions.Hold[] holds = space.versions().horizon();
    String oldest =
        holds.length == 0
            ? "no snapshot or checkpoint is open"
            : (space.versions().current() - holds[0].version())
                + " versions are held since the oldest open snapshot or unfinished checkpoint";
    return new StoreException(
        "the memory budget of "
            + space.budget().limit()
            + " bytes is full: "
            + bytes
            + " more are needed, pages of this store use "
            + space.arena().reservedBytes()
            + ", "
            + oldest
            + "; give the store a larger budget, close snapshots, or keep less state"
            + " (this version keeps all pages it has touched in memory)");
  }

  /** Gives the frames back; no read runs any more. */
  public void close() {
    for (PieceFrame f; (f = frames.poll()) != null; ) {
      f.close();
    }
  }
}
