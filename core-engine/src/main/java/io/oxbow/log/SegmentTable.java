// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.log;

import io.oxbow.StoreException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Segments by index. Indexes count up from 1 and are never used twice. Reads by any thread, without
 * a lock.
 */
final class SegmentTable {
  private volatile Segment[] slots = new Segment[16];
  private int next = 1;

  synchronized Segment add(IntFunction<Segment> maker) {
    if (next == Location.INDEX_LIMIT) {
      throw new StoreException(
          "this store has used " + next + " segments since it was opened; close and reopen it");
    }
    Segment[] current = slots;
    if (next == current.length) {
      current = Arrays.copyOf(current, Math.min(2 * next, Location.INDEX_LIMIT));
    }
    Segment segment = maker.apply(next);
    current[next] = segment;
    slots = current; // a volatile write, so that readers see the new slot
    next++;
    return segment;
  }

  synchronized void remove(int index) {
    Segment[] current = slots;
    current[index] = null;
    slots = current;
  }

  Segment get(int index) {
    Segment[] current = slots;
    Segment segment = index > 0 && index < current.length ? current[index] : null;
    if (segment == null) {
      throw new IllegalStateException("no segment has index " + index);
    }
    return segment;
  }

  List<Segment> all() {
    List<Segment> found = new ArrayList<>();
    for (Segment segment : slots) {
      if (segment != null) {
        found.add(segment);
      }
    }
    return found;
  }
}
