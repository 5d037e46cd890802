// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The byte between two operands was lost where it was the one that made a scan's buffer grow: it
 * went into the buffer as it was before. Records of every size lie in front of it here.
 */
class AppendDelimiterTest {
  @TempDir Path directory;

  @Test
  void noDelimiterIsLostWhenTheBufferOfAScanGrows() {
    for (int pad = 0; pad < 120; pad++) {
      // A store of its own each: buffers are kept for the next scan once they have grown.
      try (Store store =
          Store.open(
              directory.resolve("store" + pad),
              StoreOptions.builder().memory(MemoryBudget.ofBytes(16 << 20)).build())) {
        scan(store, 2_040 + pad);
      }
    }
  }

  private static void scan(Store store, int pad) {
    byte[] key = bytes("c");
    Tree tree = store.tree("t", TreeOptions.concatenate((byte) ','));
    tree.put(bytes("a"), new byte[2_000]);
    tree.put(bytes("b"), new byte[pad - 100]);
    tree.put(bytes("b1"), new byte[100]);
    tree.put(key, bytes("x"));
    tree.append(key, bytes("y"));
    tree.append(key, bytes("z"));
    try (Cursor cursor = tree.cursor(KeyRange.all())) {
      for (int i = 0; i < 4; i++) {
        assertThat(cursor.next()).isTrue();
      }
      assertThat(new String(cursor.value(), StandardCharsets.UTF_8))
          .as("behind %s bytes", 2_000 + pad)
          .isEqualTo("x,y,z");
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
