// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.concurrent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The history of one key whose written values are all different, checked for linearizability
 * (Gibbons and Korach, Testing Shared Memories, 1997). All operations on one value, its write and
 * the reads that returned it, form a cluster. Between the earliest end and the latest beginning in
 * a cluster the value must have been the current one; so two such stretches may not overlap, and a
 * cluster whose operations all overlap must find room for one moment outside of them.
 */
final class RegisterHistory {
  private static final class Cluster {
    private final long value;
    private long written = Long.MAX_VALUE;
    private long firstEnd = Long.MAX_VALUE;
    private long lastBegin = Long.MIN_VALUE;

    private Cluster(long value) {
      this.value = value;
    }

    boolean isForward() {
      return firstEnd < lastBegin;
    }

    long low() {
      return Math.min(firstEnd, lastBegin);
    }

    long high() {
      return Math.max(firstEnd, lastBegin);
    }
  }

  private long[] operations = new long[3 * 1024]; // value, begin, end
  private int size;

  /** Adds an operation on {@code value}; one thread's own history, merged by {@link #check}. */
  void add(long value, boolean isWrite, long begin, long end) {
    if (size == operations.length) {
      operations = Arrays.copyOf(operations, 2 * size);
    }
    operations[size++] = isWrite ? ~value : value;
    operations[size++] = begin;
    operations[size++] = end;
  }

  int count() {
    return size / 3;
  }

  /** Fails unless the threads' histories of one key, taken together, are linearizable. */
  static void check(String key, List<RegisterHistory> threads) {
    Map<Long, Cluster> clusters = new HashMap<>();
    for (RegisterHistory h : threads) {
      for (int i = 0; i < h.size; i += 3) {
        long tagged = h.operations[i];
        long value = tagged < 0 ? ~tagged : tagged;
        Cluster c = clusters.computeIfAbsent(value, Cluster::new);
        if (tagged < 0) {
          c.written = h.operations[i + 1];
        }
        c.firstEnd = Math.min(c.firstEnd, h.operations[i + 2]);
        c.lastBegin = Math.max(c.lastBegin, h.operations[i + 1]);
      }
    }
    List<Cluster> forward = new ArrayList<>();
    for (Cluster c : clusters.values()) {
      if (c.firstEnd < c.written) {
        throw new AssertionError(key + ": value " + c.value + " was read before it was written");
      }
      if (c.isForward()) {
        forward.add(c);
      }
    }
    forward.sort(Comparator.comparingLong(Cluster::low));
    checkForward(key, forward);
    for (Cluster c : clusters.values()) {
      if (!c.isForward()) {
        checkBackward(key, c, forward);
      }
    }
  }

  private static void checkForward(String key, List<Cluster> forward) {
    for (int i = 1; i < forward.size(); i++) {
      Cluster a = forward.get(i - 1);
      Cluster b = forward.get(i);
      if (b.low() < a.high()) {
        throw new AssertionError(
            key + ": values " + a.value + " and " + b.value + " were both the newest at one time");
      }
    }
  }

  /** A cluster inside another's stretch has no moment of its own. */
  private static void checkBackward(String key, Cluster c, List<Cluster> forward) {
    int lo = 0;
    int hi = forward.size();
    while (lo < hi) { // the last stretch that begins before the cluster does
      int mid = (lo + hi) >>> 1;
      if (forward.get(mid).low() < c.low()) {
        lo = mid + 1;
      } else {
        hi = mid;
      }
    }
    if (lo > 0 && c.high() < forward.get(lo - 1).high()) {
      throw new AssertionError(
          key
              + ": value "
              + c.value
              + " was read or written while "
              + forward.get(lo - 1).value
              + " was the newest throughout");
    }
  }
}
