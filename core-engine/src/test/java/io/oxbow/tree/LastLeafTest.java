// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.oxbow.cache.MappingTable;
import io.oxbow.cache.MappingWord;
import io.oxbow.memory.Epochs;
import io.oxbow.page.Leaf;
import io.oxbow.page.MergeRule;
import org.junit.jupiter.api.Test;

/** The leaf an operation went to last is known again by word and birth. */
class LastLeafTest {
  private final TreeInMemory tree =
      new TreeInMemory(1024, MergeRule.of(MergeRule.NONE, -1), false, 200);
  private final MappingTable table = tree.space().table();

  /** On another thread, whose operations have another pin slot and so another last leaf. */
  private void elsewhere(Runnable work) throws InterruptedException {
    Throwable[] failure = new Throwable[1];
    Thread thread;
    do {
      thread = new Thread(work);
    } while ((thread.getId() - Thread.currentThread().getId()) % Epochs.slots() == 0);
    thread.setUncaughtExceptionHandler((t, e) -> failure[0] = e);
    thread.start();
    thread.join();
    assertThat(failure[0]).isNull();
  }

  private long birthOf(long pid) {
    return Leaf.birth(MappingWord.address(table.get(pid)));
  }

  @Test
  void anotherBlockAtTheSameAddressIsNotTakenForTheLast() throws Exception {
    elsewhere(
        () -> {
          tree.put(1, 1);
          tree.put(5, 5);
          tree.replace(1);
        });
    assertThat(tree.get(5)).isEqualTo(5);
    long pid = tree.leafOf(5);
    long word = table.get(pid);
    long birth = birthOf(pid);

    // the block is freed, and the page's left half gets its memory when the page is split
    elsewhere(
        () -> {
          tree.replace(1);
          tree.put(2, 2);
          tree.put(4, 4);
          tree.space().epochs().reclaimAll();
          tree.replace(1);
        });
    assertThat(tree.leafOf(5)).isNotEqualTo(pid);
    assertThat(table.get(pid)).isEqualTo(word);
    assertThat(birthOf(pid)).isNotEqualTo(birth);

    assertThat(tree.get(5)).isEqualTo(5);
    tree.validate(p -> false);
    tree.close();
  }
}
