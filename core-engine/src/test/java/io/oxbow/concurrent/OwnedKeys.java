// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.concurrent;

import io.oxbow.Cursor;
import io.oxbow.KeyRange;
import io.oxbow.RecordBuffer;
import io.oxbow.Snapshot;
import io.oxbow.Tree;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Keys that have one writer each, whose operations follow from their number alone: so every reader
 * knows what it may see, and a snapshot must be each writer's keys after some number of operations.
 */
final class OwnedKeys {
  /** Keys of one writer. */
  static final int KEYS = 300;

  private final int writers;
  private final AtomicLongArray started; // per writer: number of the operation begun last
  private final AtomicLongArray acknowledged; // per writer: of the operation ended last
  private final AtomicLongArray keyStarted; // per key
  private final AtomicLongArray keyAcknowledged; // per key: number, and whether it deleted
  private final AtomicLongArray deleteStarted; // per key

  OwnedKeys(int writers) {
    this.writers = writers;
    started = new AtomicLongArray(writers);
    acknowledged = new AtomicLongArray(writers);
    keyStarted = new AtomicLongArray(writers * KEYS);
    keyAcknowledged = new AtomicLongArray(writers * KEYS);
    deleteStarted = new AtomicLongArray(writers * KEYS);
  }

  /** What operation {@code number} of a writer does: puts a key, or deletes {@code [from, to)}. */
  private record Operation(boolean isPut, int from, int to, int filling) {}

  private static Operation operation(int writer, long number) {
    long r = number * 0x9E3779B97F4A7C15L + writer * 0xD6E8FEB86659FD93L;
    r = (r ^ r >>> 32) * 0xBF58476D1CE4E5B9L;
    r ^= r >>> 29;
    int key = (int) ((r >>> 8 & 0xFFFF) % KEYS);
    int dice = (int) (r & 0xFF);
    if (dice < 3) {
      return new Operation(false, key, Math.min(KEYS, key + 1 + (int) (r >>> 24 & 63)), 0);
    }
    boolean thinning = (number / 1500 & 1) == 1; // else pages never get empty enough to merge
    if (dice < (thinning ? 160 : 50)) {
      return new Operation(false, key, key + 1, 0);
    }
    int filling = (r >>> 40 & 127) == 0 ? 2500 : (r >>> 32 & 3) == 0 ? (int) (r >>> 48 & 31) : 8;
    return new Operation(true, key, key + 1, filling);
  }

  /** Keys of different lengths, in the order of their numbers; a writer's keys are neighbours. */
  static byte[] key(int writer, int key) {
    byte[] bytes = new byte[4 + (key * 7 & 15)];
    Arrays.fill(bytes, (byte) 0x55);
    ByteBuffer.wrap(bytes).putShort((short) (writer << 8 | 0x11)).putShort((short) key);
    return bytes;
  }

  private static int numberOf(byte[] key) {
    return key[0] * KEYS + (ByteBuffer.wrap(key).getShort(2) & 0xFFFF);
  }

  /** Does {@code count} operations of a writer. */
  void write(Tree tree, int writer, int count, Race race) {
    long first = acknowledged.get(writer) + 1;
    for (long n = first; n < first + count && !race.failed(); n++) {
      Operation o = operation(writer, n);
      started.set(writer, n);
      for (int k = o.from; k < o.to; k++) {
        keyStarted.set(writer * KEYS + k, n);
        if (!o.isPut) {
          deleteStarted.set(writer * KEYS + k, n);
        }
      }
      int index = writer * KEYS + o.from;
      if (o.isPut) {
        tree.put(key(writer, o.from), new Stamp(writer, n, index).bytes(o.filling));
      } else if (o.to == o.from + 1) {
        tree.delete(key(writer, o.from));
      } else {
        tree.deleteRange(key(writer, o.from), o.to == KEYS ? end(writer) : key(writer, o.to));
      }
      for (int k = o.from; k < o.to; k++) {
        keyAcknowledged.set(writer * KEYS + k, n << 1 | (o.isPut ? 0 : 1));
      }
      acknowledged.set(writer, n);
    }
  }

  private static byte[] end(int writer) {
    return new byte[] {(byte) (writer + 1)};
  }

  /** Numbers of the operations each writer has had acknowledged. */
  long[] acknowledged() {
    return copy(acknowledged);
  }

  /** Numbers of the operations each writer has begun. */
  long[] started() {
    return copy(started);
  }

  private static long[] copy(AtomicLongArray words) {
    long[] copy = new long[words.length()];
    Arrays.setAll(copy, words::get);
    return copy;
  }

  /** Reads one key and checks what it says. */
  void read(Tree tree, int index, RecordBuffer into, long[] seen) {
    long low = keyAcknowledged.get(index);
    boolean found = tree.get(key(index / KEYS, index % KEYS), into);
    checkRead(index, low, found, into, seen);
  }

  /** The same of keys that are read side by side. */
  void readAll(Tree tree, int[] indexes, RecordBuffer[] into, long[] seen) {
    long[] low = Arrays.stream(indexes).mapToLong(keyAcknowledged::get).toArray();
    boolean[] found = new boolean[indexes.length];
    byte[][] all =
        Arrays.stream(indexes).mapToObj(i -> key(i / KEYS, i % KEYS)).toArray(byte[][]::new);
    tree.getAll(all, into, found);
    for (int i = 0; i < indexes.length; i++) {
      checkRead(indexes[i], low[i], found[i], into[i], seen);
    }
  }

  private void checkRead(int index, long low, boolean found, RecordBuffer into, long[] seen) {
    long number = found ? Stamp.of(into.array(), into.length(), index).sequence() : -1;
    check("get", index, low, number);
    if (found) {
      if (number < seen[index]) {
        throw new AssertionError(
            "key " + index + " went back from write " + seen[index] + " to " + number);
      }
      seen[index] = number;
    }
  }

  /** {@code number}: of the write whose value was read, or -1. */
  private void check(String how, int index, long low, long number) {
    if (number >= 0) {
      if (number < low >>> 1 || number == low >>> 1 && (low & 1) != 0) {
        throw new AssertionError(
            how + " of key " + index + ": write " + number + " after " + text(low) + " had ended");
      }
      if (number > keyStarted.get(index)) {
        throw new AssertionError(how + " of key " + index + ": write " + number + " of no one");
      }
    } else if (low != 0 && (low & 1) == 0 && deleteStarted.get(index) < low >>> 1) {
      throw new AssertionError(how + " of key " + index + ": nothing after " + text(low));
    }
  }

  private static String text(long acknowledged) {
    return ((acknowledged & 1) == 0 ? "write " : "delete ") + (acknowledged >>> 1);
  }

  /** Walks all keys by a live cursor: in order, each at most once, none older than at its start. */
  void scan(Tree tree, boolean descending) {
    long[] low = copy(keyAcknowledged);
    long[] found = new long[low.length];
    Arrays.fill(found, -1);
    byte[] previous = null;
    KeyRange all = descending ? KeyRange.all().descending() : KeyRange.all();
    try (Cursor cursor = tree.cursor(all)) {
      while (cursor.next()) {
        byte[] key = cursor.key();
        int order = previous == null ? 1 : Arrays.compareUnsigned(key, previous);
        if (descending && previous != null ? order >= 0 : order <= 0) {
          throw new AssertionError(
              "cursor from " + Arrays.toString(previous) + " to " + Arrays.toString(key));
        }
        previous = key;
        RecordBuffer value = cursor.valueBuffer();
        int index = numberOf(key);
        found[index] = Stamp.of(value.array(), value.length(), index).sequence();
      }
    }
    for (int i = 0; i < low.length; i++) {
      check("scan", i, low[i], found[i]);
    }
  }

  /** Numbers of the writes whose values a snapshot holds, -1 where it holds none. */
  long[] contents(Snapshot snapshot, Tree tree) {
    return contents(snapshot.cursor(tree, KeyRange.all()));
  }

  /** The same of a tree that stands still. */
  long[] contents(Tree tree) {
    return contents(tree.cursor(KeyRange.all()));
  }

  private long[] contents(Cursor records) {
    long[] found = new long[writers * KEYS];
    Arrays.fill(found, -1);
    try (Cursor cursor = records) {
      while (cursor.next()) {
        int index = numberOf(cursor.key());
        RecordBuffer value = cursor.valueBuffer();
        found[index] = Stamp.of(value.array(), value.length(), index).sequence();
      }
    }
    return found;
  }

  /** What one reader knows of the keys after so many operations; moves forward only. */
  final class Replay {
    private final long[] state = new long[writers * KEYS];
    private final long[] at = new long[writers];

    Replay() {
      Arrays.fill(state, -1);
    }

    private void advance(int writer, long number) {
      while (at[writer] < number) {
        Operation o = operation(writer, ++at[writer]);
        for (int k = o.from; k < o.to; k++) {
          state[writer * KEYS + k] = o.isPut ? at[writer] : -1;
        }
      }
    }

    /**
     * Checks that the contents are each writer's keys after a number of operations between these
     * bounds, the next one, if it deletes a range, half done or not.
     *
     * @return those numbers
     */
    long[] match(long[] contents, long[] from, long[] to) {
      for (int w = 0; w < writers; w++) {
        advance(w, from[w]);
        while (!matches(contents, w)) {
          if (at[w] >= to[w]) {
            throw new AssertionError(describe(contents, w, from[w], to[w]));
          }
          advance(w, at[w] + 1);
        }
      }
      return at.clone();
    }

    private boolean matches(long[] contents, int w) {
      Operation next = operation(w, at[w] + 1);
      for (int k = 0; k < KEYS; k++) {
        int i = w * KEYS + k;
        boolean halfDone = !next.isPut && next.to > next.from + 1 && k >= next.from && k < next.to;
        if (contents[i] != state[i] && !(halfDone && contents[i] == -1)) {
          return false;
        }
      }
      return true;
    }

    private String describe(long[] contents, int w, long from, long to) {
      StringBuilder text = new StringBuilder("writer " + w + ", operations " + from + ".." + to);
      for (int k = 0; k < KEYS; k++) {
        int i = w * KEYS + k;
        if (contents[i] != state[i]) {
          text.append("; key ").append(i).append(" has ").append(contents[i]);
          text.append(" for ").append(state[i]);
        }
      }
      return text.toString();
    }
  }

  /** The store was opened again after so many operations: what came later never happened. */
  void restartAt(long[] numbers) {
    for (int w = 0; w < writers; w++) {
      long n = numbers[w];
      started.set(w, n);
      acknowledged.set(w, n);
      for (int k = 0; k < KEYS; k++) {
        int i = w * KEYS + k;
        keyStarted.set(i, 0);
        keyAcknowledged.set(i, 0);
        deleteStarted.set(i, 0);
      }
      for (long m = 1; m <= n; m++) {
        Operation o = operation(w, m);
        for (int k = o.from; k < o.to; k++) {
          keyStarted.set(w * KEYS + k, m);
          keyAcknowledged.set(w * KEYS + k, m << 1 | (o.isPut ? 0 : 1));
          if (!o.isPut) {
            deleteStarted.set(w * KEYS + k, m);
          }
        }
      }
      Operation next = operation(w, n + 1); // a range it deletes may be half done
      for (int k = next.from; k < next.to && !next.isPut; k++) {
        keyStarted.set(w * KEYS + k, n + 1);
        deleteStarted.set(w * KEYS + k, n + 1);
      }
    }
  }
}
