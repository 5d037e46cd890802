// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow;

import io.oxbow.checkpoint.Engine;
import io.oxbow.checkpoint.TreeTable;
import io.oxbow.tree.BwTree;
import io.oxbow.tree.LoadBuffer;
import io.oxbow.tree.TreeCursor;
import java.util.Arrays;
import java.util.Objects;

/**
 * An ordered map from byte keys to byte values. Keys are 0 to 65,535 bytes and compare as unsigned
 * bytes; values are 0 bytes to 1 GiB. Any number of threads may read and write; operations on one
 * key are linearizable, a cursor is ordered and atomic per leaf.
 *
 * <p>Every method throws {@link StoreException} when the store is closed or its memory budget is
 * full, {@link StoreFailedException} when it has failed, {@link CorruptStoreException} at damage,
 * and {@link IllegalArgumentException} for keys and values that are too large.
 */
public final class Tree {
  /** Longest key in bytes. */
  public static final int MAX_KEY_BYTES = 65_535;

  /** Longest value in bytes. */
  public static final int MAX_VALUE_BYTES = 1 << 30;

  private static final byte[] EMPTY = new byte[0];

  private final Engine engine;
  private final BwTree tree;
  private final String name;
  private final TreeOptions options;

  Tree(Engine engine, TreeTable.Named named) {
    this.engine = engine;
    tree = named.tree();
    name = named.entry().name();
    MergeOperator operator = MergeOperator.values()[named.entry().mergeOperator()];
    options = new TreeOptions(operator, named.entry().delimiter());
  }

  /** The tree's name. */
  public String name() {
    return name;
  }

  /** What the tree was created with. */
  public TreeOptions options() {
    return options;
  }

  void checkKey(byte[] key, int offset, int length) {
    Objects.requireNonNull(key, "key is null");
    Objects.checkFromIndexSize(offset, length, key.length);
    if (length > MAX_KEY_BYTES) {
      throw new IllegalArgumentException(
          "a key of "
              + length
              + " bytes is too long for tree '"
              + name
              + "': the limit is "
              + MAX_KEY_BYTES);
    }
  }

  void checkValue(String what, byte[] value, int offset, int length) {
    Objects.requireNonNull(value, what + " is null; use delete to remove a key");
    Objects.checkFromIndexSize(offset, length, value.length);
    if (length > MAX_VALUE_BYTES) {
      throw new IllegalArgumentException(
          "a "
              + what
              + " of "
              + length
              + " bytes is too large for tree '"
              + name
              + "': the limit is "
              + MAX_VALUE_BYTES);
    }
    boolean number =
        options.mergeOperator() == MergeOperator.ADD_LONG
            || options.mergeOperator() == MergeOperator.ADD_DOUBLE;
    if (number && length != 8) {
      throw new IllegalArgumentException(
          "tree '" + name + "' adds numbers: a " + what + " must be 8 bytes, not " + length);
    }
  }

  /** The value of the key, or null. */
  public byte[] get(byte[] key) {
    RecordBuffer into = new RecordBuffer();
    return get(key, into) ? into.toBytes() : null;
  }

  /** Copies the value of the key into a reusable buffer; false when the key is absent. */
  public boolean get(byte[] key, RecordBuffer into) {
    Objects.requireNonNull(key, "key is null");
    return get(key, 0, key.length, into);
  }

  /** Copies the value of the key {@code key[offset, offset + length)}; false when it is absent. */
  public boolean get(byte[] key, int offset, int length, RecordBuffer into) {
    checkKey(key, offset, length);
    return tree.get(key, offset, length, into.target());
  }

  /** Whether the key is present; copies nothing. */
  public boolean contains(byte[] key) {
    checkKey(key, 0, key == null ? 0 : key.length);
    return tree.get(key, 0, key.length, null);
  }

  /**
   * Reads many keys at once, which takes about half the time of single gets when little of the tree
   * is in the processor's caches. Each key's read is linearizable by itself.
   *
   * @param into where the value of the key of the same index goes; content is undefined where it is
   *     absent
   * @param found set to whether the key of the same index is present
   * @return how many are present
   */
  public int getAll(byte[][] keys, RecordBuffer[] into, boolean[] found) {
    if (into.length < keys.length || found.length < keys.length) {
      throw new IllegalArgumentException(
          keys.length
              + " keys need as many buffers and flags, not "
              + into.length
              + " and "
              + found.length);
    }
    BwTree.Target[] targets = new BwTree.Target[keys.length];
    for (int i = 0; i < keys.length; i++) {
      Objects.requireNonNull(keys[i], "a key is null");
      checkKey(keys[i], 0, keys[i].length);
      targets[i] = into[i].target();
    }
    return tree.getAll(keys, targets, found);
  }

  boolean getAt(long version, byte[] key, int offset, int length, RecordBuffer into) {
    checkKey(key, offset, length);
    return tree.getAt(version, key, offset, length, into.target());
  }

  /** Sets the value of the key. */
  public void put(byte[] key, byte[] value) {
    Objects.requireNonNull(key, "key is null");
    Objects.requireNonNull(value, "value is null; use delete to remove a key");
    put(key, 0, key.length, value, 0, value.length);
  }

  /** Sets the value of a key, both from stretches of arrays. */
  public void put(
      byte[] key, int keyOffset, int keyLength, byte[] value, int valueOffset, int valueLength) {
    checkKey(key, keyOffset, keyLength);
    checkValue("value", value, valueOffset, valueLength);
    tree.put(key, keyOffset, keyLength, value, valueOffset, valueLength);
  }

  /** Begins to write many records, ascending ones by whole pages. */
  public BulkLoad bulkLoad() {
    return new BulkLoad(this, new LoadBuffer(tree));
  }

  /** Removes the key; no effect when it is absent. */
  public void delete(byte[] key) {
    Objects.requireNonNull(key, "key is null");
    delete(key, 0, key.length);
  }

  /** Removes the key {@code key[offset, offset + length)}. */
  public void delete(byte[] key, int offset, int length) {
    checkKey(key, offset, length);
    tree.delete(key, offset, length);
  }

  /** Combines an operand with the key's value by the tree's merge operator. */
  public void append(byte[] key, byte[] operand) {
    Objects.requireNonNull(key, "key is null");
    Objects.requireNonNull(operand, "operand is null");
    append(key, 0, key.length, operand, 0, operand.length);
  }

  /**
   * Combines an operand with the key's value by the tree's merge operator; costs about the operand,
   * not the value.
   *
   * @throws StoreException when the tree has no merge operator
   */
  public void append(
      byte[] key,
      int keyOffset,
      int keyLength,
      byte[] operand,
      int operandOffset,
      int operandLength) {
    checkKey(key, keyOffset, keyLength);
    if (options.mergeOperator() == MergeOperator.NONE) {
      throw new StoreException(
          "tree '"
              + name
              + "' has no merge operator: create it with TreeOptions.concatenate or"
              + " TreeOptions.merging to append");
    }
    checkValue("operand", operand, operandOffset, operandLength);
    tree.append(key, keyOffset, keyLength, operand, operandOffset, operandLength);
  }

  /**
   * Removes every key in {@code [fromInclusive, toExclusive)}; null is open at that end. Atomic per
   * leaf, not across leaves.
   */
  public void deleteRange(byte[] fromInclusive, byte[] toExclusive) {
    byte[] from = fromInclusive == null ? EMPTY : fromInclusive;
    checkKey(from, 0, from.length);
    tree.deleteRange(from, toExclusive);
    engine.wake();
  }

  /** A cursor over a range, of the newest records. */
  public Cursor cursor(KeyRange range) {
    return cursorAt(Long.MAX_VALUE, range);
  }

  Cursor cursorAt(long version, KeyRange range) {
    Objects.requireNonNull(range, "range is null; use KeyRange.all");
    byte[] from = range.from();
    byte[] lower = from == null ? EMPTY : range.fromInclusive() ? from : next(from);
    byte[] to = range.to();
    byte[] upper = to == null || !range.toInclusive() ? to : next(to);
    return new Cursor(new TreeCursor(tree, version, lower, upper, range.isDescending()));
  }

  /** The smallest key above {@code key}. */
  private static byte[] next(byte[] key) {
    return Arrays.copyOf(key, key.length + 1);
  }

  /** About how many records there are; walks the pages, cold ones are estimated. */
  public long approximateEntries() {
    return tree.approximateEntries();
  }
}
