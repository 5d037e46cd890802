// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.tree;

import io.oxbow.page.RecordList;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Record lists of cursors that were closed, for those to come: a short scan allocates next to
 * nothing. Lock-free; a list is in here or with one cursor, never both.
 */
final class CursorBatches {
  private static final int SLOTS = 16;
  private static final AtomicReferenceArray<RecordList> FREE = new AtomicReferenceArray<>(SLOTS);

  private CursorBatches() {}

  private static int start() {
    return (int) Thread.currentThread().getId() & (SLOTS - 1);
  }

  static RecordList take() {
    int start = start();
    for (int i = 0; i < SLOTS; i++) {
      int slot = start + i & (SLOTS - 1);
      if (FREE.getPlain(slot) != null) {
        RecordList list = FREE.getAndSet(slot, null);
        if (list != null) {
          return list;
        }
      }
    }
    return new RecordList();
  }

  /** Gives a list back; forgotten when there are enough. */
  static void give(RecordList list) {
    list.clear();
    int start = start();
    for (int i = 0; i < SLOTS; i++) {
      int slot = start + i & (SLOTS - 1);
      if (FREE.getPlain(slot) == null && FREE.compareAndSet(slot, null, list)) {
        return;
      }
    }
  }
}
