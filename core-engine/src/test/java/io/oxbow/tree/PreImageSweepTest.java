// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.oxbow.cache.PageSpace;
import io.oxbow.cache.Versions;
import io.oxbow.page.MergeRule;
import io.oxbow.page.SlotWord;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pre-images stay while a version needs them and are all given back when none does. */
class PreImageSweepTest {
  private static final int KEYS = 600;

  private PageSpace space;
  private BwTree tree;

  private void put(int key, int stamp) {
    byte[] k = ByteBuffer.allocate(4).putInt(key).array();
    byte[] v = ByteBuffer.allocate(40).putInt(key).putInt(stamp).array();
    LeafWriter.write(tree, SlotWord.PUT, k, 0, k.length, v, 0, v.length);
  }

  private int chained() {
    int n = 0;
    long pid = 0;
    while ((pid = space.table().chained().next(pid + 1, space.table().limit())) > 0) {
      n++;
    }
    return n;
  }

  private long blocks() {
    space.epochs().drain();
    space.epochs().reclaimAll();
    return space.arena().liveBlocks();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatALongSnapshotKeptIsGivenBackPageByPageBehindIt(boolean strictlyLatchFree) {
    TreeInMemory memory = new TreeInMemory(1 << 10, MergeRule.NONE, strictlyLatchFree, 0);
    space = memory.space();
    tree = memory.tree();
    MergeQueue queue = new MergeQueue(space, id -> tree, pid -> {});
    for (int i = 0; i < KEYS; i++) {
      put(i * 7919 % KEYS, 0);
    }
    long without = blocks();
    Versions.Hold snapshot = space.versions().cut();
    for (int stamp = 1; stamp <= 3; stamp++) {
      for (int i = 0; i < KEYS; i++) {
        put(i, stamp);
      }
    }
    while (queue.run(4)) {}
    int kept = chained();
    assertThat(kept).as("pages that keep a pre-image").isGreaterThan(20);
    assertThat(blocks()).isGreaterThanOrEqualTo(without + kept);
    space.versions().release(snapshot);
    while (queue.run(4)) {}
    assertThat(chained()).isZero();
    assertThat(blocks()).isLessThan(without + kept);
    new TreeValidator(space, List.of(tree), queue::isQueued).check();
    assertThat(space.table().limit() - 1).as("a block a page").isEqualTo(blocks());
  }
}
