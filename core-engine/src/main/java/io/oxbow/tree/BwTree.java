// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.tree;

import io.oxbow.cache.ColdReader;
import io.oxbow.cache.MappingTable;
import io.oxbow.cache.MappingWord;
import io.oxbow.cache.PageSpace;
import io.oxbow.memory.Arena;
import io.oxbow.page.BaseRecords;
import io.oxbow.page.Inner;
import io.oxbow.page.InnerSpec;
import io.oxbow.page.Leaf;
import io.oxbow.page.LeafBuilder;
import io.oxbow.page.LeafSpec;
import io.oxbow.page.RecordList;
import io.oxbow.page.SlotWord;
import io.oxbow.page.TailWord;

/**
 * One named tree: a Bw-tree (Levandoski, Lomet, Sengupta: The Bw-Tree, ICDE 2013) in the form
 * "append, seal, replace".
 *
 * <p>Every node is named by a PID; a mapping word per PID says where the node is and changes only
 * by compare-and-set. A leaf block carries a tail to which writers append: reserve by CAS of the
 * tail word, write, publish by CAS of the slot word. Whoever wants a block gone seals it, kills
 * what is reserved but not published, builds a successor and installs it by CAS; the loser throws
 * its work away, so a stalled thread never blocks another. Inner nodes are immutable and replaced
 * copy-on-write; the root is an inner node whose PID never changes. A split installs the right half
 * under a new PID first, so that its sibling link is the truth and the parent's separator a
 * shortcut.
 *
 * <p>Deltas are not linked records, as in the paper: each hop is a serial cache miss. What replaces
 * them, and why each step is right, is in {@code docs/memory-ordering.md} and the protocol it
 * follows.
 */
public final class BwTree {
  /**
   * Sizes that tests shrink to force structure changes.
   *
   * @param leafBytes to which a leaf may grow whatever its records
   * @param mostLeafBytes to which it may grow for {@link #RECORDS} records
   * @param largeLeafBytes to which it may grow for {@link #LARGE_RECORDS} records
   * @param scans a leaf scanned so often with entries in its tail is rebuilt
   */
  public record Sizes(
      int leafBytes, int mostLeafBytes, int largeLeafBytes, int innerBytes, int scans) {
    public static final Sizes DEFAULT = new Sizes(8 << 10, 14 << 10, 32 << 10, 20 << 10, 4);

    /** More make the search among their tags long, fewer the tree wide. */
    private static final int RECORDS = 128;

    /** Fewer make splits, which copy a parent each, a large part of new records' cost. */
    private static final int LARGE_RECORDS = 32;

    /** Small pages, rebuilt by the first scan. */
    public Sizes(int leafBytes, int innerBytes) {
      this(leafBytes, leafBytes, leafBytes, innerBytes, 1);
    }

    /** Bytes to which a leaf may grow that has {@code records} of {@code bytes} in all. */
    int leafBytes(int records, long bytes) {
      int n = Math.max(1, records);
      long many = Math.min(mostLeafBytes, RECORDS * bytes / n);
      long few = Math.min(largeLeafBytes, LARGE_RECORDS * bytes / n);
      return (int) Math.max(leafBytes, Math.max(many, few));
    }

    /**
     * Bytes that a leaf's tail has at least whose entries take {@code slot} bytes on average: five
     * of them; a quarter of a leaf of large records, or a page is rebuilt for every other one.
     */
    int tailBytes(int slot) {
      int large = leafBytes(1, slot);
      return large > mostLeafBytes ? large / 4 : Math.min(5 * slot, leafBytes / 4);
    }
  }

  private static final byte[] NOTHING = new byte[0];

  private final PageSpace space;
  private final ColdReader cold;
  private final Sizes sizes;
  private final int treeId;
  private final int rule;
  private final boolean strictlyLatchFree;
  private final Scratches scratches;
  private volatile long root;

  public BwTree(PageSpace space, ColdReader cold, Scratches scratches, Config config) {
    this.space = space;
    this.cold = cold;
    this.scratches = scratches;
    sizes = config.sizes();
    treeId = config.treeId();
    rule = config.rule();
    strictlyLatchFree = config.strictlyLatchFree();
  }

  /** What a tree is made with; {@code rule} is a {@link io.oxbow.page.MergeRule}. */
  public record Config(Sizes sizes, int treeId, int rule, boolean strictlyLatchFree) {}

  /** Where a read puts a value; called under a pin, so it may do no more than allocate heap. */
  public interface Target {
    /** An array of at least {@code length} bytes, whose first {@code length} are the value's. */
    byte[] resize(int length);
  }

  /**
   * Makes the tree of one empty leaf under a root.
   *
   * @return false when the budget has no room
   */
  public boolean createEmpty() {
    MappingTable table = space.table();
    long rootPid = table.allocate();
    long leafPid = rootPid == 0 ? 0 : table.allocate();
    if (leafPid == 0) {
      return false;
    }
    LeafSpec spec = new LeafSpec();
    spec.pid = leafPid;
    spec.treeId = treeId;
    spec.baseVersion = space.versions().current();
    spec.bornVersion = spec.baseVersion;
    spec.birth = space.nextBirth();
    spec.low = new byte[0];
    spec.tailSlots = 8;
    spec.tailBytes = 256;
    RecordList none = new RecordList();
    long leaf = space.arena().allocate(LeafBuilder.bytes(spec, none, 0, 0));
    if (leaf == 0) {
      return false;
    }
    LeafBuilder.build(Arena.address(leaf), Arena.bytes(leaf), spec, none, 0, 0);
    InnerSpec top = new InnerSpec();
    top.pid = rootPid;
    top.level = 1;
    top.treeId = treeId;
    top.birth = space.nextBirth();
    byte[][] keys = {new byte[0]};
    long node = space.arena().allocate(Inner.bytes(keys, 0, 1, null));
    if (node == 0) {
      space.arena().free(leaf);
      return false;
    }
    Inner.build(Arena.address(node), top, keys, new long[] {leafPid}, 0, 1);
    table.compareAndSet(leafPid, MappingWord.FREE, MappingWord.hot(leaf));
    table.dirty().set(leafPid);
    table.compareAndSet(rootPid, MappingWord.FREE, MappingWord.hot(node));
    root = rootPid;
    return true;
  }

  /** The root's PID is known: the tree was built in bulk. */
  public void rootAt(long pid) {
    root = pid;
  }

  /** Copies the newest value of the key into {@code into} (null: presence only). */
  public boolean get(byte[] key, int offset, int length, Target into) {
    return LeafReader.get(this, key, offset, length, Long.MAX_VALUE, into);
  }

  /** Like {@link #get}, for many keys side by side; returns how many are there. */
  public int getAll(byte[][] keys, Target[] into, boolean[] found) {
    return BatchReader.get(this, keys, into, found);
  }

  /** Like {@link #get}, as of a version that the horizon holds and that has drained. */
  public boolean getAt(long version, byte[] key, int offset, int length, Target into) {
    return LeafReader.get(this, key, offset, length, version, into);
  }

  public void put(byte[] key, int kOff, int kLen, byte[] value, int vOff, int vLen) {
    LeafWriter.write(this, SlotWord.PUT, key, kOff, kLen, value, vOff, vLen);
  }

  public void delete(byte[] key, int kOff, int kLen) {
    LeafWriter.write(this, SlotWord.DELETE, key, kOff, kLen, NOTHING, 0, 0);
  }

  public void append(byte[] key, int kOff, int kLen, byte[] operand, int oOff, int oLen) {
    LeafWriter.write(this, SlotWord.APPEND, key, kOff, kLen, operand, oOff, oLen);
  }

  /** Deletes {@code [from, to)}; null {@code to} is open. */
  public void deleteRange(byte[] from, byte[] to) {
    RangeDeleter.delete(this, from, to);
  }

  /**
   * About how many records the tree has: hot pages are counted, a record written twice since its
   * page was built twice; cold ones are estimated.
   */
  public long approximateEntries() {
    long hot = 0;
    long records = 0;
    long cold = 0;
    byte[] position = new byte[0];
    while (position != null) {
      int slot = space.epochs().pin();
      try {
        Descent at = scratch(slot).at;
        at.toLeaf(this, position, 0, position.length);
        if (at.block == 0) {
          cold++;
          position = at.coldHigh();
        } else {
          hot++;
          records +=
              Leaf.baseCount(at.block)
                  - BaseRecords.holes(at.block)
                  + TailWord.count(Leaf.tailWord(at.block));
          position = Leaf.high(at.block);
        }
      } finally {
        space.epochs().unpin(slot);
      }
    }
    return records + (hot == 0 ? cold * 50 : cold * Math.max(1, records / hot));
  }

  public long root() {
    return root;
  }

  public PageSpace space() {
    return space;
  }

  ColdReader cold() {
    return cold;
  }

  Sizes sizes() {
    return sizes;
  }

  public int treeId() {
    return treeId;
  }

  public int rule() {
    return rule;
  }

  boolean isStrictlyLatchFree() {
    return strictlyLatchFree;
  }

  Scratch scratch(int slot) {
    return scratches.of(slot);
  }
}
