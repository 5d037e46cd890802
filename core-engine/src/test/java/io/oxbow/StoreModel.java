// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** What a store should hold: named sorted maps, with copies as versions. */
final class StoreModel {
  private final TreeMap<String, ModelTree> trees = new TreeMap<>();

  /** One named tree. */
  static final class ModelTree {
    private final TreeOptions options;
    private final TreeMap<byte[], byte[]> records = new TreeMap<>(Arrays::compareUnsigned);

    ModelTree(TreeOptions options) {
      this.options = options;
    }

    TreeOptions options() {
      return options;
    }

    NavigableMap<byte[], byte[]> records() {
      return records;
    }

    void append(byte[] key, byte[] operand) {
      byte[] old = records.get(key);
      records.put(key, old == null ? operand.clone() : combined(old, operand));
    }

    private byte[] combined(byte[] old, byte[] operand) {
      switch (options.mergeOperator()) {
        case ADD_LONG:
          return bytes(number(old) + number(operand));
        case ADD_DOUBLE:
          double sum =
              Double.longBitsToDouble(number(old)) + Double.longBitsToDouble(number(operand));
          return bytes(Double.doubleToRawLongBits(sum));
        default:
          int gap = options.delimiter() < 0 ? 0 : 1;
          byte[] both = Arrays.copyOf(old, old.length + gap + operand.length);
          if (gap == 1) {
            both[old.length] = (byte) options.delimiter();
          }
          System.arraycopy(operand, 0, both, old.length + gap, operand.length);
          return both;
      }
    }

    /** The records of a range, in the direction of the range. */
    NavigableMap<byte[], byte[]> range(KeyRange range) {
      NavigableMap<byte[], byte[]> part = records;
      if (range.from() != null
          && range.to() != null
          && Arrays.compareUnsigned(range.from(), range.to()) > 0) {
        part = new TreeMap<>(Arrays::compareUnsigned);
      } else {
        part = range.from() == null ? part : part.tailMap(range.from(), range.fromInclusive());
        part = range.to() == null ? part : headMap(part, range);
      }
      return range.isDescending() ? part.descendingMap() : part;
    }

    private static NavigableMap<byte[], byte[]> headMap(
        NavigableMap<byte[], byte[]> part, KeyRange range) {
      boolean single =
          range.from() != null && Arrays.compareUnsigned(range.from(), range.to()) == 0;
      if (single && !(range.fromInclusive() && range.toInclusive())) {
        return new TreeMap<>(Arrays::compareUnsigned);
      }
      return part.headMap(range.to(), range.toInclusive());
    }

    void deleteRange(byte[] from, byte[] to) {
      range(KeyRange.of(from, to)).clear();
    }
  }

  static long number(byte[] value) {
    return ByteBuffer.wrap(value).getLong();
  }

  static byte[] bytes(long number) {
    return ByteBuffer.allocate(8).putLong(number).array();
  }

  ModelTree tree(String name) {
    return trees.get(name);
  }

  void create(String name, TreeOptions options) {
    trees.put(name, new ModelTree(options));
  }

  void drop(String name) {
    trees.remove(name);
  }

  Set<String> names() {
    return trees.keySet();
  }

  /** A version: later changes of this model do not show in it. */
  StoreModel copy() {
    StoreModel copy = new StoreModel();
    trees.forEach(
        (name, tree) -> {
          ModelTree same = new ModelTree(tree.options);
          same.records.putAll(tree.records);
          copy.trees.put(name, same);
        });
    return copy;
  }

  /** Fails unless the store holds exactly this. */
  void requireEqual(Store store, String when) {
    if (!store.treeNames().equals(names())) {
      throw new AssertionError(when + ": trees " + store.treeNames() + ", expected " + names());
    }
    trees.forEach(
        (name, tree) -> {
          Tree stored = store.tree(name, tree.options);
          try (Cursor cursor = stored.cursor(KeyRange.all())) {
            requireEqual(cursor, tree.records, when + ": tree " + name);
          }
        });
  }

  /** Fails unless the cursor gives exactly these records in their order. */
  static void requireEqual(Cursor cursor, Map<byte[], byte[]> expected, String what) {
    int n = 0;
    for (Map.Entry<byte[], byte[]> record : expected.entrySet()) {
      if (!cursor.next()) {
        throw new AssertionError(
            what
                + " ends after "
                + n
                + " of "
                + expected.size()
                + " records, before "
                + text(record.getKey()));
      }
      requireRecord(cursor, record.getKey(), record.getValue(), what + ", record " + n);
      n++;
    }
    if (cursor.next()) {
      throw new AssertionError(
          what + " goes on after " + n + " records with " + text(cursor.key()));
    }
  }

  static void requireRecord(Cursor cursor, byte[] key, byte[] value, String what) {
    if (!Arrays.equals(cursor.key(), key)) {
      throw new AssertionError(what + " is " + text(cursor.key()) + ", expected " + text(key));
    }
    requireValue(cursor.value(), value, what + ", key " + text(key));
  }

  static void requireValue(byte[] actual, byte[] expected, String what) {
    if (!Arrays.equals(actual, expected)) {
      throw new AssertionError(
          what + " has value " + text(actual) + ", expected " + text(expected));
    }
  }

  /** Bytes for messages. */
  static String text(byte[] bytes) {
    if (bytes == null) {
      return "none";
    }
    StringBuilder text = new StringBuilder(bytes.length + " bytes:");
    for (int i = 0; i < Math.min(24, bytes.length); i++) {
      text.append(String.format("%02x", bytes[i]));
    }
    return text.toString();
  }
}
