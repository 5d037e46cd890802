// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * Which writes were done, as sequences that can be run again, and the check of a whole store
 * against them: a lost, doubled or torn write is found without costing the timed loop anything.
 */
final class Ledger {
  private final int keys;
  private final List<Stretch> stretches = new ArrayList<>();

  private record Stretch(boolean put, Picks picks) {}

  Ledger(int keys) {
    this.keys = keys;
  }

  /** These keys were put, the n-th of them, from 1, with stamp n. */
  void puts(Picks picks) {
    stretches.add(new Stretch(true, picks));
  }

  /** The counts of these keys were increased. */
  void increments(Picks picks) {
    stretches.add(new Stretch(false, picks));
  }

  /**
   * Reads the whole store.
   *
   * @throws WrongAnswerException unless it holds exactly what was written, in key order
   */
  void verify(Contender contender) {
    int[] stamps = new int[keys];
    int[] counts = new int[keys];
    replay(stamps, counts);
    byte[] expected = new byte[Records.VALUE_BYTES];
    byte[] previous = new byte[Records.KEY_BYTES];
    int seen = 0;
    try (Walk walk = contender.all()) {
      while (walk.next()) {
        byte[] value = walk.value();
        long id = Records.id(value);
        if (id < 0 || id >= keys || walk.valueLength() != Records.VALUE_BYTES) {
          throw new WrongAnswerException("a value of id " + id + " was never written");
        }
        Records.checkKey(walk.key(), id);
        if (seen > 0 && !Records.before(previous, walk.key())) {
          throw new WrongAnswerException("the key of id " + id + " is out of order or twice there");
        }
        System.arraycopy(walk.key(), 0, previous, 0, Records.KEY_BYTES);
        Records.value(id, stamps[(int) id], expected);
        Records.setCount(expected, counts[(int) id]);
        Records.checkAll(value, expected);
        seen++;
      }
    }
    if (seen != keys) {
      throw new WrongAnswerException(seen + " records where " + keys + " were written");
    }
  }

  private void replay(int[] stamps, int[] counts) {
    for (Stretch stretch : stretches) {
      Picks picks = stretch.picks.again();
      for (int n = 1; n <= stretch.picks.taken(); n++) {
        int id = (int) picks.next();
        if (stretch.put) {
          stamps[id] = n;
          counts[id] = 0;
        } else {
          counts[id]++;
        }
      }
    }
  }
}
