// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.tree;

import io.oxbow.cache.MappingWord;
import io.oxbow.cache.VersionedPages;
import io.oxbow.memory.Epochs;
import io.oxbow.page.KeyOrder;
import io.oxbow.page.Leaf;
import io.oxbow.page.LeafFold;
import io.oxbow.page.LeafLookup;
import io.oxbow.page.RecordList;
import io.oxbow.page.TailWord;
import io.oxbow.page.ValueNodes;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * Walks records in key order, one leaf at a time (protocol 4.10, 4.20): a leaf's records are copied
 * out under a pin and handed out without one; the next position is the leaf's fence. One thread.
 */
public final class TreeCursor {
  private static final int FIRST_BATCH = 16;
  private static final int FENCES = 32; // bytes of fences whose arrays are used again

  private final BwTree tree;
  private final long version;
  private final boolean descending;
  private final byte[] lower; // inclusive, not null
  private final byte[] upper; // exclusive, null = open
  private RecordList batch = CursorBatches.take();
  private int next;
  private int limit = FIRST_BATCH;
  private long sibling; // ascending: the page that position is the low fence of, or 0
  private byte[] position; // ascending: next key, inclusive; descending: bound, exclusive
  private boolean exhausted;
  private boolean holdsNodes;
  private boolean passing; // the fill before took a whole leaf, and this one is likely to
  private byte[][] fences; // by length
  private long touched; // keeps the touching loads alive

  /**
   * A cursor over {@code [lower, upper)}.
   *
   * @param version {@code Long.MAX_VALUE} for the newest, else one the horizon holds
   */
  public TreeCursor(BwTree tree, long version, byte[] lower, byte[] upper, boolean descending) {
    this.tree = tree;
    this.version = version;
    this.lower = lower;
    this.upper = upper;
    this.descending = descending;
    position = descending ? upper : lower;
    exhausted = upper != null && compare(lower, upper) >= 0;
  }

  private static int compare(byte[] a, byte[] b) {
    return KeyOrder.compare(a, 0, a.length, b, 0, b.length);
  }

  /** Moves to the next record; its index in {@link #records}, or -1 at the end. */
  public int next() {
    while (true) {
      if (descending ? next >= 0 && batch.size() > 0 : next < batch.size()) {
        return descending ? next-- : next++;
      }
      if (exhausted) {
        return -1;
      }
      fill();
      next = descending ? batch.size() - 1 : 0;
    }
  }

  /**
   * The records copied out last, until the next fill or close. A separated one must be read through
   * {@link #valueLength}.
   */
  public RecordList records() {
    return batch;
  }

  /** Bytes of record {@code i}'s value. */
  public long valueLength(int i) {
    return batch.isRef(i)
        ? batch.separatedBytes(i) + batch.valueLength(i) - ValueNodes.DESCRIPTOR
        : batch.valueLength(i);
  }

  /** Copies record {@code i}'s value. */
  public void copyValue(int i, byte[] to) {
    if (!batch.isRef(i)) {
      System.arraycopy(batch.bytes(), batch.valueAt(i), to, 0, batch.valueLength(i));
      return;
    }
    int read = tree.cold().beginRead(); // the store's memory stays while we copy
    try {
      int total = (int) ValueNodes.total(batch.node(i));
      int suffix = batch.valueLength(i) - ValueNodes.DESCRIPTOR;
      System.arraycopy(batch.bytes(), batch.valueAt(i) + ValueNodes.DESCRIPTOR, to, total, suffix);
      long cold = ValueNodes.copy(batch.node(i), to, 0);
      if (cold != 0) {
        tree.cold().readValue(ValueNodes.location(cold), ValueNodes.total(cold), to, 0);
      }
    } finally {
      tree.cold().endRead(read);
    }
  }

  private void fill() {
    dropBatch();
    Epochs epochs = tree.space().epochs();
    PrivatePage image = null;
    boolean load = false;
    boolean all = false; // of the leaf, and more is to come
    int slot = epochs.pin();
    try {
      Scratch s = tree.scratch(slot);
      if (descending) {
        s.at.below(tree, position);
      } else {
        touched = touchDirectory(sibling);
        s.at.toLeafAt(tree, sibling, position);
      }
      sibling = 0;
      long a = s.at.block;
      if (a == 0) {
        load = true;
      } else {
        Leaf.reference(a);
        touched += touchNext(a);
        long b = VersionedPages.blockAt(tree.space().table(), a, version);
        if (b == 0) {
          pass(a);
        } else if (!Leaf.has(b, Leaf.TAIL_ONLY)) {
          all = copyOut(s.fold, b);
        } else if (b == a) {
          load = true;
        } else {
          image = PrivatePage.of(tree, b);
          load = image == null;
        }
      }
      if (s.at.missingPid != 0) {
        SeparatorPoster.postMissing(tree, slot);
      } else if (all && version == Long.MAX_VALUE) {
        ScannedLeaf.note(tree, slot);
      }
    } finally {
      epochs.unpin(slot);
    }
    passing = all;
    if (image != null) {
      try (PrivatePage page = image) {
        copyOut(new LeafFold(), page.open());
      }
    } else if (load && descending) {
      ColdPages.loadBelow(tree, position);
    } else if (load) {
      ColdPages.load(tree, position, 0, position.length);
    }
  }

  /** Asks for the lines of a leaf, whose first is near, before they are needed one by one. */
  private long touchDirectory(long pid) {
    long a = passing ? tree.space().table().blockOf(pid) : 0;
    return a == 0 ? 0 : LeafLookup.touchDirectory(a);
  }

  /** Asks for the first line of the leaf that follows, while this one is copied. */
  private long touchNext(long a) {
    boolean last = Leaf.has(a, Leaf.HIGH_OPEN);
    long next = passing && !last ? tree.space().table().blockOf(Leaf.sibling(a)) : 0;
    return next == 0 ? 0 : Leaf.highHead(next);
  }

  /** Nothing of this leaf's interval existed at the cursor's version. */
  private void pass(long a) {
    advance(a);
  }

  /** Takes what the range has of the block; true when that was all of it and more is to come. */
  private boolean copyOut(LeafFold fold, long b) {
    boolean fromLow = !descending && Leaf.compareToLow(b, position, 0, position.length) <= 0;
    boolean all = fromLow && limit == Integer.MAX_VALUE;
    boolean whole;
    long t;
    do {
      batch.clear();
      t = Leaf.quietTailWord(b);
      whole = readRange(fold, b, t, fromLow);
      VarHandle.loadLoadFence();
    } while (version == Long.MAX_VALUE && TailWord.changed(t, Leaf.tailWord(b)));
    limit = Integer.MAX_VALUE;
    byte[] border = descending ? null : undecidedAbsorption(b);
    int last = batch.size() - 1;
    if (border != null && (whole || batch.compareKey(last, border, 0, border.length) >= 0)) {
      batch.truncate(batch.lowerBound(border, 0, border.length));
      position = border;
      exhausted |= upper != null && compare(border, upper) >= 0;
      all = false;
    } else if (!whole) {
      position = Arrays.copyOf(batch.key(last), batch.keyLength(last) + 1); // the next in order
      all = false;
    } else {
      advance(b);
    }
    if (Leaf.hasNodes(b)) {
      holdNodes();
    }
    return all && !exhausted;
  }

  private boolean readRange(LeafFold fold, long b, long t, boolean fromLow) {
    int rule = tree.rule();
    if (descending) {
      return fold.read(b, t, version, rule, batch, lower, position, Integer.MAX_VALUE);
    }
    return fold.read(b, t, version, rule, batch, fromLow ? null : position, upper, limit);
  }

  /**
   * A block that conditionally absorbs its neighbour holds a copy of the neighbour's records; until
   * the merge is committed the neighbour itself is the truth (protocol 4.8).
   */
  private byte[] undecidedAbsorption(long b) {
    if (!Leaf.has(b, Leaf.ABSORBING)
        || tree.space().table().get(Leaf.absorbedPid(b))
            == MappingWord.redirect(Leaf.pid(b), Leaf.birth(b))) {
      return null;
    }
    return Leaf.absorbedLow(b);
  }

  private void advance(long b) {
    if (descending) {
      exhausted |= Leaf.lowLength(b) == 0 || Leaf.compareToLow(b, lower, 0, lower.length) >= 0;
      position = exhausted ? position : Leaf.low(b);
    } else {
      exhausted |=
          Leaf.has(b, Leaf.HIGH_OPEN)
              || upper != null && Leaf.compareToHigh(b, upper, 0, upper.length) <= 0;
      position = exhausted ? position : Leaf.copyHigh(b, fence(Leaf.highLength(b)));
      sibling = Leaf.sibling(b);
    }
  }

  /** An array for a fence: once a scan passes from leaf to leaf, the same for each length. */
  private byte[] fence(int length) {
    if (!passing || length >= FENCES) {
      return new byte[length];
    }
    if (fences == null) {
      fences = new byte[FENCES][];
    }
    if (fences[length] == null) {
      fences[length] = new byte[length];
    }
    return fences[length];
  }

  private void holdNodes() {
    for (int i = 0; i < batch.size(); i++) {
      if (batch.isRef(i)) {
        ValueNodes.retain(batch.node(i));
        holdsNodes = true;
      }
    }
  }

  private void dropBatch() {
    if (holdsNodes) {
      holdsNodes = false;
      releaseNodes();
    }
    batch.clear();
    next = 0;
  }

  private void releaseNodes() {
    int read;
    try {
      read = tree.cold().beginRead();
    } catch (RuntimeException closed) {
      return; // the store is closed: its memory is gone, and the nodes with it
    }
    try {
      for (int i = 0; i < batch.size(); i++) {
        if (batch.isRef(i)) {
          ValueNodes.release(tree.space().values(), batch.node(i));
        }
      }
    } finally {
      tree.cold().endRead(read);
    }
  }

  /** Lets go of everything; idempotent. */
  public void close() {
    exhausted = true;
    if (batch != null) {
      dropBatch();
      CursorBatches.give(batch);
      batch = null;
    }
  }
}
