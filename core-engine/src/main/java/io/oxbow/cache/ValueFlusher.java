// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.cache;

import io.oxbow.log.Location;
import io.oxbow.log.LogStore;
import io.oxbow.log.LogStream;
import io.oxbow.log.LogWriter;
import io.oxbow.log.PieceHeader;
import io.oxbow.page.ImageCodec;
import io.oxbow.page.RecordList;
import io.oxbow.page.SlotWord;
import io.oxbow.page.ValueNodes;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes separated values to the value stream before the piece that names them: each node once,
 * oldest first, each chunk naming the one before. What has grown long by appends since the page was
 * built becomes chunks too.
 */
final class ValueFlusher implements ImageCodec.Descriptors {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int CHUNK = 48 << 10;
  private static final int[] NONE = {};

  private final PageSpace space;
  private final LogStore log;
  private final LogWriter writer;
  private final PieceHeader header = new PieceHeader();
  private final List<Long> held = new ArrayList<>();
  private final List<Long> fresh = new ArrayList<>();
  private long[] spilled = new long[16]; // per record: newest chunk of a long suffix, or 0
  private int[][] spilledSegments = new int[16][];

  ValueFlusher(PageSpace space, LogStore log) {
    this.space = space;
    this.log = log;
    writer = log.writer(LogStream.VALUES);
  }

  /** Holds the nodes the records refer to; under the pin of their block. */
  void hold(RecordList records) {
    resize(records);
    for (int i = 0; i < records.size(); i++) {
      if (records.isRef(i)) {
        ValueNodes.retain(records.node(i));
        held.add(records.node(i));
      }
    }
  }

  /** Takes over the holds on the nodes of records read from disk. */
  void adopt(RecordList records) {
    for (int i = 0; i < records.size(); i++) {
      if (records.isRef(i)) {
        held.add(records.node(i));
      }
    }
  }

  /** Makes room for what is to be remembered of each record. */
  void resize(RecordList records) {
    if (spilled.length < records.size()) {
      spilled = new long[2 * records.size()];
      spilledSegments = new int[2 * records.size()][];
    }
    Arrays.fill(spilled, 0, records.size(), 0);
    Arrays.fill(spilledSegments, 0, records.size(), NONE);
  }

  /** No piece names what was written: it must be written again with the next one. */
  void undo() {
    for (long node : fresh) {
      ValueNodes.located(node, 0);
    }
    fresh.clear();
  }

  /** Lets go of what {@link #hold} held. */
  void drop() {
    fresh.clear();
    for (long node : held) {
      ValueNodes.release(space.values(), node);
    }
    held.clear();
  }

  private static boolean isTaken(RecordList records, int i, boolean full) {
    return full ? records.kind(i) != SlotWord.DELETE : (records.flags(i) & SlotWord.DIRTY) != 0;
  }

  /** Writes the nodes and long suffixes of the records a piece will hold. Not under a pin. */
  void write(RecordList records, boolean full, long pid, long version) {
    for (int i = 0; i < records.size(); i++) {
      if (!isTaken(records, i, full)) {
        continue;
      }
      long location = 0;
      long total = 0;
      int skip = 0;
      if (records.isRef(i)) {
        location = writeNodes(records.node(i), pid, version);
        total = ValueNodes.total(records.node(i));
        skip = ValueNodes.DESCRIPTOR;
      }
      int suffix = records.valueLength(i) - skip;
      if (suffix >= ValueNodes.THRESHOLD) {
        byte[] bytes = new byte[CHUNK];
        Dependencies.Collector segments = new Dependencies.Collector();
        for (int done = 0; done < suffix; ) {
          int part = Math.min(CHUNK, suffix - done);
          System.arraycopy(records.bytes(), records.valueAt(i) + skip + done, bytes, 0, part);
          total += part;
          location = writeChunk(bytes, part, total, location, pid, version);
          segments.add(Location.index(location));
          done += part;
        }
        spilled[i] = location;
        spilledSegments[i] = segments.sorted();
      }
    }
  }

  /** Writes the nodes of a chain that are not on disk yet; returns where its newest is. */
  private long writeNodes(long newest, long pid, long version) {
    List<Long> unwritten = new ArrayList<>();
    long location = 0;
    for (long node = newest; node != 0; node = ValueNodes.older(node)) {
      location = ValueNodes.location(node);
      if (location != 0) {
        break;
      }
      unwritten.add(node);
    }
    for (int k = unwritten.size() - 1; k >= 0; k--) {
      long node = unwritten.get(k);
      byte[] bytes = new byte[ValueNodes.bytesHere(node)];
      ValueNodes.copyHere(node, bytes, 0);
      location = writeChunk(bytes, bytes.length, ValueNodes.total(node), location, pid, version);
      ValueNodes.located(node, location);
      fresh.add(node);
    }
    return location;
  }

  private long writeChunk(
      byte[] bytes, int length, long total, long previous, long pid, long version) {
    if (!writer.hasRoom(8 + length)) {
      writer.makeRoom(8 + length);
    }
    ByteBuffer to = writer.begin(8 + length);
    to.putLong(total);
    to.put(bytes, 0, length);
    header.set(PieceHeader.VALUE_CHUNK, 0, pid, version);
    if (previous != 0) {
      header.setPrevious(previous, 0, 1);
    }
    return writer.commit(header, 8 + length);
  }

  /** The segments of the values that a piece's records refer to. */
  void collect(RecordList records, boolean full, Dependencies.Collector into) {
    for (int i = 0; i < records.size(); i++) {
      if (isTaken(records, i, full)) {
        collect(records, i, into);
      }
    }
  }

  private void collect(RecordList records, int i, Dependencies.Collector into) {
    if (records.isRef(i)) {
      ValueNodes.forEachSegment(records.node(i), into::add);
    }
    for (int segment : spilledSegments[i]) {
      into.add(segment);
    }
  }

  @Override
  public boolean isSeparated(RecordList records, int i) {
    return records.isRef(i) || spilled[i] != 0;
  }

  @Override
  public int skip(RecordList records, int i) {
    return spilled[i] != 0 ? records.valueLength(i) : ValueNodes.DESCRIPTOR;
  }

  @Override
  public int describe(RecordList records, int i, byte[] to) {
    long location = spilled[i];
    long total;
    if (location != 0) {
      int skip = records.isRef(i) ? ValueNodes.DESCRIPTOR : 0;
      total =
          records.valueLength(i)
              - skip
              + (records.isRef(i) ? ValueNodes.total(records.node(i)) : 0);
    } else {
      location = ValueNodes.location(records.node(i));
      total = ValueNodes.total(records.node(i));
    }
    Dependencies.Collector all = new Dependencies.Collector();
    collect(records, i, all);
    LONGS.set(to, 0, log.fileIdOf(location));
    int granule = Location.granule(location);
    for (int b = 0; b < 4; b++) {
      to[8 + b] = (byte) (granule >>> 8 * b);
    }
    LONGS.set(to, 12, total);
    int n = 0;
    for (int segment : all.sorted()) {
      if (segment != Location.index(location)) {
        LONGS.set(to, 22 + 8 * n++, log.segment(segment).fileId());
      }
    }
    to[20] = (byte) n;
    to[21] = (byte) (n >>> 8);
    return 22 + 8 * n;
  }
}
