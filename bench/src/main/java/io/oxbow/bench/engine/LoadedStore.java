// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

import java.util.function.LongUnaryOperator;

/** A store of one column in a directory of its own, gone after close. */
final class LoadedStore implements AutoCloseable {
  final Contender contender;
  final Ledger ledger;
  final Workload workload;
  private final Column column;
  private final ScratchDirectory directory;
  private final MemoryAtHand memory;
  private double nanosPerKey;
  private double bytesPerKey;
  private long rows;

  /**
   * Opens the column's store, empty.
   *
   * @param bytesAtHand memory to be kept at hand until it is filled
   */
  LoadedStore(Column column, Workload workload, Allowance allowance, long bytesAtHand) {
    this.column = column;
    this.workload = workload;
    memory = MemoryAtHand.of(bytesAtHand); // first: an open store makes checkpoints
    directory = ScratchDirectory.in(allowance.parent(), column.option);
    ledger = new Ledger(workload);
    contender = column.open(directory.path(), workload, allowance);
  }

  /** Puts ids 0 to keys - 1 in an order without order. */
  void fillRandomly() {
    fill(rank -> rank * Picks.STEP % workload.keys);
  }

  /** Puts them in the order of their keys. */
  void fillInOrder() {
    fill(new KeyOrder(workload.keys)::id);
  }

  private void fill(LongUnaryOperator order) {
    byte[] key = new byte[Records.KEY_BYTES];
    byte[] value = new byte[workload.values.bytes];
    long allocated = Stopwatch.allocated();
    long start = System.nanoTime();
    try (Session session = contender.session()) {
      for (long i = 0; i < workload.keys; i++) {
        long id = order.applyAsLong(i);
        Records.key(id, key);
        workload.values.write(id, 0, value);
        session.put(key, value);
      }
    }
    filled(start, allocated);
  }

  /** Fills it by its own means for sorted input; false when it has none. */
  boolean fillInBulk() {
    KeyOrder order = new KeyOrder(workload.keys);
    long allocated = Stopwatch.allocated();
    long start = System.nanoTime();
    boolean done = contender.bulkLoad(workload, order);
    filled(start, allocated);
    return done;
  }

  private void filled(long start, long allocated) {
    nanosPerKey = (double) (System.nanoTime() - start) / workload.keys;
    bytesPerKey = (double) (Stopwatch.allocated() - allocated) / workload.keys;
    memory.close();
  }

  /** What filling took. */
  double loadNanosPerKey() {
    return nanosPerKey;
  }

  /** What the filling thread allocated. */
  double loadBytesPerKey() {
    return bytesPerKey;
  }

  /** Prepares the store for the next row. */
  void beginRow() {
    contender.beforeRow();
  }

  /** Operations of a thread on half of the keys, or all (-1); called in that thread. */
  Operations operations(int half) {
    long seed;
    synchronized (this) {
      seed = ++rows;
    }
    return new Operations(contender.session(), workload, seed, half);
  }

  /**
   * Reads everything back.
   *
   * @throws WrongAnswerException unless it is what was written
   */
  void verify() {
    try (Session session = contender.session()) {
      ledger.verify(session, column.ordered());
    }
  }

  @Override
  public void close() {
    memory.close();
    try (directory) {
      contender.close();
    }
  }
}
