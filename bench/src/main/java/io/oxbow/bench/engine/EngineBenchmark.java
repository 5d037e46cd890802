// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
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
 * The rows of the table as JMH benchmarks, one thread. {@link Round} runs them one after another on
 * one loaded store; run by JMH alone, each loads its own.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgs = "-Xmx3g")
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
public class EngineBenchmark {
  /** Which column: the names of {@code ./bench/run --columns}. */
  @Param("oxbow")
  public String column;

  /** How many records are loaded; a multiple of 10. */
  @Param("1000000")
  public int keys;

  /** Memory of the store, in MB. */
  @Param("4096")
  public int memoryMb;

  /** Time from one checkpoint to the next in milliseconds, where the store has them. */
  @Param("10000")
  public long checkpointMillis;

  /** Where the store's files lie while it runs. */
  @Param("target/bench-data")
  public String directory;

  private LoadedStore store;
  private Operations operations;

  /** Takes the shared store or loads one. */
  @Setup(Level.Trial)
  public void load() {
    store = LoadedStore.shared();
    if (store == null) {
      long memory = (long) memoryMb << 20;
      store =
          new LoadedStore(Column.of(column), keys, memory, checkpointMillis, Path.of(directory));
    }
    operations = store.nextRow();
  }

  /** Checks all that was written, unless the store goes on to the next row. */
  @TearDown(Level.Trial)
  public void verify() {
    operations.finish(store.ledger);
    if (store != LoadedStore.shared()) {
      try (LoadedStore own = store) {
        own.verify();
      }
    }
  }

  /** A get of a key that is there, uniform. */
  @Benchmark
  public int getHit() {
    return operations.getHit();
  }

  /** A get of a key that is not there, uniform. */
  @Benchmark
  public int getMiss() {
    return operations.getMiss();
  }

  /** A put over a key that is there, without reading it. */
  @Benchmark
  public int put() {
    return operations.put();
  }

  /** A get and a put of the same key. */
  @Benchmark
  public int readModifyWrite() {
    return operations.readModifyWrite();
  }

  /** The ten records of a prefix, keys and values. */
  @Benchmark
  public int prefixScan() {
    return operations.prefixScan();
  }

  /** One record of a scan of all. */
  @Benchmark
  public int fullScan() {
    return operations.fullScan();
  }
}
