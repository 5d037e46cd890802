// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.tree;

import io.oxbow.cache.ColdReader;
import io.oxbow.cache.MappingWord;
import io.oxbow.cache.PageSpace;
import io.oxbow.cache.Versions;
import io.oxbow.memory.Budget;
import io.oxbow.page.Leaf;
import io.oxbow.page.MergeRule;
import io.oxbow.page.RecordList;
import io.oxbow.page.ValueSpace;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.LongPredicate;

/** One tree without a disk or maintenance thread: what the word protocols need, and no more. */
final class TreeInMemory implements AutoCloseable {
  /** A store that has nothing on disk. */
  private record NoDisk(PageSpace space) implements ColdReader {
    @Override
    public int beginRead() {
      return 0;
    }

    @Override
    public void endRead(int read) {}

    @Override
    public int readPage(long location, long version, RecordList into) {
      if (location == 0) {
        return 0;
      }
      throw new AssertionError("no page is ever cold here");
    }

    @Override
    public void dropNodes(RecordList records) {}

    @Override
    public void readValue(long location, long total, byte[] into, int offset) {
      throw new AssertionError("no value is ever cold here");
    }

    @Override
    public void makeRoom(long bytes) {
      space.epochs().reclaimAll();
    }

    @Override
    public RuntimeException noRoom(long bytes) {
      return new IllegalStateException("no room for " + bytes);
    }
  }

  private static final class NoLeases implements ValueSpace.Leases {
    @Override
    public void lease(int segmentIndex) {}

    @Override
    public void release(int segmentIndex) {}
  }

  private final Budget budget = new Budget(64 << 20);
  private final PageSpace space = new PageSpace(budget, new NoLeases());
  private final BwTree tree;
  private final int padding;

  /**
   * A tree of long values; where appends concatenate, of numbers that are strings of digits.
   *
   * @param padding bytes behind each value, all equal to its lowest byte
   */
  TreeInMemory(int leafBytes, int rule, boolean strictlyLatchFree, int padding) {
    this(leafBytes, rule, strictlyLatchFree, padding, NoDisk::new);
  }

  /** The same over a disk. */
  TreeInMemory(
      int leafBytes,
      int rule,
      boolean strictlyLatchFree,
      int padding,
      Function<PageSpace, ColdReader> disk) {
    this.padding = padding;
    BwTree.Sizes sizes = new BwTree.Sizes(leafBytes, 16 << 10);
    tree =
        new BwTree(
            space,
            disk.apply(space),
            new Scratches(),
            new BwTree.Config(sizes, 1, rule, strictlyLatchFree));
    if (!tree.createEmpty()) {
      throw new AssertionError("no room for an empty tree");
    }
  }

  PageSpace space() {
    return space;
  }

  BwTree tree() {
    return tree;
  }

  Budget budget() {
    return budget;
  }

  private static byte[] key(int key) {
    return new byte[] {(byte) key};
  }

  private boolean concatenates() {
    return MergeRule.operator(tree.rule()) == MergeRule.CONCATENATE;
  }

  private byte[] value(long value) {
    if (concatenates()) {
      return Long.toString(value).getBytes(StandardCharsets.US_ASCII);
    }
    byte[] bytes = new byte[8 + padding];
    Arrays.fill(bytes, (byte) value);
    ByteBuffer.wrap(bytes).putLong(0, value);
    return bytes;
  }

  /** The number in a value; fails when the value is torn. */
  private long number(byte[] bytes, int length) {
    if (concatenates()) {
      return Long.parseLong(new String(bytes, 0, length, StandardCharsets.US_ASCII));
    }
    if (length != 8 + padding) {
      throw new AssertionError("a value of " + length + " bytes");
    }
    long value = ByteBuffer.wrap(bytes).getLong(0);
    for (int i = 8; i < length; i++) {
      if (bytes[i] != (byte) value) {
        throw new AssertionError("torn value " + value);
      }
    }
    return value;
  }

  void put(int key, long value) {
    byte[] bytes = value(value);
    tree.put(key(key), 0, 1, bytes, 0, bytes.length);
  }

  void delete(int key) {
    tree.delete(key(key), 0, 1);
  }

  void append(int key, long operand) {
    byte[] bytes = value(operand);
    tree.append(key(key), 0, 1, bytes, 0, bytes.length);
  }

  void deleteRange(int from, int to) {
    tree.deleteRange(key(from), key(to));
  }

  private static final class Into implements BwTree.Target {
    private byte[] bytes;
    private int length;

    @Override
    public byte[] resize(int n) {
      bytes = new byte[n];
      length = n;
      return bytes;
    }
  }

  Long get(int key) {
    Into into = new Into();
    return tree.get(key(key), 0, 1, into) ? number(into.bytes, into.length) : null;
  }

  /** The same of several keys, read side by side. */
  Long[] getAll(int... keys) {
    Into[] into = new Into[keys.length];
    Arrays.setAll(into, i -> new Into());
    boolean[] found = new boolean[keys.length];
    tree.getAll(
        Arrays.stream(keys).mapToObj(TreeInMemory::key).toArray(byte[][]::new), into, found);
    Long[] values = new Long[keys.length];
    Arrays.setAll(values, i -> found[i] ? number(into[i].bytes, into[i].length) : null);
    return values;
  }

  private Long getAt(long version, int key) {
    Into into = new Into();
    return tree.getAt(version, key(key), 0, 1, into) ? number(into.bytes, into.length) : null;
  }

  /** Cuts, as a snapshot or a checkpoint does; to be drained and released. */
  Versions.Hold cut() {
    int pin = space.epochs().pin();
    try {
      return space.versions().cut();
    } finally {
      space.epochs().unpin(pin);
    }
  }

  /** What the key holds as of a snapshot that is taken for it alone; read twice, it is the same. */
  Long getOfSnapshot(int key) {
    Versions.Hold hold = cut();
    try {
      space.epochs().drain();
      Long value = getAt(hold.version(), key);
      if (!Objects.equals(value, getAt(hold.version(), key))) {
        throw new AssertionError("a snapshot has changed");
      }
      return value;
    } finally {
      space.versions().release(hold);
    }
  }

  /** Replaces the leaf that covers the key, as a full tail would. */
  void replace(int key) {
    int slot = space.epochs().pin();
    try {
      Descent at = new Descent();
      at.toLeaf(tree, key(key), 0, 1);
      LeafReplacer.replace(tree, slot, at.pid, at.word, 0, null, 0, 0);
    } finally {
      space.epochs().unpin(slot);
    }
  }

  /** Seals the leaf that covers the key. */
  void seal(int key) {
    int slot = space.epochs().pin();
    try {
      Descent at = new Descent();
      at.toLeaf(tree, key(key), 0, 1);
      Leaf.seal(at.block);
    } finally {
      space.epochs().unpin(slot);
    }
  }

  /** PID of the leaf that covers the key. */
  long leafOf(int key) {
    int slot = space.epochs().pin();
    try {
      Descent at = new Descent();
      at.toLeaf(tree, key(key), 0, 1);
      if (!MappingWord.isHot(at.word)) {
        throw new AssertionError("a leaf that is not hot");
      }
      return at.pid;
    } finally {
      space.epochs().unpin(slot);
    }
  }

  /** Merges the leaf that covers the key into its left neighbour if that may be done now. */
  Merger.Removed merge(int key) {
    return Merger.merge(tree, leafOf(key));
  }

  /** Frees the PID of a merged page if nothing is in the way any more. */
  boolean free(Merger.Removed removed) {
    boolean free = Merger.free(removed);
    if (free) {
      space.table().release(removed.pid());
    }
    return free;
  }

  /** Checks the structure; no call may be running. Such PIDs are merged and not free yet. */
  void validate(LongPredicate awaitsRemoval) {
    new TreeValidator(space, List.of(tree), awaitsRemoval).check();
  }

  @Override
  public void close() {
    space.close();
  }
}
