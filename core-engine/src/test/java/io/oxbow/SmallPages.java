// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow;

import io.oxbow.checkpoint.Engine;
import io.oxbow.checkpoint.EngineOptions;
import io.oxbow.io.FileIds;
import io.oxbow.io.FileStorageIo;
import io.oxbow.tree.BwTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * Opens stores with pages so small that a few hundred records split, consolidate and merge all the
 * time, on a real directory and with real maintenance threads.
 */
public final class SmallPages {
  private static final int SEGMENT_BYTES = 256 << 10;

  private final Path directory;
  private final MemoryBudget budget;
  private final boolean strictlyLatchFree;
  private Engine engine;

  /** Stores in {@code directory}, charged to {@code budget}. */
  public SmallPages(Path directory, MemoryBudget budget, boolean strictlyLatchFree) {
    this.directory = directory;
    this.budget = budget;
    this.strictlyLatchFree = strictlyLatchFree;
  }

  /** Opens the store at its last published checkpoint. */
  public Store open() {
    StoreOptions options =
        StoreOptions.builder().memory(budget).strictlyLatchFree(strictlyLatchFree).build();
    EngineOptions defaults =
        EngineOptions.of("threads", budget.budget(), SEGMENT_BYTES, strictlyLatchFree);
    EngineOptions small =
        new EngineOptions(
            defaults.name(),
            defaults.budget(),
            defaults.segmentBytes(),
            defaults.strictlyLatchFree(),
            new BwTree.Sizes(1024, 768),
            8,
            defaults.threads());
    try {
      engine = Engine.open(FileStorageIo.open(directory, true), FileIds.random(), small);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Store.over(engine, directory, options);
  }

  /** Checks the structure of the store opened last; no call may be using it. */
  public void validate() {
    engine.validate();
  }
}
