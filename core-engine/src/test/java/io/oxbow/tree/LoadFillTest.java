// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.oxbow.cache.MappingTable;
import io.oxbow.cache.MappingWord;
import io.oxbow.cache.PageStats;
import io.oxbow.memory.Arena;
import io.oxbow.memory.SizeClasses;
import io.oxbow.page.Leaf;
import io.oxbow.page.MergeRule;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pages of a bulk load are full, and yet have the tail that every page has. */
class LoadFillTest {
  private static final int RECORDS = 20_000;
  private static final int LEAF = 14 << 10;

  private final Random random = new Random(3);

  @ParameterizedTest
  @CsvSource({
    "12, 100, 100, 90", // of one shape
    "16, 0, 8, 85",
    "16, 8, 8, 95",
    "16, 60, 140, 90",
    "60, 20, 300, 90",
    "16, 1000, 1000, 70",
    "16, 800, 1200, 70"
  })
  void pagesAreFullAndTakeAFewMoreRecordsAsTheyAre(
      int keyBytes, int leastValue, int mostValue, int percent) {
    try (TreeInMemory tree = new TreeInMemory(LEAF, MergeRule.NONE, false, 0)) {
      LoadBuffer load = new LoadBuffer(tree.tree());
      long bytes = 0;
      for (int i = 0; i < RECORDS; i++) {
        byte[] value = new byte[leastValue + random.nextInt(mostValue - leastValue + 1)];
        load.put(key(keyBytes, 2 * i), 0, keyBytes, value, 0, value.length);
        bytes += 17 + value.length; // what finds a record is there, what keys share is not
      }
      load.flush();
      PageStats stats = tree.space().stats();
      assertThat(stats.bulkLoaded.sum()).isEqualTo(RECORDS);
      long splits = stats.splits.sum();
      assertThat(bytes / splits)
          .as("bytes of records in a page")
          .isGreaterThan(LEAF * percent / 100);
      assertThat(largeBlocks(tree)).as("of %d pages", splits).isLessThan(1 + splits / 50);

      for (int i = 0; i < RECORDS; i += (int) (RECORDS / splits)) {
        tree.tree().put(key(keyBytes, 2 * i + 1), 0, keyBytes, new byte[leastValue], 0, leastValue);
      }
      assertThat(stats.consolidations.sum()).isZero();
      assertThat(stats.splits.sum()).isEqualTo(splits);
    }
  }

  /** Leaves in blocks of a class above the one that the largest leaf takes without its tail. */
  private static long largeBlocks(TreeInMemory tree) {
    MappingTable table = tree.space().table();
    long large = 0;
    for (long pid = 1; pid < table.limit(); pid++) {
      long word = table.get(pid);
      if (MappingWord.isHot(word) && Leaf.isLeaf(MappingWord.address(word))) {
        large += Arena.sizeClass(MappingWord.ref(word)) > SizeClasses.of(LEAF) ? 1 : 0;
      }
    }
    return large;
  }

  /** Its first bytes, all but eight, are those of every key. */
  private static byte[] key(int length, int number) {
    byte[] key = new byte[length];
    Arrays.fill(key, (byte) 'k');
    ByteBuffer.wrap(key).putLong(length - 8, number);
    return key;
  }
}
