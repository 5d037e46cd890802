// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.memory;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/**
 * Size-classed blocks cut from memory that is charged to a {@link Budget}. Lock-free: a class's
 * free blocks form a Treiber stack whose head carries a 22-bit tag against reuse; a block belongs
 * to one class until close.
 *
 * <p>A small arena reserves a few blocks at a time, a larger one regions that all classes cut from.
 * A region lies in {@link Spans}; or, where reserving memory is taking it, is a little less than a
 * multiple of 2 MB, so that with malloc's own header it is one: the kernel then backs all of it
 * with huge pages where it is asked to. While one region is cut, another thread may reserve the
 * next and write to its pages: what the system takes to clear them is then not waited for where
 * blocks are allocated.
 *
 * <p>A block is named by a reference: its address (a multiple of 64) with the size class in the low
 * six bits; 0 is no block.
 */
public final class Arena {
  private static final long GRANULE = (1L << 42) - 1; // of an address below 2^48, in units of 64
  private static final int STRIDE = 16; // longs: one head per two cache lines
  private static final int SMALL_CHUNK = 2 << 10;
  private static final int MAX_CHUNK = 256 << 10;
  private static final int CHUNK_OVERHEAD = 128;
  private static final int REGION = (4 << 20) - 256;
  private static final int REGIONS_FROM = 4 * REGION;
  private static final int PAGE = 4096;

  /** Bytes behind the last block of a reservation that {@link Mem#touch} may read. */
  private static final int BEHIND = 64;

  /** Room that the budget must have for a region to be reserved before it is needed. */
  private static final long ROOM_FOR_NEXT = 16L * REGION;

  /** Of the region that is prepared by another thread. */
  private enum Next {
    NONE,
    ASKED_FOR,
    UNDER_WAY,
    CLOSED
  }

  /** Memory that is cut into blocks from its start. */
  private static final class Region {
    final long base;
    final AtomicLong cut = new AtomicLong();

    Region(long base) {
      this.base = base;
    }
  }

  private final Budget budget;
  private final AtomicLongArray heads = new AtomicLongArray(SizeClasses.count() * STRIDE);
  private final AtomicLongArray classBytes = new AtomicLongArray(SizeClasses.count());
  // address to be released, 0 in a span, and bytes
  private final ConcurrentLinkedQueue<long[]> chunks = new ConcurrentLinkedQueue<>();
  private final AtomicReference<Region> region = new AtomicReference<>();
  private final ConcurrentLinkedQueue<Region> spare = new ConcurrentLinkedQueue<>();
  private final Spans spans = new Spans();
  private final AtomicLong reserved = new AtomicLong();
  private final LongAdder liveBytes = new LongAdder();
  private final LongAdder liveBlocks = new LongAdder();
  private final Executor helpers;
  private final AtomicReference<Next> next = new AtomicReference<>(Next.NONE);

  /** An arena that reserves memory when it is needed. */
  public Arena(Budget budget) {
    this(budget, null);
  }

  /**
   * An arena that lets others reserve regions ahead.
   *
   * @param helpers run short tasks, or null
   */
  public Arena(Budget budget, Executor helpers) {
    this.budget = budget;
    this.helpers = helpers;
  }

  /** The address a reference names. */
  public static long address(long ref) {
    return ref & -64L;
  }

  /** The size class of a reference. */
  public static int sizeClass(long ref) {
    return (int) (ref & 63);
  }

  /** Bytes of the block a reference names. */
  public static int bytes(long ref) {
    return SizeClasses.bytes(sizeClass(ref));
  }

  /**
   * A block of at least {@code bytes}, or 0 when the budget has no room left. Never waits. Content
   * is undefined.
   */
  public long allocate(int bytes) {
    return allocate(bytes, false);
  }

  /**
   * Like {@link #allocate(int)}.
   *
   * @param forData leave the budget's reserve alone: the block is to hold new data
   */
  public long allocate(int bytes, boolean forData) {
    int c = SizeClasses.of(bytes);
    long ref = pop(c);
    if (ref == 0) {
      ref = refill(c, forData);
    }
    for (int larger = c + 1; ref == 0 && larger < SizeClasses.count(); larger++) {
      ref = pop(larger);
    }
    if (ref != 0) {
      int size = bytes(ref);
      Mem.allocated(address(ref), size);
      liveBytes.add(size);
      liveBlocks.increment();
    }
    return ref;
  }

  /** Takes a block back at once: the caller knows that nobody can reach it. */
  public void free(long ref) {
    int size = bytes(ref);
    Mem.freed(address(ref), size);
    liveBytes.add(-size);
    liveBlocks.decrement();
    push(sizeClass(ref), address(ref), address(ref));
  }

  private long pop(int c) {
    int i = c * STRIDE;
    long head;
    long a;
    do {
      head = heads.get(i);
      a = (head & GRANULE) << 6;
      if (a == 0) {
        return 0;
      }
      // the block may be taken meanwhile: the link is then garbage and the tag fails the CAS
    } while (!heads.compareAndSet(i, head, tagged(head, Mem.getLink(a))));
    return a | c;
  }

  private void push(int c, long first, long last) {
    int i = c * STRIDE;
    long head;
    do {
      head = heads.get(i);
      Mem.putLink(last, (head & GRANULE) << 6);
    } while (!heads.compareAndSet(i, head, tagged(head, first)));
  }

  private static long tagged(long head, long address) {
    return (head & ~GRANULE) + (1L << 42) | (address >>> 6 & GRANULE);
  }

  private boolean charge(long bytes, boolean forData) {
    return forData ? budget.tryChargeData(bytes) : budget.tryChargePages(bytes);
  }

  private long refill(int c, boolean forData) {
    int size = SizeClasses.bytes(c);
    long want = Math.max(SMALL_CHUNK, Math.min(MAX_CHUNK, classBytes.get(c) / 16));
    int blocks = (int) Math.max(1, want / size);
    long ref = reserved.get() < REGIONS_FROM ? 0 : cut(c, blocks, forData);
    if (ref != 0) {
      return ref;
    }
    while (true) {
      long base = reserve((long) blocks * size, forData);
      if (base != 0) {
        return link(c, base, blocks);
      }
      if (blocks == 1) {
        return 0;
      }
      blocks = Math.max(1, blocks / 4);
    }
  }

  /** Takes memory from the system; 0 when the budget or the system has none. */
  private long reserve(long bytes, boolean forData) {
    if (!charge(bytes + CHUNK_OVERHEAD, forData)) {
      return 0;
    }
    try {
      boolean inSpan = bytes == REGION && Mem.isTakenWhenWritten();
      long base = inSpan ? spans.take() : Mem.reserve(bytes + BEHIND);
      chunks.add(new long[] {inSpan ? 0 : base, bytes});
      reserved.addAndGet(bytes);
      return base;
    } catch (OutOfMemoryError e) {
      budget.release(bytes + CHUNK_OVERHEAD);
      return 0;
    }
  }

  /** Cuts up to {@code most} blocks from the region, or a new one; 0 when there is no memory. */
  private long cut(int c, int most, boolean forData) {
    int size = SizeClasses.bytes(c);
    while (true) {
      Region r = region.get();
      if (r != null) {
        long at = r.cut.get();
        int blocks = (int) Math.min(most, (REGION - at) / size);
        if (blocks > 0) {
          if (r.cut.compareAndSet(at, at + (long) blocks * size)) {
            return link(c, r.base + at, blocks);
          }
          continue;
        }
      }
      Region fresh = spare.poll();
      if (fresh == null) {
        long base = reserve(REGION, forData);
        if (base == 0) {
          return 0;
        }
        fresh = new Region(base);
      }
      if (!region.compareAndSet(r, fresh)) {
        spare.add(fresh); // another thread was faster
      } else if (spare.isEmpty()) {
        askForNext();
      }
    }
  }

  private void askForNext() {
    if (helpers == null
        || budget.limit() - budget.used() < ROOM_FOR_NEXT
        || !next.compareAndSet(Next.NONE, Next.ASKED_FOR)) {
      return;
    }
    try {
      helpers.execute(this::prepareNext);
    } catch (RuntimeException | Error e) {
      next.compareAndSet(Next.ASKED_FOR, Next.NONE); // without a thread it is reserved when needed
    }
  }

  private void prepareNext() {
    if (!next.compareAndSet(Next.ASKED_FOR, Next.UNDER_WAY)) {
      return;
    }
    try {
      long base = reserve(REGION, true);
      if (base != 0) {
        for (int at = 0; at < REGION; at += PAGE) {
          Mem.provide(base + at);
        }
        spare.add(new Region(base));
      }
    } finally {
      next.set(Next.NONE);
    }
  }

  /** Makes blocks of new memory: the first is taken, the others are free. */
  private long link(int c, long base, int blocks) {
    int size = SizeClasses.bytes(c);
    classBytes.addAndGet(c, (long) blocks * size);
    if (blocks > 1) {
      for (int b = 1; b + 1 < blocks; b++) {
        Mem.putLink(base + (long) b * size, base + (long) (b + 1) * size);
      }
      push(c, base + size, base + (long) (blocks - 1) * size);
    }
    return base | c;
  }

  /** Bytes of blocks handed out and not freed. */
  public long liveBytes() {
    return liveBytes.sum();
  }

  /** Blocks handed out and not freed. */
  public long liveBlocks() {
    return liveBlocks.sum();
  }

  /** Bytes reserved from the system, free blocks included. */
  public long reservedBytes() {
    return reserved.get();
  }

  /** Gives everything back to the system and the budget. No block may be in use by any thread. */
  public void close() {
    while (next.get() != Next.CLOSED
        && !next.compareAndSet(Next.NONE, Next.CLOSED)
        && !next.compareAndSet(Next.ASKED_FOR, Next.CLOSED)) {
      Thread.onSpinWait(); // a thread is at it: some milliseconds at most
    }
    for (long[] chunk; (chunk = chunks.poll()) != null; ) {
      if (chunk[0] != 0) {
        Mem.release(chunk[0], chunk[1] + BEHIND);
      }
      budget.release(chunk[1] + CHUNK_OVERHEAD);
    }
    spans.close();
  }
}
