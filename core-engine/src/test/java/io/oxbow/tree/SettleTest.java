// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.oxbow.cache.MappingTable;
import io.oxbow.cache.MappingWord;
import io.oxbow.memory.Arena;
import io.oxbow.page.Leaf;
import io.oxbow.page.LeafBuilder;
import io.oxbow.page.LeafSpec;
import io.oxbow.page.MergeRule;
import io.oxbow.page.RecordList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A conditional absorption is settled by the block it copied, not by a word that came back. */
class SettleTest {
  private final TreeInMemory tree =
      new TreeInMemory(8192, MergeRule.of(MergeRule.NONE, -1), false, 0);
  private final MappingTable table = tree.space().table();
  private final RecordList none = new RecordList();

  @AfterEach
  void close() {
    tree.close();
  }

  private LeafSpec spec(long pid) {
    LeafSpec spec = new LeafSpec();
    spec.pid = pid;
    spec.birth = tree.space().nextBirth();
    spec.low = new byte[] {5};
    spec.tailSlots = 8;
    spec.tailBytes = 64;
    return spec;
  }

  private long block(LeafSpec spec) {
    long ref = tree.space().arena().allocate(LeafBuilder.bytes(spec, none, 0, 0));
    LeafBuilder.build(Arena.address(ref), Arena.bytes(ref), spec, none, 0, 0);
    return ref;
  }

  private long absorbing(long left, long right, long rightBlock) {
    LeafSpec spec = spec(left);
    spec.absorbedPid = right;
    spec.absorbedWord = table.get(right);
    spec.absorbedBirth = Leaf.birth(Arena.address(rightBlock));
    spec.absorbedLow = new byte[] {7};
    long ref = tree.space().arena().allocate(LeafBuilder.bytes(spec, none, 0, 0));
    LeafBuilder.build(Arena.address(ref), Arena.bytes(ref), spec, none, 0, 0);
    return ref;
  }

  @Test
  void mergeIsCommittedOverTheBlockItCopied() {
    long left = table.allocate();
    long right = table.allocate();
    long r = block(spec(right));
    table.compareAndSet(right, MappingWord.FREE, MappingWord.hot(r));
    long m = Arena.address(absorbing(left, right, r));

    assertThat(Merger.settle(tree.space(), left, m)).isTrue();
    assertThat(table.get(right)).isEqualTo(MappingWord.redirect(left, Leaf.birth(m)));
    assertThat(Merger.settle(tree.space(), left, m)).isTrue();
    assertThat(Leaf.absorbedLow(m)).containsExactly(7);
  }

  @Test
  void newerBlockAtTheSameAddressIsNotRedirectedAway() {
    long left = table.allocate();
    long right = table.allocate();
    long r = block(spec(right));
    long word = MappingWord.hot(r);
    table.compareAndSet(right, MappingWord.FREE, word);
    long m = Arena.address(absorbing(left, right, r));

    // the page is replaced twice, and its second successor gets the memory of the first block
    long second = block(spec(right));
    table.compareAndSet(right, word, MappingWord.hot(second));
    tree.space().arena().free(r);
    long third = block(spec(right));
    assertThat(third).isEqualTo(r);
    table.compareAndSet(right, MappingWord.hot(second), MappingWord.hot(third));

    assertThat(Merger.settle(tree.space(), left, m)).isFalse();
    assertThat(table.get(right)).isEqualTo(word);
  }
}
