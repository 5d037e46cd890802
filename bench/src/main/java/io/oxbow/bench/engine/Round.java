// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * One column, one case, one round: the main class of a fresh JVM. Loads the store, runs all rows on
 * it, checks all that was written, leaves the figures in a file.
 */
public final class Round {
  private static final long SLICE_MILLIS = 1000;

  /** Warm-ups of another row that a load's takes: it runs code of many more methods. */
  private static final int LOAD_WARMUPS = 4;

  /** Keys and values of a store that has all that a large one has: inner nodes above others. */
  private static final int ENOUGH_BYTES = 64 << 20;

  /** Entries of a full scan per call: a step is too short to be called through an interface. */
  private static final int SCANNED = 64;

  /** How often one thread and two take turns: a checkpoint, of a second or two, meets both. */
  private static final int TURNS = 8;

  private final Settings settings;
  private final Column column;
  private final Set<Row> rows;
  private final Workload workload;
  private final Allowance allowance;
  private final Properties figures = new Properties();

  private Round(Settings settings) {
    this.settings = settings;
    Case only = settings.cases().get(0);
    column = only.columns().get(0);
    rows = only.rows();
    workload = new Workload(only.keys(), only.valueBytes());
    allowance =
        new Allowance(
            settings.directory(), (long) only.memoryMb() << 20, settings.checkpointMillis());
  }

  /** Arguments: the file for the figures, then options as {@code ./bench/run} has them. */
  public static void main(String[] args) throws IOException {
    Round round = new Round(Settings.parse(Arrays.copyOfRange(args, 1, args.length)));
    round.run();
    try (Writer out = Files.newBufferedWriter(Path.of(args[0]), StandardCharsets.UTF_8)) {
      round.figures.store(out, null);
    }
  }

  private boolean wanted(Row row) {
    return rows.contains(row) && column.has(row);
  }

  private void run() {
    int enough = ENOUGH_BYTES / (Records.KEY_BYTES + workload.values.bytes);
    warmUp(Row.LOAD, Math.min(workload.keys, enough));
    MemoryUse memory = new MemoryUse();
    try (LoadedStore store = new LoadedStore(column, workload, allowance, bytesAtHand())) {
      store.fillRandomly();
      loaded(store, Row.LOAD);
      perRecord("memory.loaded", memory.bytes(store.contender));
      settle(store);
      for (Row row : Row.values()) {
        if (wanted(row)) {
          measure(row, store);
        }
      }
      perRecord("memory.end", memory.bytes(store.contender));
      perRecord("memory.resident", MemoryUse.resident());
      perRecord("memory.huge", MemoryUse.inHugePages());
      store.verify();
      figures.setProperty("facts", store.contender.facts());
    }
    otherLoads();
    System.out.println(" | all " + workload.keys + " records right");
  }

  /** Fills stores of about so many records, again and again. */
  private void warmUp(Row row, int keys) {
    Workload few = new Workload(Math.max(10, keys / 10 * 10), workload.values.bytes);
    for (double nanos = LOAD_WARMUPS * settings.warmupMillis() * 1e6; nanos > 0; ) {
      nanos -= fill(row, few);
    }
  }

  /** Brings the store into the state that writing leaves it in, whatever row comes first. */
  private void settle(LoadedStore store) {
    if (settings.settleMillis() > 0) {
      Operations operations = store.operations(-1);
      new Stopwatch(operations::put).warmUp(settings.settleMillis());
      operations.finish(store.ledger);
    }
  }

  /** After the rows: what a store frees changes how malloc serves the next one. */
  private void otherLoads() {
    for (Row row : new Row[] {Row.SORTED_LOAD, Row.BULK_LOAD}) {
      if (wanted(row)) {
        warmUp(row, workload.keys / 5);
        fill(row, workload);
      }
    }
  }

  /** Returns the nanoseconds it took; infinite when the store has no such load. */
  private double fill(Row row, Workload records) {
    long atHand = records == workload ? bytesAtHand() : 0;
    try (LoadedStore store = new LoadedStore(column, records, allowance, atHand)) {
      boolean done = true;
      if (row == Row.BULK_LOAD) {
        done = store.fillInBulk();
      } else if (row == Row.SORTED_LOAD) {
        store.fillInOrder();
      } else {
        store.fillRandomly();
      }
      if (done && records == workload) {
        loaded(store, row);
        store.verify();
      }
      return done ? store.loadNanosPerKey() * records.keys : Double.POSITIVE_INFINITY;
    }
  }

  /** Twice the records, since stores keep more than them while they load, and a JVM's own. */
  private long bytesAtHand() {
    long record = Records.KEY_BYTES + workload.values.bytes;
    return settings.coldMemory() ? 0 : 2 * workload.keys * record + (512L << 20);
  }

  private void loaded(LoadedStore store, Row row) {
    note(row.title, store.loadNanosPerKey());
    set(row.method, store.loadNanosPerKey());
    set(row.method + Figures.BYTES, store.loadBytesPerKey());
  }

  private void perRecord(String name, long bytes) {
    set(name, (double) bytes / workload.keys);
  }

  private void set(String name, double figure) {
    figures.setProperty(name, Double.toString(figure));
  }

  private static void note(String what, double figure) {
    System.out.printf(Locale.ROOT, " | %s %.0f", what, figure);
    System.out.flush();
  }

  private void measure(Row row, LoadedStore store) {
    switch (row.kind) {
      case READ:
      case WRITE:
        store.beginRow();
        alone(row, store);
        break;
      case PAIR:
        store.beginRow();
        pair(row, store);
        break;
      case MIX:
        if (row == Row.MIXED_READS) {
          store.beginRow();
          mix(store);
        }
        break;
      default:
        break;
    }
  }

  private void alone(Row row, LoadedStore store) {
    long millis = row.kind == Row.Kind.WRITE ? settings.writeMillis() : settings.readMillis();
    Operations operations = store.operations(-1);
    ToIntFunction<Operations> task = task(row);
    Stopwatch.Timed timed =
        row == Row.DELETE ? new Deleting(operations) : () -> task.applyAsInt(operations);
    Stopwatch watch =
        new Stopwatch(timed)
            .warmUp(settings.warmupMillis())
            .run(millis, (int) Math.max(1, millis / SLICE_MILLIS));
    operations.finish(store.ledger);
    note(row.title, watch.nanosPerOperation());
    set(row.method, watch.nanosPerOperation());
    set(row.method + Figures.BYTES, watch.bytesPerOperation());
    figures.setProperty(row.method + Figures.SLICES, watch.slices());
  }

  private record Deleting(Operations operations) implements Stopwatch.Timed {
    @Override
    public int run() {
      return operations.delete();
    }

    @Override
    public boolean due() {
      return operations.deletedEnough();
    }

    @Override
    public void rest() {
      operations.putDeletedBack();
    }
  }

  private static ToIntFunction<Operations> task(Row row) {
    switch (row) {
      case PUT:
      case PUT_DISJOINT:
      case PUT_SHARED:
        return Operations::put;
      case PUT_HOT:
        return Operations::putHot;
      case READ_MODIFY_WRITE:
        return Operations::readModifyWrite;
      case READ_MODIFY_WRITE_ZIPF:
        return Operations::readModifyWriteZipf;
      case DELETE:
        return Operations::delete;
      case GET_HIT_ZIPF:
        return Operations::getHitZipf;
      case GET_MISS:
        return Operations::getMiss;
      case GET_BATCH:
        return Operations::getBatch;
      case PREFIX_SCAN:
        return Operations::prefixScan;
      case FULL_SCAN:
        return operations -> operations.fullScan(SCANNED);
      default:
        return Operations::getHit;
    }
  }

  private void pair(Row row, LoadedStore store) {
    boolean disjoint = row == Row.GET_DISJOINT || row == Row.PUT_DISJOINT;
    ToIntFunction<Operations> task = task(row);
    long millis = Math.max(1, settings.readMillis() / TURNS);
    try (Crew crew = new Crew(2, i -> store.operations(disjoint ? i : -1))) {
      crew.run(List.of(task, task), settings.warmupMillis());
      double one = 0;
      double both = 0;
      for (int turn = 0; turn < TURNS; turn++) {
        one += crew.run(List.of(task), millis)[0] / TURNS;
        double[] rates = crew.run(List.of(task, task), millis);
        both += (rates[0] + rates[1]) / TURNS;
      }
      crew.finish(store.ledger);
      note(row.title + " /s", both);
      set(row.method, both);
      set(row.method + Figures.ALONE, one);
    }
  }

  private void mix(LoadedStore store) {
    List<ToIntFunction<Operations>> tasks =
        List.of(Operations::getHit, Operations::getHit, Operations::put);
    try (Crew crew = new Crew(tasks.size(), i -> store.operations(-1))) {
      crew.run(tasks, settings.warmupMillis());
      double[] rates = crew.run(tasks, settings.writeMillis());
      crew.finish(store.ledger);
      note(Row.MIXED_READS.title + " /s", rates[0] + rates[1]);
      note("writes /s", rates[2]);
      set(Row.MIXED_READS.method, rates[0] + rates[1]);
      set(Row.MIXED_WRITES.method, rates[2]);
    }
  }
}
