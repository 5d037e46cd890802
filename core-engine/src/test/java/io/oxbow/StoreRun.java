// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow;

import io.oxbow.checkpoint.Engine;
import io.oxbow.checkpoint.EngineOptions;
import io.oxbow.checkpoint.Published;
import io.oxbow.io.CrashPolicy;
import io.oxbow.io.FileVerifier;
import io.oxbow.io.SimulatedStorageIo;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A store and the model it must agree with, through opens, crashes and checkpoints. Whatever the
 * store does is driven from the test's thread, unless it was given none.
 */
final class StoreRun {
  final Workload workload;
  final TestDisk disk;
  final SeededThreads threads; // null: the engine's own
  final MemoryBudget budget;
  final RunCounters counters;
  final PublishedStates published = new PublishedStates();
  final OpenReads reads = new OpenReads(this);
  private final Map<String, Tree> trees = new HashMap<>();
  StoreModel model = new StoreModel();
  boolean crashes = true; // also as an operation of the run
  boolean verifies = true; // files after each open; reads the disk beside the store
  private boolean closed;
  private int opens;
  Engine engine;
  Store store;

  StoreRun(Workload workload, TestDisk disk, SeededThreads threads, RunCounters counters) {
    this.workload = workload;
    this.disk = disk;
    this.threads = threads;
    this.counters = counters;
    budget = MemoryBudget.ofBytes(256 << 20);
  }

  EngineOptions engineOptions() {
    EngineOptions defaults =
        EngineOptions.of("run", budget.budget(), workload.segmentBytes, workload.strictlyLatchFree);
    return new EngineOptions(
        defaults.name(),
        defaults.budget(),
        defaults.segmentBytes(),
        defaults.strictlyLatchFree(),
        workload.sizes,
        workload.flushBatch,
        threads == null ? defaults.threads() : threads);
  }

  Store over(Engine opened) {
    StoreOptions options = StoreOptions.builder().memory(budget).build();
    return Store.over(opened, disk.directory(), options);
  }

  void open() {
    use(disk.open(engineOptions()));
  }

  /** From now on this engine is the run's. */
  void use(Engine opened) {
    engine = opened;
    closed = false;
    store = over(opened);
    trees.clear();
  }

  Tree tree(String name) {
    return trees.computeIfAbsent(name, n -> store.tree(n, model.tree(n).options()));
  }

  void createTree(String name, TreeOptions options) {
    model.create(name, options);
    tree(name);
  }

  void dropTree(String name) {
    reads.treeDropped(name);
    store.dropTree(name);
    trees.remove(name);
    model.drop(name);
  }

  void request(boolean retained, int padding) {
    byte[] metadata = published.nextMetadata(padding);
    StoreModel content = model.copy();
    published.asked(
        metadata,
        content,
        retained,
        retained ? store.checkpoint(metadata) : store.commit(metadata));
    counters.add(retained ? "checkpoints" : "commits", 1);
  }

  /** Some maintenance, if it is ours to run. */
  void pump(int steps) {
    for (int i = 0; threads != null && i < steps && threads.runOne(); i++) {
      Thread.onSpinWait();
    }
    published.settle();
    Throwable failed = published.failure();
    if (failed instanceof RuntimeException) {
      throw (RuntimeException) failed;
    }
  }

  /** Waits for everything asked for. */
  void publishAll() {
    while (published.openRequests() > 0) {
      if (threads != null && !threads.runOne()) {
        throw new AssertionError("a request waits, but no maintenance is asked for");
      }
      if (threads == null) {
        Thread.onSpinWait();
      }
      pump(0);
    }
  }

  void validate() {
    engine.validate();
    counters.add("validations", 1);
  }

  /** Closes, which publishes what was asked for, and opens again. */
  void reopen() {
    close();
    boolean look = opens++ % 3 != 0; // else the pages stay cold
    openAtOneOf(published.afterClose(threads != null), look, "after reopening");
    counters.add("reopens", 1);
  }

  /** Closes; afterwards no byte of memory is in use. */
  void close() {
    reads.closeAll();
    counters.add(engine.space().stats());
    closed = true;
    store.close();
    published.requireAnswered();
    pump(0);
    requireNoMemory();
  }

  void requireNoMemory() {
    if (budget.usedBytes() != 0) {
      throw new AssertionError(budget.usedBytes() + " bytes are in use after close");
    }
  }

  /** The power fails between two operations of the disk; the store opens again. */
  void crash(CrashPolicy policy) {
    SimulatedStorageIo io = disk.simulation();
    List<PublishedStates.State> candidates = published.candidates();
    counters.add("crashes with work in flight", candidates.size() > 1 ? 1 : 0);
    io.crashAt(io.operations() + 1);
    abandon();
    disk.replace(io.crash(policy));
    openAtOneOf(candidates, true, "after a crash (" + policy + ")");
    counters.add("crashes", 1);
  }

  /** Whether the run has begun to close its store. */
  boolean isClosed() {
    return closed;
  }

  /** Gives up a store that has failed; its memory is free afterwards. */
  void abandon() {
    reads.closeAll();
    counters.add(engine.space().stats());
    try {
      store.close();
    } catch (StoreFailedException expected) {
      counters.add("closes that report a failure", 1);
    }
    requireNoMemory();
  }

  /** Opens; what is there must be exactly one of these states. */
  PublishedStates.State openAtOneOf(
      List<PublishedStates.State> candidates, boolean look, String when) {
    open();
    byte[] metadata = store.metadata();
    for (PublishedStates.State state : candidates) {
      if (Arrays.equals(state.metadata(), metadata)) {
        if (look) {
          state.content().requireEqual(store, when);
        }
        if (look && verifies) {
          verifyFiles();
        }
        model = state.content().copy();
        published.reopenedAt(state);
        return state;
      }
    }
    throw new AssertionError(
        when
            + " the store is at metadata "
            + StoreModel.text(metadata)
            + ", expected one of "
            + candidates.stream().map(s -> StoreModel.text(s.metadata())).toList());
  }

  /** Every file of the newest checkpoint has its length and checksum. */
  void verifyFiles() {
    if (disk.isReal()) {
      store.verify();
      return;
    }
    Published newest = engine.newest();
    if (newest != null) {
      newest.manifest().files().forEach(f -> FileVerifier.verify(disk.simulation(), f));
      FileVerifier.verify(disk.simulation(), newest.entry());
    }
  }

  /** Runs one operation, then some maintenance. */
  void step(int index) {
    Random r = workload.source(index);
    new RunOperation(this, r, index).run();
    pump(r.nextInt(4) < workload.eagerness ? 1 + r.nextInt(4) : 0);
  }

  /** The end of a run: everything is compared once more, closed, opened, compared. */
  void finish() {
    reads.closeAll();
    model.requireEqual(store, "at the end");
    validate();
    request(false, 0);
    publishAll();
    if (threads != null) {
      threads.runAll();
    }
    validate();
    reopen();
    validate();
    close();
  }
}
