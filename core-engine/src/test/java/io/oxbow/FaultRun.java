// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow;

import io.oxbow.io.CrashPolicy;
import io.oxbow.io.SimulatedStorageIo;
import java.util.List;
import java.util.function.Consumer;

/**
 * One workload on a simulated disk on which something happens at a chosen operation: how far the
 * run gets, what it ends with, and what the disk then opens at.
 */
final class FaultRun {
  private final Workload workload;
  private final int operations;
  private final RunCounters counters;
  final TestDisk disk;
  final StoreRun run;
  private RuntimeException ended;

  FaultRun(Workload workload, int operations, TestDisk disk, RunCounters counters) {
    this.workload = workload;
    this.operations = operations;
    this.disk = disk;
    this.counters = counters;
    run = new StoreRun(workload, disk, new SeededThreads(), counters);
    run.crashes = false;
  }

  static FaultRun fresh(long seed, int operations, RunCounters counters) {
    TestDisk disk = TestDisk.simulated(new SimulatedStorageIo(seed));
    return new FaultRun(new Workload(seed), operations, disk, counters);
  }

  /** Operations of the disk that the whole run takes. */
  static long length(long seed, int operations) {
    FaultRun whole = fresh(seed, operations, new RunCounters());
    whole.go();
    if (whole.ended != null) {
      throw whole.ended;
    }
    return whole.disk.simulation().operations();
  }

  /** What it ended with, or null when it came to its end. */
  RuntimeException ended() {
    return ended;
  }

  /** Runs until something fails. */
  FaultRun go() {
    run.verifies = false; // the fault is the store's to meet
    try {
      run.open();
      for (int i = 0; i < operations; i++) {
        run.step(i);
      }
      run.request(false, 0);
      run.close();
    } catch (StoreException e) {
      ended = e;
    }
    return this;
  }

  /** Gives the store up; every byte and file is given back. */
  FaultRun abandon() {
    if (run.store != null) {
      run.abandon();
    }
    run.requireNoMemory();
    if (disk.simulation().openFiles() != 0) {
      throw new AssertionError(disk.simulation().openFiles() + " files are open after close");
    }
    return this;
  }

  /** What the disk may open at now. */
  List<PublishedStates.State> candidates() {
    return run.published.candidates();
  }

  /** A machine that comes up with this disk. */
  FaultRun next(SimulatedStorageIo io) {
    return new FaultRun(workload, operations, disk.fork(io), counters);
  }

  /** Opens, compares, writes a little, publishes, closes. */
  FaultRun recover(List<PublishedStates.State> candidates, Consumer<PublishedStates.State> found) {
    found.accept(run.openAtOneOf(candidates, true, "after recovery"));
    run.validate();
    if (run.model.tree("again") == null) {
      run.createTree("again", TreeOptions.plain());
    }
    for (int i = 0; i < 3; i++) {
      byte[] key = {1, (byte) i};
      run.tree("again").put(key, key);
      run.model.tree("again").records().put(key, key);
    }
    run.request(true, 0);
    run.publishAll();
    run.close();
    return this;
  }

  static List<CrashPolicy> policies() {
    return List.of(CrashPolicy.values());
  }
}
