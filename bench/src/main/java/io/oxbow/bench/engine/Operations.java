// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

/**
 * The timed operations of one thread and one row, on a store with ids 0 to keys - 1. Each checks
 * its answer and throws {@link WrongAnswerException}; each returns how many operations it was.
 */
final class Operations implements AutoCloseable {
  /** Keys of a batched get. */
  static final int BATCH = 16;

  /** Deleted keys are put back, outside of the time, after so many, or a tenth of all. */
  private static final int MOST_DELETED = 4096;

  private final Session session;
  private final Values values;
  private final int keys;
  private final Picks hits;
  private final Picks zipfHits;
  private final Picks misses;
  private final Picks prefixes;
  private final Picks puts;
  private final Picks hotPuts;
  private final Picks increments;
  private final Picks zipfIncrements;
  private final Picks deletes;
  private long putBack;
  private final byte[] key = new byte[Records.KEY_BYTES];
  private final byte[] prefix = new byte[Records.PREFIX_BYTES];
  private final byte[] value;
  private long previousHigh; // the key that the full scan came to last
  private long previousLow;
  private final byte[][] batch = new byte[BATCH][Records.KEY_BYTES];
  private final long[] batchIds = new long[BATCH];
  private final Session.Answer batchCheck = this::checkBatch;
  private int answered;
  private Walk scan;
  private int scanned;

  /** Operations whose ids follow from this seed. */
  Operations(Session session, Workload workload, long seed) {
    this(session, workload, seed, -1);
  }

  /** Gets and puts keep to the lower (0) or upper (1) half of the keys, or use all (-1). */
  Operations(Session session, Workload workload, long seed, int half) {
    this.session = session;
    values = workload.values;
    keys = workload.keys;
    value = new byte[values.bytes];
    long start = Records.mix(seed) >>> 8;
    hits = half < 0 ? Picks.uniform(start, 0, keys) : Picks.half(start, keys, half);
    puts = half < 0 ? Picks.uniform(start, 0, keys) : Picks.half(start, keys, half);
    zipfHits = Picks.zipf(workload.zipf, start);
    misses = Picks.uniform(start, keys, keys);
    prefixes = Picks.uniform(start, 0, keys / Records.PER_PREFIX);
    hotPuts = Picks.uniform(start, keys / 2, 1);
    increments = Picks.uniform(start, 0, keys);
    zipfIncrements = Picks.zipf(workload.zipf, start);
    deletes = Picks.steps(start % keys, keys);
  }

  int getHit() {
    return getHit(hits.next());
  }

  int getHitZipf() {
    return getHit(zipfHits.next());
  }

  private int getHit(long id) {
    Records.key(id, key);
    int length = session.get(key);
    values.check(id, session.buffer(), 0, length);
    return 1;
  }

  int getMiss() {
    long id = misses.next();
    Records.key(id, key);
    if (session.get(key) != -1) {
      throw new WrongAnswerException("id " + id + " was never put and has a value");
    }
    return 1;
  }

  int getBatch() {
    for (int i = 0; i < BATCH; i++) {
      batchIds[i] = hits.next();
      Records.key(batchIds[i], batch[i]);
    }
    answered = 0;
    session.getBatch(batch, batchCheck);
    if (answered != BATCH) {
      throw new WrongAnswerException(answered + " answers to a batch of " + BATCH);
    }
    return BATCH;
  }

  private void checkBatch(int index, byte[] found, int length) {
    values.check(batchIds[index], found, 0, length);
    answered++;
  }

  int put() {
    return put(puts);
  }

  int putHot() {
    return put(hotPuts);
  }

  private int put(Picks picks) {
    long id = picks.next();
    Records.key(id, key);
    values.write(id, (int) picks.taken(), value);
    session.put(key, value);
    return 1;
  }

  int readModifyWrite() {
    return increment(increments.next());
  }

  int readModifyWriteZipf() {
    return increment(zipfIncrements.next());
  }

  private int increment(long id) {
    Records.key(id, key);
    int length = session.get(key);
    values.check(id, session.buffer(), 0, length);
    System.arraycopy(session.buffer(), 0, value, 0, length);
    values.increment(value);
    session.put(key, value);
    return 1;
  }

  int delete() {
    Records.key(deletes.next(), key);
    session.delete(key);
    return 1;
  }

  /** Whether enough is deleted for {@link #putDeletedBack} to be called before the next delete. */
  boolean deletedEnough() {
    return deletes.taken() - putBack >= Math.min(MOST_DELETED, keys / 10);
  }

  /** Checks that what was deleted is gone, and puts it back. */
  void putDeletedBack() {
    for (; putBack < deletes.taken(); putBack++) {
      long id = deletes.at(putBack);
      Records.key(id, key);
      if (session.get(key) != -1) {
        throw new WrongAnswerException("id " + id + " was deleted and has a value");
      }
      values.write(id, (int) putBack + 1, value);
      session.put(key, value);
    }
  }

  /** A delete and a put of the same key. */
  int deleteAndPutBack() {
    delete();
    long id = deletes.at(putBack++);
    values.write(id, (int) putBack, value);
    session.put(key, value);
    return 1;
  }

  int prefixScan() {
    long number = prefixes.next();
    Records.prefix(number, prefix);
    long id = number * Records.PER_PREFIX;
    int found = 0;
    try (Walk walk = session.prefix(prefix)) {
      while (walk.next()) {
        values.check(id + found, walk.value(), walk.valueAt(), walk.valueLength());
        Records.checkKey(walk.key(), walk.keyAt(), id + found);
        found++;
      }
    }
    if (found != Records.PER_PREFIX) {
      throw new WrongAnswerException("prefix " + number + ": " + found + " entries, not 10");
    }
    return 1;
  }

  /** The next entries of a scan of everything, which begins again at the end. */
  int fullScan(int entries) {
    for (int i = 0; i < entries; i++) {
      fullScan();
    }
    return entries;
  }

  /** One of them. */
  int fullScan() {
    if (scan == null) {
      scan = session.all();
      scanned = 0;
    }
    if (!scan.next()) {
      endScan();
      return fullScan();
    }
    byte[] found = scan.key();
    int at = scan.keyAt();
    long id = values.id(scan.value(), scan.valueAt());
    values.check(id, scan.value(), scan.valueAt(), scan.valueLength());
    Records.checkKey(found, at, id);
    if (scanned > 0 && !Records.before(previousHigh, previousLow, found, at)) {
      throw new WrongAnswerException("the key of id " + id + " is out of order");
    }
    previousHigh = Records.high(found, at);
    previousLow = Records.low(found, at);
    scanned++;
    return 1;
  }

  private void endScan() {
    scan.close();
    scan = null;
    if (scanned != keys) {
      throw new WrongAnswerException("a full scan met " + scanned + " of " + keys + " entries");
    }
  }

  /** The puts of this row, or null when it had none. */
  Picks puts() {
    return puts.taken() > 0 ? puts : hotPuts.taken() > 0 ? hotPuts : null;
  }

  /** Lets others see what was written so far. */
  void flush() {
    session.flush();
  }

  /** Ends the row of a single thread; what it wrote goes into the ledger. */
  void finish(Ledger ledger) {
    putDeletedBack();
    if (puts() != null) {
      ledger.puts(puts());
    }
    if (increments.taken() > 0) {
      ledger.increments(increments);
    }
    if (zipfIncrements.taken() > 0) {
      ledger.increments(zipfIncrements);
    }
    if (deletes.taken() > 0) {
      ledger.puts(deletes);
    }
    close();
  }

  @Override
  public void close() {
    if (scan != null) {
      scan.close();
      scan = null;
    }
    session.close();
  }
}
