// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.memory;

import io.oxbow.Cursor;
import io.oxbow.KeyRange;
import io.oxbow.Store;
import io.oxbow.StoreOptions;
import io.oxbow.Tree;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/** A user's program in small: writes a store, commits, opens it again and reads all of it. */
final class QuietProgram {
  private static final int RECORDS = 20_000;

  private QuietProgram() {}

  /** Prints the backend of block memory when everything was read back right. */
  public static void main(String[] args) {
    Path directory = Path.of(args[0]);
    try (Store store = Store.open(directory, StoreOptions.builder().build())) {
      Tree tree = store.tree("quiet");
      for (int i = 0; i < RECORDS; i++) {
        tree.put(bytes("key-" + i), bytes("value-" + i));
      }
      store.commit(bytes("done")).join();
    }
    try (Store store = Store.open(directory, StoreOptions.builder().build())) {
      Tree tree = store.tree("quiet");
      for (int i = 0; i < RECORDS; i++) {
        if (!Arrays.equals(tree.get(bytes("key-" + i)), bytes("value-" + i))) {
          throw new IllegalStateException("key-" + i + " is not what was written");
        }
      }
      int records = 0;
      try (Cursor cursor = tree.cursor(KeyRange.all())) {
        while (cursor.next()) {
          records++;
        }
      }
      if (records != RECORDS) {
        throw new IllegalStateException(records + " records instead of " + RECORDS);
      }
    }
    System.out.println(Mem.backend());
  }

  private static byte[] bytes(String s) {
    return s.getBytes(StandardCharsets.UTF_8);
  }
}
