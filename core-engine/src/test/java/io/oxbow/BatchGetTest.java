// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys read side by side have the values they have one by one. */
class BatchGetTest {
  private static final int KEYS = 3000;

  @TempDir private Path directory;

  private final TreeMap<Integer, byte[]> model = new TreeMap<>();
  private final Random random = new Random(5);

  private static byte[] key(int i) {
    return ("a key with some length: " + i * 31).getBytes();
  }

  @Test
  void fewAndManyPresentAndAbsentSmallAndLargeHotAndCold() {
    StoreOptions options = StoreOptions.builder().memory(MemoryBudget.ofBytes(256 << 20)).build();
    try (Store store = Store.open(directory, options)) {
      Tree tree = store.tree("t");
      for (int i = 0; i < KEYS; i += 2) {
        put(tree, i, random.nextInt(40) == 0 ? 5000 : random.nextInt(200));
      }
      requireEqual(tree);
      for (int i = 0; i < KEYS; i += 7) {
        tree.delete(key(i));
        model.remove(i);
      }
      for (int i = 0; i < KEYS; i += 5) {
        put(tree, i, 100);
      }
      requireEqual(tree);
      store.commit(null).join();
    }
    try (Store store = Store.open(directory, options)) {
      Tree tree = store.tree("t");
      for (int i = 0; i < KEYS; i += 11) {
        put(tree, i, 50); // tails over pages that are on disk
      }
      requireEqual(tree);
      assertThat(store.metrics().pagesLoaded()).isPositive();
    }
  }

  private void put(Tree tree, int i, int length) {
    byte[] value = new byte[length];
    random.nextBytes(value);
    tree.put(key(i), value);
    model.put(i, value);
  }

  private void requireEqual(Tree tree) {
    for (int size : new int[] {0, 1, 15, 16, 17, 100, KEYS}) {
      int[] ids = random.ints(size, 0, KEYS).toArray();
      byte[][] keys = Arrays.stream(ids).mapToObj(BatchGetTest::key).toArray(byte[][]::new);
      RecordBuffer[] into = new RecordBuffer[size];
      Arrays.setAll(into, i -> new RecordBuffer());
      boolean[] found = new boolean[size];
      assertThat(tree.getAll(keys, into, found))
          .isEqualTo((int) Arrays.stream(ids).filter(model::containsKey).count());
      for (int i = 0; i < size; i++) {
        byte[] expected = model.get(ids[i]);
        assertThat(found[i]).as("key %d", ids[i]).isEqualTo(expected != null);
        if (found[i]) {
          assertThat(into[i].toBytes()).isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void buffersThatDoNotSufficeAndNullKeysAreRefused() {
    try (Store store =
        Store.open(
            directory, StoreOptions.builder().memory(MemoryBudget.ofBytes(16 << 20)).build())) {
      Tree tree = store.tree("t");
      RecordBuffer[] one = {new RecordBuffer()};
      assertThatThrownBy(() -> tree.getAll(new byte[2][1], one, new boolean[2]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("2 keys need as many buffers and flags, not 1 and 2");
      assertThatThrownBy(() -> tree.getAll(new byte[1][], one, new boolean[1]))
          .isInstanceOf(NullPointerException.class)
          .hasMessageContaining("key is null");
    }
  }
}
