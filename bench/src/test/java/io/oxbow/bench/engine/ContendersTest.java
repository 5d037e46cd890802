// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every column does every row it claims to do, and all its records are right afterwards. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ContendersTest {
  private static final int KEYS = 3000;
  private static final int OPERATIONS = 2500;
  private static final int MILLIS = 30;

  @TempDir Path directory;

  private LoadedStore open(Column column, int valueBytes) {
    return new LoadedStore(
        column, new Workload(KEYS, valueBytes), new Allowance(directory, 64L << 20, 50), 0);
  }

  private static void repeat(LoadedStore store, ToIntFunction<Operations> operation) {
    store.beginRow();
    Operations operations = store.operations(-1);
    for (int i = 0; i < OPERATIONS; i++) {
      operation.applyAsInt(operations);
      if (operations.deletedEnough()) {
        operations.putDeletedBack();
      }
    }
    operations.finish(store.ledger);
  }

  private static void together(LoadedStore store, List<ToIntFunction<Operations>> tasks) {
    store.beginRow();
    try (Crew crew = new Crew(tasks.size(), i -> store.operations(-1))) {
      crew.run(tasks, MILLIS);
      crew.finish(store.ledger);
    }
  }

  @ParameterizedTest
  @EnumSource
  void doesEveryRow(Column column) {
    try (LoadedStore store = open(column, 100)) {
      store.fillRandomly();
      repeat(store, Operations::put);
      repeat(store, Operations::readModifyWrite);
      repeat(store, Operations::readModifyWriteZipf);
      repeat(store, Operations::delete);
      repeat(store, Operations::getHit);
      repeat(store, Operations::getMiss);
      repeat(store, Operations::getBatch);
      if (column.has(Row.PREFIX_SCAN)) {
        repeat(store, Operations::prefixScan);
        repeat(store, Operations::fullScan);
      }
      if (column.has(Row.MIXED_READS)) {
        together(store, List.of(Operations::getHit, Operations::getHit, Operations::put));
        together(store, List.of(Operations::put, Operations::put));
        together(store, List.of(Operations::putHot, Operations::putHot));
      }
      repeat(store, Operations::put);
      store.verify();
      assertThat(store.contender.offHeapBytes()).isNotNegative();
      assertThat(store.contender.facts()).isNotBlank();
    }
    assertThat(directory).isEmptyDirectory();
  }

  @ParameterizedTest
  @EnumSource
  void loadsInOrderAndInBulk(Column column) {
    for (int valueBytes : new int[] {8, 1000}) {
      try (LoadedStore store = open(column, valueBytes)) {
        store.fillInOrder();
        store.verify();
      }
      try (LoadedStore store = open(column, valueBytes)) {
        if (store.fillInBulk()) {
          store.verify();
        }
      }
    }
    assertThat(directory).isEmptyDirectory();
  }
}
