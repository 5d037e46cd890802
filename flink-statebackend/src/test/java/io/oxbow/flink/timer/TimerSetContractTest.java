// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink.timer;

import io.oxbow.MemoryBudget;
import io.oxbow.Store;
import io.oxbow.StoreOptions;
import io.oxbow.flink.key.KeyGroups;
import java.nio.file.Path;
import org.apache.flink.runtime.state.InternalPriorityQueue;
import org.apache.flink.runtime.state.InternalPriorityQueueTestBase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Flink's contract of timer queues, for the timers of one key group with a small head. */
class TimerSetContractTest extends InternalPriorityQueueTestBase {
  @TempDir Path directory;
  private Store store;
  private int trees;

  @BeforeEach
  void openStore() {
    store =
        Store.open(
            directory.resolve("store"),
            StoreOptions.builder().memory(MemoryBudget.ofBytes(16 << 20)).build());
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  @Override
  protected InternalPriorityQueue<TestElement> newPriorityQueue(int initialCapacity) {
    return new TimerSet<>(
        store,
        store.tree("timers" + trees++),
        () -> TestElementSerializer.INSTANCE,
        KeyGroups.prefix(1, 1),
        3);
  }

  @Override
  protected boolean testSetSemanticsAgainstDuplicateElements() {
    return true;
  }
}
