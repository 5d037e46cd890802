// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.oxbow.page.MergeRule;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Reads side by side say what reads one by one say: of tails and bases, holes and operands, pages
 * being merged, and trees of one level and of several.
 */
class BatchReaderTest {
  private static final int KEYS = 120;

  private final Random random = new Random(8);

  @ParameterizedTest(name = "leaves of {0} bytes")
  @ValueSource(ints = {400, 1024, 8192})
  void whateverWasWrittenBefore(int leafBytes) {
    int[] all = IntStream.range(0, KEYS).toArray();
    for (int round = 0; round < 20; round++) {
      int rule = MergeRule.of(round % 2 == 0 ? MergeRule.ADD_LONG : MergeRule.CONCATENATE, -1);
      try (TreeInMemory tree = new TreeInMemory(leafBytes, rule, round % 3 == 0, 0)) {
        for (int i = 0; i < 40; i++) {
          write(tree, round % 4);
          Long[] oneByOne = Arrays.stream(all).mapToObj(tree::get).toArray(Long[]::new);
          assertThat(tree.getAll(all)).isEqualTo(oneByOne);
        }
      }
    }
  }

  private void write(TreeInMemory tree, int thinning) {
    for (int i = 0; i < 20; i++) {
      int key = random.nextInt(KEYS);
      int dice = random.nextInt(10);
      if (dice < 2 * thinning) {
        tree.delete(key);
      } else if (dice == 8) {
        tree.append(key, 1 + random.nextInt(9));
      } else if (dice == 9) {
        tree.replace(key);
      } else {
        tree.put(key, 1 + random.nextInt(1000));
      }
    }
    if (thinning > 0) {
      tree.merge(random.nextInt(KEYS)); // it may refuse
    }
  }
}
