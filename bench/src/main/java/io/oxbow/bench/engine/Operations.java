// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

/**
 * The timed operations, one call each, on a store with ids 0 to keys - 1. Each checks its answer
 * and throws {@link WrongAnswerException}. For one thread and one row.
 */
final class Operations implements AutoCloseable {
  private final Contender contender;
  private final int keys;
  private final Picks hits;
  private final Picks misses;
  private final Picks prefixes;
  private final Picks puts;
  private final Picks increments;
  private final byte[] key = new byte[Records.KEY_BYTES];
  private final byte[] prefix = new byte[Records.PREFIX_BYTES];
  private final byte[] value = new byte[Records.VALUE_BYTES];
  private final byte[] previous = new byte[Records.KEY_BYTES];
  private Walk scan;
  private int scanned;

  /** Operations whose ids follow from this seed. */
  Operations(Contender contender, int keys, long seed) {
    this.contender = contender;
    this.keys = keys;
    long start = Records.mix(seed) >>> 8;
    hits = new Picks(start, 0, keys);
    misses = new Picks(start, keys, keys);
    prefixes = new Picks(start, 0, keys / Records.PER_PREFIX);
    puts = new Picks(start, 0, keys);
    increments = new Picks(start, 0, keys);
  }

  int getHit() {
    long id = hits.next();
    Records.key(id, key);
    int length = contender.get(key);
    Records.check(id, contender.buffer(), length);
    return length;
  }

  int getMiss() {
    long id = misses.next();
    Records.key(id, key);
    int length = contender.get(key);
    if (length != -1) {
      throw new WrongAnswerException("id " + id + " was never put and has a value");
    }
    return length;
  }

  int put() {
    long id = puts.next();
    Records.key(id, key);
    Records.value(id, (int) puts.taken(), value);
    contender.put(key, value);
    return value.length;
  }

  int readModifyWrite() {
    long id = increments.next();
    Records.key(id, key);
    int length = contender.get(key);
    Records.check(id, contender.buffer(), length);
    System.arraycopy(contender.buffer(), 0, value, 0, length);
    Records.setCount(value, Records.count(value) + 1);
    contender.put(key, value);
    return length;
  }

  int prefixScan() {
    long number = prefixes.next();
    Records.prefix(number, prefix);
    long id = number * Records.PER_PREFIX;
    int found = 0;
    try (Walk walk = contender.prefix(prefix)) {
      while (walk.next()) {
        Records.check(id + found, walk.value(), walk.valueLength());
        Records.checkKey(walk.key(), id + found);
        found++;
      }
    }
    if (found != Records.PER_PREFIX) {
      throw new WrongAnswerException("prefix " + number + ": " + found + " entries, not 10");
    }
    return found;
  }

  /** The next entry of a scan of everything, which begins again at the end. */
  int fullScan() {
    if (scan == null) {
      scan = contender.all();
      scanned = 0;
    }
    if (!scan.next()) {
      endScan();
      return fullScan();
    }
    long id = Records.id(scan.value());
    Records.check(id, scan.value(), scan.valueLength());
    Records.checkKey(scan.key(), id);
    if (scanned > 0 && !Records.before(previous, scan.key())) {
      throw new WrongAnswerException("the key of id " + id + " is out of order");
    }
    System.arraycopy(scan.key(), 0, previous, 0, Records.KEY_BYTES);
    return ++scanned;
  }

  private void endScan() {
    scan.close();
    scan = null;
    if (scanned != keys) {
      throw new WrongAnswerException("a full scan met " + scanned + " of " + keys + " entries");
    }
  }

  /** Ends the row; what it wrote goes into the ledger. */
  void finish(Ledger ledger) {
    if (puts.taken() > 0) {
      ledger.puts(puts);
    }
    if (increments.taken() > 0) {
      ledger.increments(increments);
    }
    close();
  }

  @Override
  public void close() {
    if (scan != null) {
      scan.close();
      scan = null;
    }
  }
}
