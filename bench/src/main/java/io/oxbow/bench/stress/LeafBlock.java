// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.stress;

import io.oxbow.memory.Arena;
import io.oxbow.memory.Budget;
import io.oxbow.memory.Mem;
import io.oxbow.page.Leaf;
import io.oxbow.page.LeafBuilder;
import io.oxbow.page.LeafSpec;
import io.oxbow.page.RecordList;
import io.oxbow.page.SlotWord;
import io.oxbow.page.TailWord;
import java.lang.invoke.VarHandle;

/**
 * A leaf block of raw memory with one tail slot to fight about: the steps of writer, overwriter and
 * reader, as the engine takes them. Its value is {@link #WORDS} equal longs.
 */
class LeafBlock {
  static final int WORDS = 6;
  static final int ABSENT = 0;
  static final int TORN = -1;
  private static final int RECORD = 1; // its number in the tail word

  private static final Arena ARENA = new Arena(new Budget(1L << 30));
  private static final byte[] KEY = {1};

  final long a;
  private final long ref;
  private final int offset;

  LeafBlock() {
    LeafSpec spec = new LeafSpec();
    spec.pid = 1;
    spec.birth = 1;
    spec.low = new byte[0];
    spec.tailSlots = 2;
    spec.tailBytes = 160;
    RecordList none = new RecordList();
    ref = ARENA.allocate(LeafBuilder.bytes(spec, none, 0, 0));
    if (ref == 0) {
      throw new IllegalStateException("no memory for another block: none is freed?");
    }
    a = Arena.address(ref);
    LeafBuilder.build(a, Arena.bytes(ref), spec, none, 0, 0);
    offset = Arena.bytes(ref) - entryBytes();
  }

  private static int entryBytes() {
    return Leaf.entryBytes(KEY.length, 8 * WORDS, 0);
  }

  /** The block is not used any more; by the arbiter. */
  final void free() {
    ARENA.free(ref);
  }

  /** Takes the slot; false when the block is sealed. */
  final boolean reserve() {
    long t = Leaf.quietTailWord(a);
    return !TailWord.isSealed(t)
        && Mem.casLong(a + Leaf.TAIL, t, TailWord.reserve(t, entryBytes()));
  }

  /** Writes the entry behind the slot and publishes it; false when the slot was killed. */
  final boolean publish(int value) {
    Mem.putInt(a + offset, 0);
    Mem.putLong(Leaf.tailHeadAddress(a, 0), 1L << 56);
    write(value);
    Mem.putByte(Leaf.tailTagAddress(a, 0), 77);
    return Mem.casLong(Leaf.slotAddress(a, 0), SlotWord.RESERVED, slotWord());
  }

  private long slotWord() {
    return SlotWord.of(SlotWord.PUT, 0, KEY.length, 8 * WORDS, offset);
  }

  private long valueAddress() {
    return a + offset + Leaf.ENTRY_HEADER;
  }

  private void write(int value) {
    for (int i = 0; i < WORDS; i++) {
      Mem.putLong(valueAddress() + 8L * i, value);
    }
  }

  private int value() {
    long first = Mem.getLong(valueAddress());
    for (int i = 1; i < WORDS; i++) {
      if (Mem.getLong(valueAddress() + 8L * i) != first) {
        return TORN;
      }
    }
    return (int) first;
  }

  /** Overwrites the published value in place; false when the block is sealed. */
  final boolean overwrite(int value) {
    long t;
    do {
      t = Leaf.quietTailWord(a);
      if (TailWord.isSealed(t)) {
        return false;
      }
    } while (!tryToOverwrite(t, value));
    return true;
  }

  private boolean tryToOverwrite(long t, int value) {
    if (!Mem.casLong(a + Leaf.TAIL, t, t | TailWord.BUSY)) {
      return false;
    }
    VarHandle.storeStoreFence();
    write(value);
    Mem.putLongRelease(a + Leaf.TAIL, TailWord.release(t, RECORD));
    return true;
  }

  /** Overwrites the published value in place, unless another overwrite eliminates this one. */
  final void overwriteOrBeEliminated(int value) {
    long t = Leaf.quietTailWord(a);
    while (!tryToOverwrite(t, value)) {
      long before = t;
      t = Leaf.quietTailWord(a);
      if (TailWord.isOverwritten(before, t, RECORD)) {
        return;
      }
    }
  }

  /** Reads the slot, without a second look at the tail word. */
  final int readOnce() {
    long t = Leaf.tailWord(a);
    if (TailWord.count(t) == 0 || !SlotWord.isPublished(Leaf.slot(a, 0))) {
      return ABSENT;
    }
    int tag = Mem.getUnsignedByte(Leaf.tailTagAddress(a, 0));
    return tag == 77 ? value() : TORN;
  }

  /** Reads the slot as a reader of the newest version does: until nothing has changed meanwhile. */
  final int read() {
    while (true) {
      long t = Leaf.quietTailWord(a);
      int value = readOnce();
      VarHandle.loadLoadFence();
      if (!TailWord.changed(t, Leaf.tailWord(a))) {
        return value;
      }
    }
  }
}
