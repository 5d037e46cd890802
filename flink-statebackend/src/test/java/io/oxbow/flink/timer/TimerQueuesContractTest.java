// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink.timer;

import io.oxbow.MemoryBudget;
import io.oxbow.Store;
import io.oxbow.StoreOptions;
import io.oxbow.flink.catalog.StateCatalog;
import io.oxbow.flink.catalog.StateRegistration;
import java.nio.file.Path;
import org.apache.flink.runtime.state.InternalPriorityQueue;
import org.apache.flink.runtime.state.InternalPriorityQueueTestBase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Flink's contract of timer queues, for a whole queue over all its key groups. */
class TimerQueuesContractTest extends InternalPriorityQueueTestBase {
  private static final int KEY_GROUPS = KEY_GROUP_RANGE.getNumberOfKeyGroups();

  @TempDir Path directory;
  private Store store;
  private int queues;

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
    StateRegistration registration = new StateRegistration(new StateCatalog(store), null);
    return new TimerQueues(store, registration, KEY_GROUP_RANGE, KEY_GROUPS)
        .create("queue" + queues++, TestElementSerializer.INSTANCE);
  }

  @Override
  protected boolean testSetSemanticsAgainstDuplicateElements() {
    return true;
  }
}
