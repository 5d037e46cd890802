// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow;

import java.nio.ByteBuffer;
import java.util.Random;

/** Records of scattered keys and random values, put into tree {@code t} and its model alike. */
final class ModelledRecords {
  private static final String TREE = "t";

  private final StoreModel model = new StoreModel();
  final Random random;

  ModelledRecords(long seed) {
    random = new Random(seed);
    model.create(TREE, TreeOptions.plain());
  }

  Tree tree(Store store) {
    return store.tree(TREE);
  }

  private static byte[] key(int i) {
    return ByteBuffer.allocate(12).putInt(i * 0x9E3779B9).putLong(i).array();
  }

  void put(Tree tree, int i, int length) {
    byte[] value = new byte[length];
    random.nextBytes(value);
    tree.put(key(i), value);
    model.tree(TREE).records().put(key(i), value);
  }

  void delete(Tree tree, int i) {
    tree.delete(key(i));
    model.tree(TREE).records().remove(key(i));
  }

  void requireEqual(Store store, String when) {
    model.requireEqual(store, when);
  }

  void requireEqual(Cursor cursor, String what) {
    StoreModel.requireEqual(cursor, model.tree(TREE).records(), what);
  }
}
