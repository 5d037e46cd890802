// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow;

import io.oxbow.tree.BwTree;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * What the run of one seed looks like: sizes, shape of keys and values, and a list of operations,
 * each of which draws from a source of its own. So operations can be left out, to find a short run
 * that fails, without changing the others.
 */
final class Workload {
  /** How keys look. */
  enum Keys {
    /** Up to 4 bytes of 3 values: every border case of prefixes and orders. */
    DENSE,
    /** 16 bytes, scattered. */
    SCATTERED,
    /** A long common beginning, then a number. */
    PREFIXED,
    /** Ascending numbers: inserts at the right end. */
    ASCENDING,
    /** 200 B to 9 KB, seldom up to the limit. */
    LONG
  }

  private static final BwTree.Sizes[] SIZES = {
    new BwTree.Sizes(512, 512),
    new BwTree.Sizes(512, 1024, 2048, 512, 1),
    new BwTree.Sizes(1024, 512),
    new BwTree.Sizes(2048, 1024),
    BwTree.Sizes.DEFAULT
  };

  final long seed;
  final BwTree.Sizes sizes;
  final int segmentBytes;
  final int flushBatch;
  final boolean strictlyLatchFree;
  final Keys keys;
  final int keyRange;
  final int eagerness;
  final boolean largeValues;
  final List<TreeOptions> trees = new ArrayList<>();

  Workload(long seed) {
    this.seed = seed;
    Random r = source(-1);
    sizes = SIZES[r.nextInt(SIZES.length)];
    segmentBytes = r.nextInt(3) == 0 ? 1 << 20 : 64 << 10;
    flushBatch = 1 + r.nextInt(3);
    strictlyLatchFree = r.nextInt(5) == 0;
    keys = Keys.values()[r.nextInt(8) % Keys.values().length];
    keyRange = keys == Keys.LONG ? 60 : r.nextBoolean() ? 300 : 2000;
    eagerness = r.nextInt(4);
    largeValues = r.nextInt(3) > 0;
    int count = 1 + r.nextInt(4);
    for (int i = 0; i < count; i++) {
      trees.add(treeOptions(r));
    }
  }

  static TreeOptions treeOptions(Random r) {
    switch (r.nextInt(8)) {
      case 0:
      case 1:
        return TreeOptions.plain();
      case 2:
        return TreeOptions.merging(MergeOperator.CONCATENATE);
      case 3:
        return TreeOptions.merging(MergeOperator.ADD_LONG);
      case 4:
        return TreeOptions.merging(MergeOperator.ADD_DOUBLE);
      default:
        return TreeOptions.concatenate((byte) ',');
    }
  }

  /** The source of operation {@code index}, the same in every run. */
  Random source(int index) {
    long mixed = (seed * 1_000_003 + index + 7) * 0x9E3779B97F4A7C15L;
    mixed = (mixed ^ mixed >>> 31) * 0xD6E8FEB86659FD93L;
    return new Random(mixed ^ mixed >>> 29);
  }

  byte[] key(Random r, int index) {
    switch (keys) {
      case DENSE:
        byte[] dense = new byte[r.nextInt(5)];
        byte[] letters = {0, 1, (byte) 0xFF};
        for (int i = 0; i < dense.length; i++) {
          dense[i] = letters[r.nextInt(3)];
        }
        return dense;
      case SCATTERED:
        long scattered = (1 + r.nextInt(keyRange)) * 0x9E3779B97F4A7C15L;
        return ByteBuffer.allocate(16).putLong(scattered).putLong(scattered >>> 7).array();
      case PREFIXED:
        String text = "state/window/key-" + r.nextInt(keyRange) + "x".repeat(r.nextInt(3));
        return text.getBytes(StandardCharsets.UTF_8);
      case ASCENDING:
        int back = r.nextInt(4) == 0 ? 0 : r.nextInt(index + 1);
        return ByteBuffer.allocate(8).putLong(index - back).array();
      default:
        return longKey(r);
    }
  }

  private byte[] longKey(Random r) {
    int which = r.nextInt(keyRange);
    Random shape = new Random(which * 31L + 5);
    int length = which == 7 ? Tree.MAX_KEY_BYTES : 200 + shape.nextInt(which % 5 == 0 ? 9000 : 800);
    byte[] key = new byte[length];
    Arrays.fill(key, (byte) 'p');
    ByteBuffer.wrap(key).putInt(length - 4, which).put(which % 3 * 40, (byte) which);
    return key;
  }

  byte[] value(Random r, TreeOptions options) {
    if (isNumber(options)) {
      long n = r.nextInt(1000) - 500;
      return StoreModel.bytes(
          options.mergeOperator() == MergeOperator.ADD_LONG ? n : Double.doubleToLongBits(n));
    }
    byte[] value = new byte[length(r)];
    r.nextBytes(value);
    return value;
  }

  private int length(Random r) {
    int kind = r.nextInt(60);
    if (kind == 0 && largeValues) {
      return 2040 + r.nextInt(r.nextInt(8) == 0 ? 150_000 : 6_000);
    }
    return kind < 25 ? 8 : kind < 28 ? 0 : kind < 30 ? r.nextInt(1500) : r.nextInt(100);
  }

  byte[] operand(Random r, TreeOptions options) {
    if (isNumber(options)) {
      return value(r, options);
    }
    byte[] operand = new byte[r.nextInt(30) == 0 ? 500 + r.nextInt(3000) : r.nextInt(20)];
    r.nextBytes(operand);
    return operand;
  }

  private static boolean isNumber(TreeOptions options) {
    return options.mergeOperator() == MergeOperator.ADD_LONG
        || options.mergeOperator() == MergeOperator.ADD_DOUBLE;
  }

  /** A range of any kind: open, bounded in every way, a prefix, empty, backwards. */
  KeyRange range(Random r, int index) {
    KeyRange range;
    switch (r.nextInt(6)) {
      case 0:
        range = KeyRange.all();
        break;
      case 1:
        byte[] key = key(r, index);
        range = KeyRange.prefix(Arrays.copyOf(key, r.nextInt(key.length + 1)));
        break;
      default:
        byte[] from = r.nextInt(5) == 0 ? null : key(r, index);
        byte[] to = r.nextInt(5) == 0 ? null : key(r, index);
        boolean turned = from != null && to != null && Arrays.compareUnsigned(from, to) > 0;
        boolean swap = turned && r.nextInt(10) > 0;
        range = KeyRange.of(swap ? to : from, r.nextBoolean(), swap ? from : to, r.nextBoolean());
    }
    return r.nextBoolean() ? range.descending() : range;
  }

  @Override
  public String toString() {
    return "seed "
        + seed
        + " ("
        + sizes
        + ", segments "
        + segmentBytes
        + ", flush batch "
        + flushBatch
        + ", "
        + keys
        + " keys of "
        + keyRange
        + ", trees "
        + trees
        + ")";
  }
}
