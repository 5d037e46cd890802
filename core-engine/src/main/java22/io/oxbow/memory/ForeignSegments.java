// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The segments behind the addresses of {@link ForeignAccess}, one per slot of a table of fixed
 * size. A large reservation is a segment of its own; small ones are cut in sequence from a segment
 * that they share, which goes when the last of them is released.
 *
 * <p>Any number of threads. The lock guards the books only and is held for a few instructions: no
 * memory is taken from the system or given back under it.
 */
final class ForeignSegments {
  /** Small, so that addresses are near each other: nodes hint at blocks by their distance. */
  private static final int SLOT_SHIFT = 23;

  /** Mask of an address's offset in its segment. */
  static final long OFFSET = (1L << SLOT_SHIFT) - 1;

  private static final int SLOTS = 1 << 16;
  private static final int SHARED_BYTES = 1 << 20;
  private static final int ALIGN = 64;

  /** The one table of the process: constants, so that an access indexes a constant array. */
  static final ForeignSegments TABLE = new ForeignSegments();

  private static final MemorySegment[] SEGMENTS = new MemorySegment[SLOTS];

  private final Arena[] arenas = new Arena[SLOTS];
  private final int[] pieces = new int[SLOTS];
  private final int[] freeSlots = new int[SLOTS];
  private int free;
  private int next = 1; // slot 0 stays empty: no address is 0
  private int shared;
  private int sharedUsed;

  private final AtomicLong reserved = new AtomicLong();

  private ForeignSegments() {}

  /** The segment of an address; null when its memory was released. */
  static MemorySegment segment(long address) {
    return SEGMENTS[(int) (address >>> SLOT_SHIFT) & SLOTS - 1];
  }

  /** Bytes of all segments now. */
  long reservedBytes() {
    return reserved.get();
  }

  /** See {@link MemAccess#reserve}. */
  long reserve(long bytes) {
    if (bytes > OFFSET + 1) {
      throw new IllegalArgumentException(
          bytes + " bytes in one piece; a segment has at most " + (OFFSET + 1));
    }
    if (bytes >= SHARED_BYTES) {
      return (long) open(bytes) << SLOT_SHIFT;
    }
    int need = (int) bytes + ALIGN - 1 & -ALIGN;
    long address = cut(need);
    while (address == 0) {
      share(open(SHARED_BYTES));
      address = cut(need);
    }
    return address;
  }

  private synchronized long cut(int bytes) {
    if (shared == 0 || sharedUsed + bytes > SHARED_BYTES) {
      return 0;
    }
    long address = (long) shared << SLOT_SHIFT | sharedUsed;
    sharedUsed += bytes;
    pieces[shared]++;
    return address;
  }

  /** Cuts from {@code slot} from now on; the one before lives as long as its pieces. */
  private void share(int slot) {
    int before;
    synchronized (this) {
      before = shared;
      shared = slot;
      sharedUsed = 0;
    }
    if (before != 0) {
      drop(before);
    }
  }

  /** Gives back what an address of {@link #reserve} stands for. */
  void release(long address) {
    int slot = (int) (address >>> SLOT_SHIFT);
    if (SEGMENTS[slot] == null) {
      throw new IllegalStateException(
          "release of memory that is not reserved: " + Long.toHexString(address));
    }
    drop(slot);
  }

  /** One user less of a segment; the last one closes it. */
  private void drop(int slot) {
    Arena arena;
    synchronized (this) {
      pieces[slot]--;
      if (slot == shared && pieces[slot] == 1) {
        pieces[slot] = 0; // nothing is left in it: no cut from it any more
        shared = 0;
      }
      if (pieces[slot] > 0) {
        return;
      }
      arena = arenas[slot];
      arenas[slot] = null;
    }
    reserved.addAndGet(-SEGMENTS[slot].byteSize());
    SEGMENTS[slot] = null;
    arena.close(); // meets every thread once: a handshake
    giveBack(slot);
  }

  private int open(long bytes) {
    int slot = takeSlot();
    Arena arena = Arena.ofShared();
    try {
      SEGMENTS[slot] = arena.allocate(bytes, ALIGN);
    } catch (OutOfMemoryError e) {
      arena.close();
      giveBack(slot);
      throw e;
    }
    reserved.addAndGet(bytes);
    synchronized (this) {
      arenas[slot] = arena;
      pieces[slot] = 1; // of whoever opened it: a caller, or the sharing
    }
    return slot;
  }

  private synchronized int takeSlot() {
    if (free > 0) {
      return freeSlots[--free];
    }
    if (next == SLOTS) {
      throw new OutOfMemoryError("all " + SLOTS + " segments of block memory are in use");
    }
    return next++;
  }

  private synchronized void giveBack(int slot) {
    freeSlots[free++] = slot;
  }
}
