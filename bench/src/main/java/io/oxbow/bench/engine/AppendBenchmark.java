// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Locale;
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
 * Appends of 16 bytes to lists and of longs to sums, uniform. The lists grow while it runs, as each
 * iteration says; an append's time must not. Everything is read back at the end.
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
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
public class AppendBenchmark {
  private static final int OPERAND = 16;

  /** An append. */
  @Benchmark
  public void append(Lists lists) {
    lists.append();
  }

  /** A read of a whole list, or of a sum, of ten operands on average. */
  @Benchmark
  public int get(Lists lists) {
    return lists.get();
  }

  /** The store, and what was appended. */
  @State(Scope.Thread)
  public static class Lists {
    /** Whose store: oxbow or rocksdb-bloom. */
    @Param({"oxbow", "rocksdb-bloom"})
    public String column;

    /** Lists or sums. */
    @Param({"CONCATENATE", "ADD_LONG"})
    public String kind;

    /** How many lists or sums. */
    @Param({"1000000", "100"})
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

    private final byte[] key = new byte[Records.KEY_BYTES];
    private ScratchDirectory place;
    private AppendStore store;
    private AppendStore.Kind operands;
    private Picks picks;
    private byte[] operand;
    private long turn;

    /** Opens a store and appends ten operands for each key. */
    @Setup(Level.Trial)
    public void open() {
      operands = AppendStore.Kind.valueOf(kind);
      operand = new byte[operands == AppendStore.Kind.ADD_LONG ? Long.BYTES : OPERAND];
      place = ScratchDirectory.in(Path.of(directory), column);
      store =
          AppendStore.open(
              Column.of(column),
              place.path(),
              operands,
              new Allowance(place.path(), (long) memoryMb << 20, checkpointMillis));
      picks = Picks.uniform(1, 0, keys);
      for (long i = 0; i < 10L * keys; i++) {
        append();
      }
    }

    private int get() {
      Records.key(picks.at(turn++ % picks.taken()), key);
      int length = store.get(key);
      if (length <= 0 || length % operand.length != 0) {
        throw new WrongAnswerException("a value of " + length + " bytes");
      }
      return length;
    }

    private void append() {
      long id = picks.next();
      Records.key(id, key);
      if (operands == AppendStore.Kind.ADD_LONG) {
        store.number(picks.taken(), operand);
      } else {
        ByteBuffer.wrap(operand).putLong(id).putLong(picks.taken());
      }
      store.append(key, operand);
    }

    /** Says how long the lists are, and what they take. */
    @TearDown(Level.Iteration)
    public void measure() {
      System.out.printf(
          Locale.ROOT,
          "(%,d bytes a key appended, %,d bytes of memory) ",
          picks.taken() * operand.length / keys,
          store.memoryBytes() / keys);
    }

    /** Reads everything back. */
    @TearDown(Level.Trial)
    public void verify() {
      try (AppendStore own = store) {
        long[] sums = new long[keys];
        for (long n = 0; n < picks.taken(); n++) {
          sums[(int) picks.at(n)] += n + 1;
        }
        for (int id = 0; id < keys; id++) {
          Records.key(id, key);
          long sum = sum(id, own.get(key), own);
          if (sum != sums[id]) {
            throw new WrongAnswerException(
                "the operands of id " + id + " add up to " + sum + ", not to " + sums[id]);
          }
        }
      } finally {
        place.close();
      }
    }

    private long sum(long id, int length, AppendStore from) {
      if (length <= 0) {
        return 0;
      }
      return operands == AppendStore.Kind.ADD_LONG
          ? from.number(from.buffer())
          : sumOfList(id, ByteBuffer.wrap(from.buffer(), 0, length));
    }

    /** Of the operands' numbers, which must be this id's and ascend. */
    private static long sumOfList(long id, ByteBuffer list) {
      long sum = 0;
      long last = 0;
      while (list.hasRemaining()) {
        long of = list.getLong();
        long number = list.getLong();
        if (of != id || number <= last) {
          throw new WrongAnswerException("id " + id + ": operand " + number + " of id " + of);
        }
        last = number;
        sum += number;
      }
      return sum;
    }
  }
}
