// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.io;

import io.oxbow.StoreException;
import java.security.SecureRandom;

/**
 * Draws file ids for one life of a store: 40 random bits, the same for all of this life, and a
 * counter of 24 bits that starts at 1. So an id is never drawn twice, here or elsewhere.
 * Thread-safe.
 */
public final class FileIds {
  private static final int COUNTER_BITS = 24;
  private static final int COUNTER_LIMIT = 1 << COUNTER_BITS;

  private final long storeId;
  private int counter;

  /** Ids under a given store id, 40 bits: for tests that replay. */
  public FileIds(long storeId) {
    if (storeId < 0 || storeId >>> 40 != 0) {
      throw new IllegalArgumentException("store id " + storeId + " has more than 40 bits");
    }
    this.storeId = storeId;
  }

  /** Ids under a fresh random store id. */
  public static FileIds random() {
    return new FileIds(new SecureRandom().nextLong() >>> 24);
  }

  /** The 40 bits all ids of this life share. */
  public long storeId() {
    return storeId;
  }

  /** A new id, never 0. */
  public synchronized long next() {
    if (counter == COUNTER_LIMIT - 1) {
      throw new StoreException(
          "this store has created " + counter + " files since it was opened; close and reopen it");
    }
    counter++;
    return storeId << COUNTER_BITS | counter;
  }

  /** The store id within a file id. */
  public static long storeIdOf(long fileId) {
    return fileId >>> COUNTER_BITS;
  }
}
