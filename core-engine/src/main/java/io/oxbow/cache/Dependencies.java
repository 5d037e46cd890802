// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.cache;

import io.oxbow.log.LogStore;
import io.oxbow.log.Segment;
import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * Which segments each page on disk needs: those of its chain's pieces and of its separated values.
 * Keeps the segments' reference counts. Only under the maintenance lock, or at open.
 */
public final class Dependencies {
  private static final int[] NONE = {};

  private final LogStore log;
  private final LongSupplier version;
  private int[][] byPid = new int[256][];

  public Dependencies(LogStore log, LongSupplier version) {
    this.log = log;
    this.version = version;
  }

  /** Segment indexes, ascending; do not change the array. */
  public int[] of(long pid) {
    return pid < byPid.length && byPid[(int) pid] != null ? byPid[(int) pid] : NONE;
  }

  /** The page now needs exactly these segments (ascending, no doubles). */
  public void set(long pid, int[] segments) {
    int[] old = of(pid);
    if (Arrays.equals(old, segments)) {
      return;
    }
    if (pid >= byPid.length) {
      byPid = Arrays.copyOf(byPid, (int) Math.max(pid + 1, byPid.length * 2L));
    }
    byPid[(int) pid] = segments.length == 0 ? null : segments;
    for (int s : segments) {
      log.segment(s).addReferences(1);
    }
    for (int s : old) {
      Segment segment = log.segment(s);
      segment.addReferences(-1);
      if (segment.references() == 0) {
        segment.setUnreferencedAt(version.getAsLong());
      }
    }
  }

  /** Collects segment indexes. */
  static final class Collector {
    private int[] all = new int[8];
    private int count;

    void add(int segment) {
      for (int i = 0; i < count; i++) {
        if (all[i] == segment) {
          return;
        }
      }
      if (count == all.length) {
        all = Arrays.copyOf(all, 2 * count);
      }
      all[count++] = segment;
    }

    int[] sorted() {
      int[] s = Arrays.copyOf(all, count);
      Arrays.sort(s);
      return s;
    }
  }
}
