// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What open snapshots cost those who write and those who read, in time and, as each iteration says,
 * in memory. All records are overwritten behind each snapshot, so that each keeps a version of
 * every page, which is the most it can keep.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
    value = 1,
    jvmArgs = {
      "-Xmx2g",
      "--add-opens=java.base/java.nio=ALL-UNNAMED",
      "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED"
    })
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class SnapshotBenchmark {
  /** The store, one for all threads. */
  @State(Scope.Benchmark)
  public static class Loaded {
    /** How many are open. Readers of none read one with nothing written since. */
    @Param({"0", "1", "16"})
    public int open;

    /** How many records there are; a multiple of 10. */
    @Param("1000000")
    public int keys;

    /** Length of each value. */
    @Param("100")
    public int valueBytes;

    /** Memory of the store, in MB. */
    @Param("6144")
    public int memoryMb;

    /** Time from one checkpoint to the next in milliseconds. */
    @Param("10000")
    public long checkpointMillis;

    /** Where the store's files lie while it runs. */
    @Param("target/bench-data")
    public String directory;

    private SnapshotStore store;

    /** Loads a store, and takes the snapshots. */
    @Setup(Level.Trial)
    public void load() {
      store =
          SnapshotStore.open(
              directory, new Workload(keys, valueBytes), (long) memoryMb << 20, checkpointMillis);
      store.takeSnapshots(open);
    }

    /** Says what the store takes. */
    @TearDown(Level.Iteration)
    public void measure() {
      System.out.printf(Locale.ROOT, "(%,d bytes of memory a record) ", store.memoryBytes() / keys);
    }

    /** Checks all that the snapshots have. */
    @TearDown(Level.Trial)
    public void verify() {
      try (SnapshotStore own = store) {
        own.verify();
      }
    }
  }

  /** A thread that writes or reads. */
  @State(Scope.Thread)
  public static class Caller {
    private SnapshotStore.Access access;

    /** Begins. */
    @Setup(Level.Trial)
    public void begin(Loaded loaded) {
      access = loaded.store.access();
    }

    /** Ends. */
    @TearDown(Level.Trial)
    public void end() {
      access.close();
    }
  }

  /** An overwrite. */
  @Benchmark
  public void put(Caller caller) {
    caller.access.put();
  }

  /** An overwrite; behind each 100,000 one more snapshot is closed, and taken anew. */
  @Benchmark
  public void putRenewing(Caller caller) {
    caller.access.putRenewing(100_000);
  }

  /** A get of the newest value. */
  @Benchmark
  public void get(Caller caller) {
    caller.access.get();
  }

  /** A get of what the snapshots have, each in turn. */
  @Benchmark
  public void snapshotGet(Caller caller) {
    caller.access.snapshotGet();
  }

  /** A step of a cursor over the newest records. */
  @Benchmark
  public void cursorStep(Caller caller) {
    caller.access.step(false);
  }

  /** A step of a cursor over the oldest snapshot. */
  @Benchmark
  public void snapshotCursorStep(Caller caller) {
    caller.access.step(true);
  }

  /** One thread gets newest values beside one that overwrites. */
  @Benchmark
  @Group("besideWriter")
  public void besideWriterGet(Caller caller) {
    caller.access.get();
  }

  /** The thread that overwrites. */
  @Benchmark
  @Group("besideWriter")
  public void besideWriterPut(Caller caller) {
    caller.access.put();
  }

  /** One thread gets what the snapshots have beside one that overwrites. */
  @Benchmark
  @Group("snapshotBesideWriter")
  public void snapshotBesideWriterGet(Caller caller) {
    caller.access.snapshotGet();
  }

  /** The thread that overwrites. */
  @Benchmark
  @Group("snapshotBesideWriter")
  public void snapshotBesideWriterPut(Caller caller) {
    caller.access.put();
  }
}
