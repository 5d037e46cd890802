// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.page;

import io.oxbow.memory.Mem;

/**
 * Finds one key in a leaf: the newest visible published entry of the tail, then the base. Holds the
 * outcome until the next find; reused, one thread at a time.
 *
 * <p>Reads skip reserved slots. A read that counts a published append kills every reserved slot
 * below it first, else a later reader could see an earlier append appear below (protocol, hole H4).
 */
public final class LeafLookup {
  public static final int ABSENT = 0;
  public static final int FOUND = 1;

  /** The tail decides nothing, or only operands: the base is on disk. */
  public static final int NEED_BASE = 2;

  private static final long ONES = 0x0101010101010101L;
  private static final long LOW7 = 0x7F7F7F7F7F7F7F7FL;

  private long block;
  private long slot;
  private int index;
  private boolean hasValue;
  private boolean inBase;
  private final int[] operands = new int[TailWord.MAX_SLOTS];
  private int operandCount;

  /** The top bit of each byte of x that is 0. */
  private static long zeroBytes(long x) {
    return ~((x & LOW7) + LOW7 | x | LOW7);
  }

  /**
   * Looks the key up as of {@code version} ({@code Long.MAX_VALUE}: newest).
   *
   * @param tail the block's tail word, read by the caller with acquire
   */
  public int find(long a, long tail, byte[] key, int offset, int length, long version) {
    int tag = KeyOrder.tag(key, offset, length);
    return find(a, TailWord.count(tail), 0, tag, key, offset, length, version);
  }

  /** Looks a key up, given its tag, from where {@link LeafGuess} said on. */
  public int findFrom(long a, int guess, int tag, byte[] key) {
    int slots = Math.max(0, -guess);
    return find(a, slots, Math.max(0, guess), tag, key, 0, key.length, Long.MAX_VALUE);
  }

  /** Looks in the first {@code slots} slots of the tail, then in the base records from one on. */
  private int find(
      long a, int slots, int from, int tag, byte[] key, int offset, int length, long version) {
    begin(a);
    long head = KeyOrder.head(key, offset, length, Leaf.prefixLength(a));
    int decided = findInTail(a, slots, tag, head, key, offset, length, version);
    if (decided != NEED_BASE || Leaf.has(a, Leaf.TAIL_ONLY)) {
      return decided;
    }
    int i = findInBase(a, from, tag, head, key, offset, length);
    if (i >= 0) {
      long w = BaseRecords.baseWord(a, i);
      inBase = true;
      index = i;
      slot = w;
      hasValue = SlotWord.kind(w) == SlotWord.PUT;
    }
    return hasValue || operandCount > 0 ? FOUND : ABSENT;
  }

  /** Looks for the newest entry of the tail alone: {@link #NEED_BASE} where it decides nothing. */
  public int findInTail(long a, long tail, byte[] key, int offset, int length) {
    begin(a);
    int tag = KeyOrder.tag(key, offset, length);
    long head = KeyOrder.head(key, offset, length, Leaf.prefixLength(a));
    return findInTail(a, TailWord.count(tail), tag, head, key, offset, length, Long.MAX_VALUE);
  }

  private void begin(long a) {
    block = a;
    slot = 0;
    hasValue = false;
    inBase = false;
    operandCount = 0;
  }

  private int findInTail(
      long a, int count, int tag, long head, byte[] key, int off, int len, long version) {
    long tags = Leaf.tailTagAddress(a, 0);
    for (int hi = count; hi > 0; ) {
      int lo = Math.max(0, hi - 8);
      long match = tailMatches(Mem.getLong(tags + lo), hi - lo, tag);
      while (match != 0) {
        int bit = 63 - Long.numberOfLeadingZeros(match);
        match &= ~(1L << bit);
        int i = lo + (bit >>> 3);
        long s = Leaf.slot(a, i);
        if (SlotWord.isPublished(s)
            && SlotWord.keyLength(s) == len
            && Leaf.tailHead(a, i) == head
            && matchesRest(a, s, key, off, len)
            && (version == Long.MAX_VALUE || Leaf.entryVersion(a, s) <= version)) {
          int kind = SlotWord.kind(s);
          if (kind == SlotWord.APPEND) {
            for (int k = 0; operandCount == 0 && k < i; k++) {
              Leaf.kill(a, k);
            }
            operands[operandCount++] = i;
            continue;
          }
          index = i;
          slot = s;
          hasValue = kind == SlotWord.PUT;
          return hasValue || operandCount > 0 ? FOUND : ABSENT;
        }
      }
      hi = lo;
    }
    return NEED_BASE;
  }

  /** The top bit of each of the first {@code n} bytes that is this tag, or 0: not known yet. */
  static long tailMatches(long tags, int n, int tag) {
    long match = zeroBytes(tags ^ tag * ONES) | zeroBytes(tags);
    return n < 8 ? match & (1L << 8 * n) - 1 : match;
  }

  private static boolean matchesRest(long a, long s, byte[] key, int off, int len) {
    long e = a + SlotWord.offset(s);
    int prefix = Leaf.prefixLength(a);
    int rest = Leaf.restLength(len, prefix);
    return rest == 0 || Mem.compare(e + Leaf.ENTRY_HEADER, rest, key, off + prefix + 8, rest) == 0;
  }

  private static int findInBase(
      long a, int from, int tag, long head, byte[] key, int off, int len) {
    int n = Leaf.baseCount(a);
    int c = Leaf.tailSlots(a);
    long tags = a + Leaf.HEADER;
    long heads = a + Leaf.heads(n, c);
    int prefix = Leaf.prefixLength(a);
    int rest = Leaf.restLength(len, prefix);
    long pattern = tag * ONES;
    for (int lo = from & -8; lo < n; lo += 8) {
      long match = zeroBytes(Mem.getLong(tags + lo) ^ pattern);
      if (n - lo < 8) {
        match &= (1L << 8 * (n - lo)) - 1;
      }
      for (; match != 0; match &= match - 1) {
        int i = lo + (Long.numberOfTrailingZeros(match) >>> 3);
        if (Mem.getLong(heads + 8L * i) != head) {
          continue;
        }
        long s = BaseRecords.baseWord(a, i);
        if (SlotWord.keyLength(s) == len
            && (rest == 0
                || Mem.compare(a + SlotWord.offset(s), rest, key, off + prefix + 8, rest) == 0)) {
          return i;
        }
      }
    }
    return -1;
  }

  /**
   * Reads from the lines that a lookup begins with, of the header and the first 128 tags. The block
   * may have been freed, and be of the smallest class, whose end this reads past by a word.
   */
  public static long touchFront(long a) {
    return Mem.touch(a) + Mem.touch(a + Leaf.HEADER) + Mem.touch(a + Leaf.HEADER + 64);
  }

  /** Reads from the lines that say where the records are: fences, tail slots, heads. */
  public static long touchDirectory(long a) {
    long sum = Mem.getUnsignedByte(Leaf.prefixAddress(a));
    long end = Leaf.baseHeadAddress(a, Leaf.baseCount(a));
    for (long at = Leaf.slotAddress(a, 0); at < end; at += 64) {
      sum += Mem.getLong(at);
    }
    return sum;
  }

  /** Index of the first of the base records {@code [from, n)} with this tag, or -1. */
  static int nextByTag(long a, int n, int tag, int from) {
    long pattern = tag * ONES;
    long all = -1L << 8 * (from & 7); // of the first word: from on
    for (int lo = from & -8; lo < n; lo += 8) {
      long match = zeroBytes(Mem.getLong(a + Leaf.HEADER + lo) ^ pattern) & all;
      if (match != 0) {
        int i = lo + (Long.numberOfTrailingZeros(match) >>> 3);
        return i < n ? i : -1;
      }
      all = -1;
    }
    return -1;
  }

  /** Whether the value found is one inline record, not composed: the case for overwriting. */
  public boolean isPlain() {
    return hasValue && operandCount == 0 && !SlotWord.isRef(slot);
  }

  /** Whether nothing was found but a record that was deleted where it is, or may have been. */
  public boolean isHole() {
    return !hasValue
        && operandCount == 0
        && (inBase ? BaseRecords.isHole(block, index) : SlotWord.kind(slot) == SlotWord.DELETE);
  }

  /** Deletes the plain record found where it is; only under busy. */
  public void delete() {
    if (inBase) {
      BaseRecords.delete(block, index);
      BaseRecords.touch(block, index);
    } else {
      setKind(SlotWord.DELETE);
    }
  }

  /** Says that the value of what was found, a hole or not, was written; only under busy. */
  public void putBack() {
    if (inBase) {
      if (!hasValue) {
        BaseRecords.putBack(block, index);
      }
      BaseRecords.touch(block, index);
    } else if (!hasValue) {
      setKind(SlotWord.PUT);
    }
  }

  private void setKind(int kind) {
    Mem.putLong(Leaf.slotAddress(block, index), SlotWord.withKind(slot, kind));
  }

  /**
   * Reads from the lines that a change of what was found will write, beside those that the search
   * read: they come while the search still waits, not one by one under busy.
   *
   * @param value whether the value will be written
   */
  public long touchChange(boolean value) {
    int last = value ? SlotWord.valueLength(slot) - 1 : -1;
    return (inBase ? BaseRecords.touchBits(block, index) : 0)
        + (last < 0 ? 0 : Mem.getUnsignedByte(valueAddress() + last));
  }

  /**
   * Whether the record found, or its place, is still as it was, where nothing has been reserved in
   * the tail since.
   */
  public boolean stands() {
    long now = inBase ? BaseRecords.baseWord(block, index) : Leaf.slot(block, index);
    return slot == 0 || SlotWord.kind(now) == SlotWord.kind(slot);
  }

  /** The number by which the tail word names the record found; 0 when it has none. */
  public int number() {
    if (slot == 0) {
      return 0;
    }
    return inBase ? TailWord.numberInBase(index) : TailWord.numberInTail(index);
  }

  public boolean inBase() {
    return inBase;
  }

  public int index() {
    return index;
  }

  public long slot() {
    return slot;
  }

  /** Address of the bytes of the record found (a descriptor when it is separated). */
  public long valueAddress() {
    return inBase ? Leaf.baseValue(block, slot) : Leaf.entryValue(block, slot);
  }

  /** Bytes of the value found, operands folded in. */
  public long valueLength(int rule) {
    if (MergeRule.isSum(rule)) {
      return 8;
    }
    long n = hasValue ? length(valueAddress(), slot) : 0;
    if (operandCount > 0) {
      int delimiter = MergeRule.delimiter(rule) < 0 ? 0 : 1;
      n += (long) delimiter * (operandCount - (hasValue ? 0 : 1));
      for (int k = 0; k < operandCount; k++) {
        long s = Leaf.slot(block, operands[k]);
        n += length(Leaf.entryValue(block, s), s);
      }
    }
    return n;
  }

  private static long length(long at, long s) {
    int n = SlotWord.valueLength(s);
    return SlotWord.isRef(s) ? Mem.getLong(at + 8) + n - ValueNodes.DESCRIPTOR : n;
  }

  /**
   * Copies the value found into {@code to[0, valueLength)}.
   *
   * @return 0, or the cold node whose bytes belong at {@code to[0, its total)} and are on disk
   */
  public long copyValue(int rule, byte[] to) {
    if (operandCount == 0 && !SlotWord.isRef(slot)) {
      Mem.copyOut(valueAddress(), to, 0, SlotWord.valueLength(slot));
      return 0;
    }
    if (MergeRule.isSum(rule)) {
      sum(rule, to);
      return 0;
    }
    long cold = 0;
    int at = 0;
    if (hasValue) {
      cold = copyPart(valueAddress(), slot, to, 0);
      at = (int) length(valueAddress(), slot);
    }
    for (int k = operandCount - 1; k >= 0; k--) {
      if ((hasValue || k < operandCount - 1) && MergeRule.delimiter(rule) >= 0) {
        to[at++] = (byte) MergeRule.delimiter(rule);
      }
      long s = Leaf.slot(block, operands[k]);
      copyPart(Leaf.entryValue(block, s), s, to, at); // operands are never cold: not yet flushed
      at += (int) length(Leaf.entryValue(block, s), s);
    }
    return cold;
  }

  private static long copyPart(long at, long s, byte[] to, int offset) {
    if (!SlotWord.isRef(s)) {
      Mem.copyOut(at, to, offset, SlotWord.valueLength(s));
      return 0;
    }
    long cold = ValueNodes.copy(Mem.getLong(at), to, offset);
    int suffix = SlotWord.valueLength(s) - ValueNodes.DESCRIPTOR;
    Mem.copyOut(at + ValueNodes.DESCRIPTOR, to, offset + (int) Mem.getLong(at + 8), suffix);
    return cold;
  }

  private void sum(int rule, byte[] to) {
    byte[] operand = new byte[8];
    java.util.Arrays.fill(to, 0, 8, (byte) 0);
    boolean first = true;
    if (hasValue) {
      Mem.copyOut(valueAddress(), to, 0, 8);
      first = false;
    }
    for (int k = operandCount - 1; k >= 0; k--) {
      long s = Leaf.slot(block, operands[k]);
      if (first) {
        Mem.copyOut(Leaf.entryValue(block, s), to, 0, 8);
        first = false;
      } else {
        Mem.copyOut(Leaf.entryValue(block, s), operand, 0, 8);
        MergeRule.add(rule, to, 0, operand, 0);
      }
    }
  }
}
