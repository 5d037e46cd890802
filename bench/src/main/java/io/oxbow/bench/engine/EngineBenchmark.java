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
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The rows of the table for one thread as JMH benchmarks; each loads its own store. With {@code
 * -prof gc} the figure {@code gc.alloc.rate.norm} is the bytes allocated per operation, all threads
 * together: of Oxbow, a get, a put and a cursor's step are to show 0 but for what its checkpoints
 * allocate in the background ({@code -p checkpointMillis=3600000} leaves these out).
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
    value = 1,
    jvmArgs = {
      "-Xmx3g",
      "--add-opens=java.base/java.nio=ALL-UNNAMED",
      "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED"
    })
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
public class EngineBenchmark {
  /** Which column: the names of {@code ./bench/run --columns}. */
  @Param("oxbow")
  public String column;

  /** How many records are loaded; a multiple of 10. */
  @Param("1000000")
  public int keys;

  /** Length of each value. */
  @Param("100")
  public int valueBytes;

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

  /** Loads a store. */
  @Setup(Level.Trial)
  public void load() {
    Allowance allowance =
        new Allowance(Path.of(directory), (long) memoryMb << 20, checkpointMillis);
    store = new LoadedStore(Column.of(column), new Workload(keys, valueBytes), allowance, 0);
    store.fillRandomly();
    store.beginRow();
    operations = store.operations(-1);
  }

  /** Checks all that was written. */
  @TearDown(Level.Trial)
  public void verify() {
    try (LoadedStore own = store) {
      operations.finish(own.ledger);
      own.verify();
    }
  }

  /** A get of a key that is there, uniform. */
  @Benchmark
  public int getHit() {
    return operations.getHit();
  }

  /** A get of a key that is there, Zipf. */
  @Benchmark
  public int getHitZipf() {
    return operations.getHitZipf();
  }

  /** A get of a key that is not there, uniform. */
  @Benchmark
  public int getMiss() {
    return operations.getMiss();
  }

  /** One key of a get of sixteen, uniform. */
  @Benchmark
  @OperationsPerInvocation(Operations.BATCH)
  public int getBatch() {
    return operations.getBatch();
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

  /** A get and a put of the same key, Zipf. */
  @Benchmark
  public int readModifyWriteZipf() {
    return operations.readModifyWriteZipf();
  }

  /** A delete of a key that is there, and a put of it. */
  @Benchmark
  public int deleteAndPutBack() {
    return operations.deleteAndPutBack();
  }

  /** The ten records of a prefix, keys and values; opens a cursor. */
  @Benchmark
  public int prefixScan() {
    return operations.prefixScan();
  }

  /** One step of a cursor over everything. */
  @Benchmark
  public int cursorStep() {
    return operations.fullScan();
  }
}
