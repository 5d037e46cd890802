// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

import io.oxbow.memory.Arena;
import io.oxbow.memory.Budget;
import io.oxbow.memory.Mem;
import io.oxbow.page.HeadSearch;
import io.oxbow.page.HeadSearches;
import java.util.Random;
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
 * The variants of {@link HeadSearch} on nodes laid out as inner blocks are. Keys are drawn at
 * random, so that no branch can be learnt; each draw waits for the search before it, as a step down
 * a tree does, and {@link #draw} says what the drawing takes.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
    value = 1,
    jvmArgs = {"-Xmx512m"})
@Warmup(iterations = 4, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 250, timeUnit = TimeUnit.MILLISECONDS)
public class HeadSearchBenchmark {
  private static final int HEADER = 128;

  /** Which variant; {@code vector} needs JDK 22 and {@code --add-modules jdk.incubator.vector}. */
  @Param({"scalar", "branchless", "counting"})
  public String search;

  /** Heads of a node. */
  @Param({"16", "32", "64", "128", "256"})
  public int keys;

  /** How many nodes there are: one stays in the nearest cache, 1000 in a near one, many in none. */
  @Param({"1", "1000", "20000"})
  public int nodes;

  private HeadSearch variant;
  private Arena arena;
  private long[] heads;
  private long state = 1;

  /** Fills the nodes. */
  @Setup(Level.Trial)
  public void fill() {
    variant = HeadSearches.named(search);
    arena = new Arena(new Budget(1L << 30));
    heads = new long[nodes];
    Random random = new Random(1);
    for (int node = 0; node < nodes; node++) {
      long block = arena.allocate(HEADER + 8 * keys);
      if (block == 0) {
        throw new IllegalStateException("no memory for " + nodes + " nodes");
      }
      heads[node] = Arena.address(block) + HEADER;
      long[] sorted = random.longs(keys).sorted().toArray();
      for (int i = 0; i < keys; i++) {
        Mem.putLong(heads[node] + 8L * i, sorted[i] ^ Long.MIN_VALUE); // in unsigned order
      }
    }
  }

  /** Gives the memory back. */
  @TearDown(Level.Trial)
  public void free() {
    arena.close();
  }

  /** A head and a node at random, and the head's place in the node. */
  @Benchmark
  public int find() {
    long random = next();
    long at = heads[(int) ((random & 0xFFFFFFFFL) * nodes >>> 32)];
    int index = variant.firstNotBelow(at, keys, random * 0x9E3779B97F4A7C15L);
    state += index;
    return index;
  }

  /** The same without the search. */
  @Benchmark
  public int draw() {
    long random = next();
    long at = heads[(int) ((random & 0xFFFFFFFFL) * nodes >>> 32)];
    int index = (int) (at + random * 0x9E3779B97F4A7C15L >>> 60);
    state += index;
    return index;
  }

  private long next() {
    long x = state + 0x9E3779B97F4A7C15L;
    state = x;
    x = (x ^ x >>> 32) * 0xD6E8FEB86659FD93L;
    return x ^ x >>> 32;
  }
}
