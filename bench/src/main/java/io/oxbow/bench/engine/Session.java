// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

/**
 * One thread's door to a store under test. Reads go through buffers that are used again. Opened,
 * used and closed by the same thread.
 */
interface Session extends AutoCloseable {
  /** Takes the answers of a batch. */
  interface Answer {
    /** The value of {@code keys[index]}; its length is -1 when the key is absent. */
    void accept(int index, byte[] value, int length);
  }

  /** Reads into {@link #buffer()}; the value's length, or -1 when the key is absent. */
  int get(byte[] key);

  /** Where {@link #get} leaves the value; may be another array after each get. */
  byte[] buffer();

  /** Reads several keys, by the store's own means where it has them; answers in any order. */
  default void getBatch(byte[][] keys, Answer answer) {
    for (int i = 0; i < keys.length; i++) {
      int length = get(keys[i]);
      answer.accept(i, buffer(), length);
    }
  }

  /** Sets a value; both arrays belong to the caller, who will change them. */
  void put(byte[] key, byte[] value);

  /** Removes a key that is there. */
  void delete(byte[] key);

  /** The records whose key starts with this, in key order. */
  Walk prefix(byte[] prefix);

  /** All records, in key order where the store has one. */
  Walk all();

  /** Ends a batch of writes, where the store has such, and lets other sessions see it. */
  default void flush() {}

  /** Ends the session; what it wrote stays. */
  @Override
  default void close() {}
}
