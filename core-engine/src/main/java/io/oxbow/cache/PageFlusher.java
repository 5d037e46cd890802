// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.cache;

import io.oxbow.log.Location;
import io.oxbow.log.LogStore;
import io.oxbow.log.LogStream;
import io.oxbow.log.LogWriter;
import io.oxbow.log.PieceHeader;
import io.oxbow.memory.Mem;
import io.oxbow.page.ByteSink;
import io.oxbow.page.DurableWord;
import io.oxbow.page.ImageCodec;
import io.oxbow.page.Leaf;
import io.oxbow.page.LeafFold;
import io.oxbow.page.LeafImage;
import io.oxbow.page.RecordList;
import io.oxbow.page.SlotWord;
import io.oxbow.page.TailWord;
import java.nio.ByteBuffer;

/**
 * Writes what a page has that its chain on disk has not, as of a cut (protocol 4.13). A page's
 * content at a drained version is fixed, so it is copied out under one pin, values and room are
 * seen to without one, and the piece is committed to the log buffer and the durable word under
 * another; a block replaced in between keeps its frozen word, and the piece still serves this
 * checkpoint.
 *
 * <p>One maintenance thread at a time.
 */
public final class PageFlusher {
  private static final int MAX_PIECES = 16;

  private final PageSpace space;
  private final ColdReader reader;
  private final Dependencies dependencies;
  private final LogWriter pages;
  private final ValueFlusher values;
  private final PieceHeader header = new PieceHeader();
  private final LeafImage image = new LeafImage();
  private final LeafFold fold = new LeafFold();
  private final RecordList records = new RecordList();
  private final ByteSink body = new ByteSink(1 << 14);
  private final MergeRules rules;

  // of the page at hand
  private long pid;
  private long version;
  private int treeId;
  private long block;
  private long word;
  private long birth;
  private long durable;
  private int tailEntries;
  private boolean current;
  private boolean complete;
  private boolean tailOnly;
  private long baseVersion;
  private byte[] fence;
  private boolean straight; // measured and encoded in the block; else there are records
  private int dirtyBytes;
  private int liveRecords;
  private boolean full;
  private int bodyRecords;

  /** The merge rule of a tree. */
  public interface MergeRules {
    int ruleOf(int treeId);
  }

  public PageFlusher(
      PageSpace space,
      LogStore log,
      ColdReader reader,
      Dependencies dependencies,
      MergeRules rules) {
    this.space = space;
    this.reader = reader;
    this.dependencies = dependencies;
    this.rules = rules;
    pages = log.writer(LogStream.PAGES);
    values = new ValueFlusher(space, log);
  }

  /** Flushes the page as of {@code cut}, a version that has drained, if its dirty bit is set. */
  public void flush(long page, long cut, FlushSink sink) {
    PidBitmap dirty = space.table().dirty();
    if (!dirty.isSet(page)) {
      return;
    }
    dirty.clear(page); // a full fence: what is written from here on sets it again
    pid = page;
    version = cut;
    boolean done = false;
    try {
      if (copyOut()) {
        write(sink);
      }
      done = true;
    } finally {
      if (!done) {
        dirty.set(page);
        values.undo();
      }
      values.drop();
      records.clear();
    }
  }

  /** Copies the page's state as of the cut; false when there is nothing to write for it. */
  private boolean copyOut() {
    int slot = space.epochs().pinAlways();
    try {
      word = space.table().get(pid);
      if (!MappingWord.isHot(word)) {
        return false; // cold: the location stands; redirect or free: removed
      }
      long a = MappingWord.address(word);
      if (!Leaf.isLeaf(a)) {
        return false;
      }
      if (Leaf.bornVersion(a) > version) {
        space.table().dirty().set(pid);
        return false;
      }
      block = VersionedPages.ownBlockAt(a, version);
      if (block == 0) {
        throw new IllegalStateException("page " + pid + " has lost its image of cut " + version);
      }
      current = block == a;
      birth = Leaf.birth(block);
      treeId = Leaf.treeId(block);
      tailOnly = Leaf.has(block, Leaf.TAIL_ONLY);
      baseVersion = Leaf.baseVersion(block);
      durable = Leaf.durableWord(block);
      fence = space.table().named().isSet(pid) ? null : Leaf.low(block);
      long t = Leaf.quietTailWord(block);
      tailEntries = leadingEntries(block, t);
      complete = current && tailEntries == TailWord.count(t);
      takeRecords(t);
      if (current && liveRecords * 4 < Leaf.baseCount(block)) {
        space.table().sparse().mark(pid); // rebuilt and merged behind the cut
      }
      return true;
    } finally {
      space.epochs().unpin(slot);
    }
  }

  private void takeRecords(long t) {
    records.clear();
    straight = image.look(block, t, version);
    if (straight) {
      liveRecords = image.live();
      decide(image.dirtyBytes(), image.liveBytes());
      if (hasBody()) {
        bodyRecords = image.encode(full, body);
      }
    } else {
      fold.fold(
          block, t, version, rules.ruleOf(treeId), LeafFold.Purpose.FLUSH, space.values(), records);
      values.hold(records);
      liveRecords = liveCount();
      decide(bytes(true), bytes(false));
    }
  }

  /** Everything when the chain has nothing, is long, or a delta would be half of it. */
  private void decide(int dirty, int live) {
    dirtyBytes = dirty;
    full =
        DurableWord.location(durable) == 0
            || DurableWord.pieces(durable) >= MAX_PIECES && dirty > 0
            || !tailOnly && dirty * 2 > live;
  }

  private boolean hasBody() {
    return full ? liveRecords > 0 : dirtyBytes > 0;
  }

  /** Entries of the tail, from its start, that belong to the cut; later ones stay to be flushed. */
  private int leadingEntries(long a, long t) {
    int n = TailWord.count(t);
    for (int i = 0; i < n; i++) {
      long s = Leaf.slot(a, i);
      if (s == SlotWord.RESERVED || SlotWord.isPublished(s) && Leaf.entryVersion(a, s) > version) {
        return i;
      }
    }
    return n;
  }

  private void write(FlushSink sink) {
    long location = DurableWord.location(durable);
    int pieces = DurableWord.pieces(durable);
    if (tailOnly && full) {
      completeFromDisk(location);
      liveRecords = liveCount();
    }
    if (!full && dirtyBytes == 0) {
      keepLocation(sink, location, pieces);
      return;
    }
    if (!straight && hasBody()) {
      values.write(records, full, pid, version);
      bodyRecords = ImageCodec.encode(records, full, values, body);
    }
    commit(sink, location, pieces);
  }

  /** Puts what the disk has of a page whose base is there under the records of its tail. */
  private void completeFromDisk(long location) {
    RecordList tail = new RecordList();
    for (int i = 0; i < records.size(); i++) {
      tail.add(records, i);
    }
    RecordList image = new RecordList();
    reader.readPage(location, Long.MAX_VALUE, image);
    values.adopt(image);
    records.clear();
    int i = 0;
    int j = 0;
    while (i < image.size() || j < tail.size()) {
      int c =
          i == image.size()
              ? 1
              : j == tail.size()
                  ? -1
                  : image.compareKey(i, tail.bytes(), tail.keyAt(j), tail.keyLength(j));
      if (c < 0) {
        records.add(image, i++);
      } else {
        records.add(tail, j++);
        i += c == 0 ? 1 : 0;
      }
    }
    values.resize(records);
  }

  private void keepLocation(FlushSink sink, long location, int pieces) {
    sink.page(treeId, pid, location, 0, pieces > 1, fence, dependencies.of(pid));
    if (!complete) {
      space.table().dirty().set(pid);
    }
  }

  /** Bytes of the records that a piece would hold: all live ones, or the dirty ones. */
  private int bytes(boolean dirtyOnly) {
    int n = 0;
    for (int i = 0; i < records.size(); i++) {
      boolean take =
          dirtyOnly ? (records.flags(i) & SlotWord.DIRTY) != 0 : records.kind(i) != SlotWord.DELETE;
      n += take ? 8 + records.keyLength(i) + records.valueLength(i) : 0;
    }
    return n;
  }

  private int liveCount() {
    int n = 0;
    for (int i = 0; i < records.size(); i++) {
      n += records.kind(i) == SlotWord.DELETE ? 0 : 1;
    }
    return n;
  }

  private void commit(FlushSink sink, long previous, int pieces) {
    Dependencies.Collector needed = new Dependencies.Collector();
    boolean hasBody = hasBody();
    if (hasBody) {
      if (!pages.hasRoom(body.size())) {
        pages.makeRoom(body.size());
      }
      values.collect(records, full, needed);
    }
    int chain = full ? 1 : pieces + 1;
    boolean taken;
    long location = 0;
    int slot = space.epochs().pinAlways();
    try {
      if (hasBody) {
        location = append(previous, chain);
        needed.add(Location.index(location));
      }
      // a full image would hide what is below it from versions that read the tail-only block
      boolean hides =
          tailOnly
              && full
              && Versions.needed(space.versions().horizon(), pid, baseVersion, version);
      taken = !hides && takeOver(location, chain);
      if (!taken || !complete) {
        space.table().dirty().set(pid);
      }
    } finally {
      space.epochs().unpin(slot);
    }
    if (!full || !taken) {
      // the chain goes on, or the block in memory still stands on the old one
      for (int s : dependencies.of(pid)) {
        needed.add(s);
      }
    }
    int[] segments = needed.sorted();
    dependencies.set(pid, segments);
    int stored = hasBody ? header.storedBytes() : 0;
    sink.page(treeId, pid, location, stored, chain > 1, fence, segments);
  }

  private long append(long previous, int chain) {
    ByteBuffer to = pages.begin(body.size());
    to.put(body.array(), 0, body.size());
    header.set(full ? PieceHeader.FULL_IMAGE : PieceHeader.DELTA, 0, pid, version);
    if (!full) {
      header.setPrevious(previous, 0, chain);
    }
    space.stats().piecesWritten.increment();
    space.stats().recordsWritten.add(bodyRecords);
    return pages.commit(header, body.size());
  }

  /**
   * Makes the durable word say what the disk will have. False when the block has been replaced or
   * sealed meanwhile: its successor has copied the old word and will be written again.
   */
  private boolean takeOver(long location, int chain) {
    if (!current || space.table().get(pid) != word || Leaf.birth(block) != birth) {
      return false;
    }
    if (DurableWord.isFrozen(durable)) {
      return false;
    }
    long next = DurableWord.of(true, tailEntries, location == 0 ? 0 : chain, location);
    return Mem.casLong(block + Leaf.DURABLE, durable, next);
  }
}
