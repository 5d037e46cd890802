// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.page;

import io.oxbow.memory.Mem;

/**
 * The body of a piece written straight from the common leaf, record by record in key order, without
 * a detour over the heap: the format is that of {@link ImageCodec}. What it cannot do (merge
 * operands, absorptions, separated values, a base on disk) is left to {@link LeafFold}. Reused, one
 * thread at a time, under the pin of the block.
 */
public final class LeafImage {
  /** Kind, flags, and two lengths of at most three bytes each. */
  private static final int RECORD_HEADER = 8;

  /** Words are written whole, up to this far behind the last record. */
  private static final int OVERHANG = 16;

  private final LeafPlan plan = new LeafPlan();
  private long a;
  private int prefix;
  private long durable;
  private int live;
  private int liveBytes;
  private int dirtyBytes;

  // of the body being written
  private byte[] start = new byte[32]; // what all keys start with
  private byte[] to;
  private int at;
  private int written;

  /**
   * Looks at a block as of a version whose content stands still.
   *
   * @return false when it takes a fold
   */
  public boolean look(long block, long tailWord, long version) {
    if (Leaf.hasNodes(block) || !plan.look(block, tailWord, version)) {
      return false;
    }
    a = block;
    prefix = Leaf.prefixLength(a);
    durable = plan.durable();
    live = 0;
    liveBytes = 0;
    dirtyBytes = 0;
    int i = 0;
    for (int k = 0; k < plan.keys(); k++) {
      countRun(i, plan.place(k));
      i = plan.behind(k);
      if (plan.entry(k) >= 0) {
        count(plan.slot(k), (plan.flags(k) & SlotWord.DIRTY) != 0);
      }
    }
    countRun(i, Leaf.baseCount(a));
    return true;
  }

  private void countRun(int from, int end) {
    for (int i = from; i < end; i++) {
      long s = Leaf.baseSlot(a, i);
      if (!DirtyRecords.vanishes(a, durable, i, s)) {
        count(s, DirtyRecords.isBaseDirty(a, durable, i, s));
      }
    }
  }

  private void count(long s, boolean dirty) {
    boolean put = SlotWord.kind(s) == SlotWord.PUT;
    int bytes = RECORD_HEADER + SlotWord.keyLength(s) + (put ? SlotWord.valueLength(s) : 0);
    dirtyBytes += dirty ? bytes : 0;
    liveBytes += put ? bytes : 0;
    live += put ? 1 : 0;
  }

  /** Records that a full image has. */
  public int live() {
    return live;
  }

  /** Bytes of a full image, at most. */
  public int liveBytes() {
    return liveBytes;
  }

  /** Bytes of a delta, at most; 0 when the chain lacks nothing. */
  public int dirtyBytes() {
    return dirtyBytes;
  }

  /**
   * Writes all live records, or those that the chain on disk lacks, as the content of {@code sink}.
   *
   * @return how many there were
   */
  public int encode(boolean full, ByteSink sink) {
    to = sink.fill(4 + (full ? liveBytes : dirtyBytes) + OVERHANG);
    at = 4;
    written = 0;
    if (prefix > start.length) {
      start = new byte[2 * prefix];
    }
    Mem.copyOut(Leaf.prefixAddress(a), start, 0, prefix);
    int i = 0;
    for (int k = 0; k < plan.keys(); k++) {
      putRun(i, plan.place(k), full);
      i = plan.behind(k);
      int e = plan.entry(k);
      long s = e < 0 ? SlotWord.DEAD : plan.slot(k);
      if (full
          ? SlotWord.kind(s) == SlotWord.PUT
          : e >= 0 && (plan.flags(k) & SlotWord.DIRTY) != 0) {
        put(s, Leaf.tailHead(a, e), a + SlotWord.offset(s) + Leaf.ENTRY_HEADER);
      }
    }
    putRun(i, Leaf.baseCount(a), full);
    sink.filled(at);
    sink.setInt(0, written);
    return written;
  }

  private void putRun(int from, int end, boolean full) {
    for (int i = from; i < end; i++) {
      long s = Leaf.baseSlot(a, i);
      if (full
          ? SlotWord.kind(s) == SlotWord.PUT
          : DirtyRecords.isBaseDirty(a, durable, i, s)
              && !DirtyRecords.vanishes(a, durable, i, s)) {
        put(s, Leaf.baseHead(a, i), a + SlotWord.offset(s));
      }
    }
  }

  private void put(long s, long head, long rest) {
    int kind = SlotWord.kind(s);
    int keyLength = SlotWord.keyLength(s);
    int valueLength = kind == SlotWord.PUT ? SlotWord.valueLength(s) : 0; // a hole still has one
    int next = at;
    if ((keyLength | valueLength) < 0x80) {
      HeapWords.putLittle(to, next, kind | (long) keyLength << 16 | (long) valueLength << 24);
      next += 4;
    } else {
      to[next] = (byte) kind;
      to[next + 1] = 0;
      next = varint(valueLength, varint(keyLength, next + 2));
    }
    if (prefix <= 8) {
      HeapWords.putLittle(to, next, Mem.littleEndian(start, 0));
    } else {
      System.arraycopy(start, 0, to, next, prefix);
    }
    next += prefix;
    HeapWords.putBig(to, next, head);
    next += Math.min(8, keyLength - prefix);
    int bytes = Leaf.restLength(keyLength, prefix) + valueLength;
    Mem.copyOut(rest, to, next, bytes);
    at = next + bytes;
    written++;
  }

  private int varint(int v, int offset) {
    int next = offset;
    int rest = v;
    for (; rest > 0x7F; rest >>>= 7) {
      to[next++] = (byte) (rest | 0x80);
    }
    to[next++] = (byte) rest;
    return next;
  }
}
