// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Epoch-based reclamation (Fraser 2004, as in the Bw-tree). An operation pins a padded slot while
 * it may follow block references; a block taken out of reach is retired and freed once every slot
 * is idle or was pinned later. Nobody waits under a pin, so pins are short.
 *
 * <p>A pinned slot is owned by one thread, which makes its retire list plain memory: the claiming
 * CAS hands it from owner to owner. Ordering: claim (CAS), full fence, first load; a scanner
 * advances the epoch, full fence, then reads the slots (store buffering is the hole this closes).
 */
public final class Epochs {
  /** Frees one retired block. */
  public interface Reclaimer {
    void reclaim(long ref);
  }

  /** A power of two; the model checkers use few, since every scan reads all. */
  private static final int SLOTS = Integer.getInteger("oxbow.pins", 128);

  private static final int STRIDE = 16;
  private static final int BATCH = 128;
  private static final VarHandle WORDS = MethodHandles.arrayElementVarHandle(long[].class);
  private static final VarHandle EPOCH;

  static {
    try {
      EPOCH = MethodHandles.lookup().findVarHandle(Epochs.class, "epoch", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final long[] slots = new long[SLOTS * STRIDE];
  private final long[][] retired = new long[SLOTS][];
  private final long[][] tags = new long[SLOTS][];
  private final int[] counts = new int[SLOTS];
  private final Reclaimer reclaimer;

  @SuppressWarnings("unused") // by EPOCH
  private volatile long epoch = 1;

  private volatile Supplier<? extends RuntimeException> refusal;

  public Epochs(Reclaimer reclaimer) {
    this.reclaimer = reclaimer;
  }

  /** Number of slots; a pin returns an index below it, for per-operation scratch space. */
  public static int slots() {
    return SLOTS;
  }

  /** From now on {@link #pin} throws what the supplier gives; pins held go on until unpinned. */
  public void refuse(Supplier<? extends RuntimeException> reason) {
    refusal = reason;
  }

  /**
   * Pins the current epoch; returns the slot, which {@link #unpin} must be given back.
   *
   * @throws RuntimeException the reason given to {@link #refuse}, checked behind the pin's fence:
   *     so who refuses and then drains knows that nobody is left
   */
  public int pin() {
    int slot = pinAlways();
    Supplier<? extends RuntimeException> reason = refusal;
    if (reason != null) {
      unpin(slot);
      throw reason.get();
    }
    return slot;
  }

  /** Like {@link #pin} but never refused: for maintenance, which is stopped in another way. */
  public int pinAlways() {
    int i = (int) Thread.currentThread().getId() & (SLOTS - 1);
    for (int tries = 1; ; tries++) {
      long e = (long) EPOCH.getVolatile(this);
      if ((long) WORDS.getOpaque(slots, i * STRIDE) == 0
          && WORDS.compareAndSet(slots, i * STRIDE, 0L, e)) {
        VarHandle.fullFence();
        return i;
      }
      i = (i + 1) & (SLOTS - 1);
      if ((tries & (SLOTS - 1)) == 0) {
        Thread.yield();
      }
    }
  }

  /** Ends a pin. */
  public void unpin(int slot) {
    WORDS.setRelease(slots, slot * STRIDE, 0L);
  }

  /** Hands over a block that no new operation can reach. The caller holds the pin of the slot. */
  public void retire(int slot, long ref) {
    VarHandle.fullFence();
    if (retired[slot] == null) {
      retired[slot] = new long[16];
      tags[slot] = new long[16];
    }
    int n = counts[slot];
    if (n == retired[slot].length) {
      retired[slot] = Arrays.copyOf(retired[slot], 2 * n);
      tags[slot] = Arrays.copyOf(tags[slot], 2 * n);
    }
    retired[slot][n] = ref;
    tags[slot][n] = (long) EPOCH.getVolatile(this);
    counts[slot] = n + 1;
    if (counts[slot] % BATCH == 0) {
      EPOCH.getAndAdd(this, 1L);
      reclaim(slot);
    }
  }

  /** Frees what a slot's list holds and nobody can see any more. The caller owns the slot. */
  private void reclaim(int slot) {
    long oldest = oldestPin();
    long[] refs = retired[slot];
    int kept = 0;
    int n = counts[slot];
    counts[slot] = 0; // a reclaimer may retire further blocks: none does, but stay sound
    for (int i = 0; i < n; i++) {
      if (tags[slot][i] < oldest) {
        reclaimer.reclaim(refs[i]);
      } else {
        refs[kept] = refs[i];
        tags[slot][kept++] = tags[slot][i];
      }
    }
    counts[slot] = kept;
  }

  private long oldestPin() {
    VarHandle.fullFence();
    long oldest = Long.MAX_VALUE;
    for (int i = 0; i < SLOTS; i++) {
      long e = (long) WORDS.getVolatile(slots, i * STRIDE);
      if (e != 0) {
        oldest = Math.min(oldest, e);
      }
    }
    return oldest;
  }

  /** Frees whatever can be freed, of all slots that are idle. Not under a pin. */
  public void reclaimAll() {
    EPOCH.getAndAdd(this, 1L);
    for (int i = 0; i < SLOTS; i++) {
      if ((long) WORDS.getOpaque(slots, i * STRIDE) == 0
          && WORDS.compareAndSet(slots, i * STRIDE, 0L, (long) EPOCH.getVolatile(this))) {
        try {
          if (counts[i] > 0) {
            reclaim(i);
          }
        } finally {
          unpin(i);
        }
      }
    }
  }

  /** Blocks retired and not yet freed; exact only when no operation runs. */
  public long pending() {
    long sum = 0;
    for (int i = 0; i < SLOTS; i++) {
      sum += counts[i];
    }
    return sum;
  }

  /** Refs retired and not yet freed, for the validator; only when no operation runs. */
  public long[] pendingRefs() {
    long[] all = new long[(int) pending()];
    int n = 0;
    for (int i = 0; i < SLOTS; i++) {
      for (int k = 0; k < counts[i]; k++) {
        all[n++] = retired[i][k];
      }
    }
    return all;
  }

  /**
   * Waits until every pin that existed at the call has ended. The caller holds no pin. Pins never
   * wait, so this is bounded by the scheduler.
   */
  public void drain() {
    long e = (long) EPOCH.getAndAdd(this, 1L);
    VarHandle.fullFence();
    for (int i = 0; i < SLOTS; i++) {
      for (int spins = 0; ; spins++) {
        long pinned = (long) WORDS.getVolatile(slots, i * STRIDE);
        if (pinned == 0 || pinned > e) {
          break;
        }
        if (spins < 64) {
          Thread.onSpinWait();
        } else if (spins < 128) {
          Thread.yield();
        } else {
          LockSupport.parkNanos(50_000);
        }
      }
    }
  }

  /** Pins held now. */
  public int pinned() {
    int n = 0;
    for (int i = 0; i < SLOTS; i++) {
      n += (long) WORDS.getVolatile(slots, i * STRIDE) == 0 ? 0 : 1;
    }
    return n;
  }
}
