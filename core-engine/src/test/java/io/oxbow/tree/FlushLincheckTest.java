// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.tree;

import io.oxbow.cache.ColdReader;
import io.oxbow.cache.Dependencies;
import io.oxbow.cache.PageFlusher;
import io.oxbow.cache.PageLoader;
import io.oxbow.cache.PageSpace;
import io.oxbow.cache.Versions;
import io.oxbow.io.FileIds;
import io.oxbow.io.SimulatedStorageIo;
import io.oxbow.log.LogOptions;
import io.oxbow.log.LogStore;
import io.oxbow.memory.Epochs;
import io.oxbow.page.MergeRule;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

/**
 * Durable word and dirty bit of one leaf: it is flushed while it is written and replaced. After
 * each schedule the validator compares the page with its chain on disk and what is dirty.
 */
class FlushLincheckTest {
  private static final String[] SCENARIOS = {
    "put 1 1 | flush | replace | get 1",
    "put 1 1 | flush | put 1 2 | get 1",
    "put 1 1, flush, put 1 2 | flush | put 1 3 | replace | get 1",
    "put 1 1, flush | flush | delete 1 | replace, get 1 | get 1",
    "put 1 1, replace, flush | delete 1, put 1 2 | flush | replace | get 1",
    "put 1 1, replace | delete 1 | flush, replace | get 1 | put 1 2",
  };

  @Test
  void interleavedFlushesLoseNothing() {
    LincheckRuns.modelChecking(Flushed.class, Sequential.class, 100, SCENARIOS);
  }

  @Test
  void parallelFlushesLoseNothing() {
    LincheckRuns.stress(Flushed.class, Sequential.class, SCENARIOS);
  }

  /** One leaf over a simulated disk. */
  @Param(name = "key", gen = IntGen.class, conf = "1:2")
  @Param(name = "value", gen = IntGen.class, conf = "1:9")
  public static class Flushed implements AutoCloseable {
    private static final LogOptions SMALL =
        LogOptions.defaults().withSegmentBytes(64 << 10).withBufferBytes(4 << 10);

    private final int rule = MergeRule.of(MergeRule.NONE, -1);
    private final LogStore log = new LogStore(new SimulatedStorageIo(1), new FileIds(1), SMALL);
    private final TreeInMemory tree;
    private PageFlusher flusher;

    public Flushed() {
      tree = new TreeInMemory(8192, rule, false, 0, this::disk);
      LincheckRuns.only(this);
    }

    private ColdReader disk(PageSpace space) {
      PageLoader loader =
          new PageLoader(
              space,
              log,
              new Epochs(ref -> {}),
              bytes -> {},
              failure -> {
                throw failure;
              });
      Dependencies needed = new Dependencies(log, space.versions()::current);
      flusher = new PageFlusher(space, log, loader, needed, treeId -> rule);
      return loader;
    }

    @Operation
    public void put(@Param(name = "key") int key, @Param(name = "value") int value) {
      tree.put(key, value);
    }

    @Operation
    public void delete(@Param(name = "key") int key) {
      tree.delete(key);
    }

    @Operation
    public Long get(@Param(name = "key") int key) {
      return tree.get(key);
    }

    @Operation
    public void replace() {
      tree.replace(1);
    }

    /** Flushes the page as of a cut made now. */
    @Operation(nonParallelGroup = "maintenance")
    public void flush() {
      Versions.Hold cut = tree.cut();
      try {
        tree.space().epochs().drain();
        flusher.flush(tree.leafOf(1), cut.version(), (t, pid, at, bytes, more, low, s) -> {});
      } finally {
        tree.space().versions().release(cut);
      }
    }

    @Validate
    public void validate() {
      tree.validate(pid -> false);
    }

    @Override
    public void close() {
      log.close();
      tree.close();
    }
  }

  public static class Sequential extends LeafWordsLincheckTest.Sequential {
    public void flush() {}
  }
}
