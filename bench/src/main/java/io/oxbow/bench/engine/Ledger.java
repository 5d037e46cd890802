// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Which writes were done, as sequences that can be run again, and the check of a whole store
 * against them: a lost, doubled or torn write is found without costing the timed loop anything.
 */
final class Ledger {
  private static final int NONE = -1;

  private final Workload workload;
  private final List<Stretch> stretches = new ArrayList<>();

  /** Puts of one or more threads at the same time, or increments of one. */
  private record Stretch(boolean put, List<Picks> threads) {}

  Ledger(Workload workload) {
    this.workload = workload;
  }

  /** These keys were put, the n-th of them, from 1, with stamp n. */
  void puts(Picks picks) {
    stretches.add(new Stretch(true, List.of(picks)));
  }

  /** Likewise by two threads at the same time: of a key of both, either's last put is right. */
  void puts(Picks one, Picks other) {
    stretches.add(new Stretch(true, List.of(one, other)));
  }

  /** The counts of these keys were increased. */
  void increments(Picks picks) {
    stretches.add(new Stretch(false, List.of(picks)));
  }

  /** What each id's value may be: the put with one stamp, or with the other, and increments. */
  private final class State {
    final int[] stamps = new int[workload.keys];
    final int[] others = new int[workload.keys];
    final int[] counts = new int[workload.keys];

    State() {
      Arrays.fill(others, NONE);
      for (Stretch stretch : stretches) {
        if (stretch.put) {
          replayPuts(stretch.threads);
        } else {
          Picks picks = stretch.threads.get(0);
          for (long n = 0; n < picks.taken(); n++) {
            counts[(int) picks.at(n)]++;
          }
        }
      }
    }

    private void replayPuts(List<Picks> threads) {
      BitSet ofFirst = new BitSet();
      for (Picks picks : threads) {
        boolean first = picks == threads.get(0);
        for (long n = 0; n < picks.taken(); n++) {
          int id = (int) picks.at(n);
          int stamp = (int) n + 1;
          counts[id] = 0;
          if (first || !ofFirst.get(id)) {
            stamps[id] = stamp;
            others[id] = NONE;
            if (first && threads.size() > 1) {
              ofFirst.set(id);
            }
          } else {
            others[id] = stamp;
          }
        }
      }
    }
  }

  /**
   * Reads the whole store.
   *
   * @param ordered whether records must come in key order
   * @throws WrongAnswerException unless it holds exactly what was written
   */
  void verify(Session session, boolean ordered) {
    State state = new State();
    BitSet seen = new BitSet(workload.keys);
    byte[] expected = new byte[workload.values.bytes];
    byte[] value = new byte[workload.values.bytes];
    byte[] key = new byte[Records.KEY_BYTES];
    byte[] previous = new byte[Records.KEY_BYTES];
    int count = 0;
    try (Walk walk = session.all()) {
      while (walk.next()) {
        long id = NONE;
        if (walk.valueLength() == value.length) {
          System.arraycopy(walk.value(), walk.valueAt(), value, 0, value.length);
          id = workload.values.id(value, 0);
        }
        if (id < 0 || id >= workload.keys || seen.get((int) id)) {
          throw new WrongAnswerException("a value of id " + id + " was never written, or twice");
        }
        seen.set((int) id);
        System.arraycopy(walk.key(), walk.keyAt(), key, 0, key.length);
        Records.checkKey(key, 0, id);
        if (ordered && count > 0 && !Records.before(previous, key)) {
          throw new WrongAnswerException("the key of id " + id + " is out of order");
        }
        System.arraycopy(key, 0, previous, 0, key.length);
        check(state, (int) id, value, expected);
        count++;
      }
    }
    if (count != workload.keys) {
      throw new WrongAnswerException(count + " records where " + workload.keys + " were written");
    }
  }

  private void check(State state, int id, byte[] value, byte[] expected) {
    Values values = workload.values;
    if (state.others[id] != NONE) {
      values.write(id, state.others[id], state.counts[id], expected);
      if (values.same(value, expected)) {
        return;
      }
    }
    values.write(id, state.stamps[id], state.counts[id], expected);
    if (!values.same(value, expected)) {
      throw new WrongAnswerException(
          "id "
              + id
              + ": "
              + values.describe(value)
              + " where "
              + values.describe(expected)
              + " was written, or other bytes differ");
    }
  }
}
