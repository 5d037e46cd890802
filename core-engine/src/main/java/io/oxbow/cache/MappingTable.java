// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.cache;

import io.oxbow.memory.Budget;
import io.oxbow.page.Inner;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * PID to mapping word, on the heap so that model checkers see it. PIDs are reused only after
 * maintenance has put them on the free list. PID 0 is none.
 */
public final class MappingTable {
  private final ChunkedWords words;
  private final PidBitmap dirty;
  private final PidBitmap named;
  private final PidBitmap chained;
  private final PidBitmap sparse;
  private final AtomicLong next = new AtomicLong(1);
  private final ConcurrentLinkedQueue<Long> free = new ConcurrentLinkedQueue<>();

  public MappingTable(Budget budget) {
    words = new ChunkedWords(budget);
    dirty = new PidBitmap(budget);
    named = new PidBitmap(budget);
    chained = new PidBitmap(budget);
    sparse = new PidBitmap(budget);
  }

  /** The page's word, acquire. */
  public long get(long pid) {
    return words.getAcquire(pid);
  }

  /** Address of the page's block, 0 when it is not in memory. */
  public long blockOf(long pid) {
    long w = get(pid);
    return MappingWord.isHot(w) ? MappingWord.address(w) : 0;
  }

  public boolean compareAndSet(long pid, long expected, long word) {
    return words.compareAndSet(pid, expected, word);
  }

  /**
   * A PID whose word is free and whose dirty and named bits are clear, or 0 when the budget has no
   * room.
   */
  public long allocate() {
    Long reused = free.poll();
    if (reused != null) {
      return reused;
    }
    while (true) {
      long pid = next.get();
      if (!ensure(pid)) {
        return 0;
      }
      if (next.compareAndSet(pid, pid + 1)) {
        return pid;
      }
    }
  }

  private boolean ensure(long pid) {
    if (pid > Inner.MAX_PID) {
      throw new IllegalStateException("a store has at most " + Inner.MAX_PID + " pages");
    }
    return words.ensure(pid)
        && dirty.ensure(pid)
        && named.ensure(pid)
        && chained.ensure(pid)
        && sparse.ensure(pid);
  }

  /** Takes back a PID: its word is free and nobody can still hold it. */
  public void release(long pid) {
    free.add(pid);
  }

  /** Makes room for PIDs below {@code limit} at open; false when the budget has no room. */
  public boolean startAt(long limit) {
    if (!ensure(limit)) {
      return false;
    }
    next.accumulateAndGet(limit, Math::max);
    return true;
  }

  /** PIDs ever used are below this. */
  public long limit() {
    return next.get();
  }

  /** Number of PIDs on the free list; for the validator. */
  public int freeCount() {
    return free.size();
  }

  /** Whether the PID is on the free list; for the validator. */
  public boolean isOnFreeList(long pid) {
    return free.contains(pid);
  }

  /** "The last checkpoint does not describe this page." */
  public PidBitmap dirty() {
    return dirty;
  }

  /** "A durable manifest knows this PID's low fence." */
  public PidBitmap named() {
    return named;
  }

  /** "The page may keep pre-images." */
  public PidBitmap chained() {
    return chained;
  }

  /** "The page may be nearly empty": a hint for merging. */
  public PidBitmap sparse() {
    return sparse;
  }

  public void close() {
    words.close();
    dirty.close();
    named.close();
    chained.close();
    sparse.close();
  }
}
