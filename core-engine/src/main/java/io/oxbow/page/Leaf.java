// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.page;

import io.oxbow.memory.Mem;

/**
 * The layout of a leaf block, and plain accessors to it by address.
 *
 * <pre>
 *   0 kind u8 | 1 flags u8 | 2 reference u8: bit 0, above it scans | 3 has value nodes u8
 *   4 prefix length u16 | 6 base count u16
 *   8 tail word | 16 durable word | 24 base version | 32 head of the high fence
 *  40 tail slots u8 | 41 holes u8: base records deleted where they are
 *  42 key length u16 if all base records, holes too, have the same lengths, else 0
 *  44 end of the heap u32 (the tail grows down to it)
 *  48 reference of the pre-image, 0 none | 56 PID (40 bits), level (8 bits) | 62 value length u16
 *     if all base records have it
 *  64 birth | 72 born version of the PID | 80 origin PID | 88 sibling PID
 *  96 absorbed PID | 104 its mapping word then | 112 tree id u32
 * 116 low fence length u16 | 118 high fence length u16 | 120 offset of the fences u32
 * 124 offset of what is absorbed u32 (its block's birth u64, low fence: u16 length, bytes)
 * 128 tags (base, then tail) | per 64 base records touched u64, holes u64
 *     | slot words | tail heads | base heads | base slots | fences | heap
 * </pre>
 *
 * A tail entry, 8-aligned: version above the base version u32, 4 bytes 0, rest of the key, value. A
 * base record in the heap: rest of the key, value. The rest is what follows prefix and head. Heads
 * are kept apart from entries and records, so that ordered access finds its range in few lines.
 */
public final class Leaf {
  public static final int KIND_LEAF = 1;
  public static final int KIND_INNER = 2;

  /** The base is on disk: the block holds only a tail over the durable word's location. */
  public static final int TAIL_ONLY = 1;

  public static final int ABSORBING = 2;
  public static final int HIGH_OPEN = 4;

  /** Base records were overwritten behind a flush: the flags in their slots say nothing more. */
  public static final int REOPENED_BASE = 8;

  /** The same of tail entries: the chain may hold the keys of more than the durable count says. */
  public static final int REOPENED_TAIL = 16;

  public static final int HEADER = 128;
  public static final int TAIL = 8;
  public static final int DURABLE = 16;
  public static final int ENTRY_HEADER = 8;

  /** Bytes a tail slot takes besides its entry: slot word, head, tag. */
  public static final int TAIL_SLOT = 17;

  private static final long PID_MASK = (1L << 40) - 1;

  private Leaf() {}

  public static int kind(long a) {
    return Mem.getUnsignedByte(a);
  }

  public static boolean isLeaf(long a) {
    return Mem.getUnsignedByte(a) == KIND_LEAF;
  }

  public static boolean has(long a, int flag) {
    return (Mem.getUnsignedByte(a + 1) & flag) != 0;
  }

  public static boolean isReferenced(long a) {
    return Mem.getUnsignedByte(a + 2) != 0;
  }

  /** Sets a flag; only under busy. The other flags never change. */
  static void mark(long a, int flag) {
    Mem.putByte(a + 1, Mem.getUnsignedByte(a + 1) | flag);
  }

  /** Marks the page as recently used: plain, and only if clear. */
  public static void reference(long a) {
    if (Mem.getUnsignedByte(a + 2) == 0) {
      Mem.putByte(a + 2, 1);
    }
  }

  /** Counts a scan of the whole leaf, to 127; plain, so that some may be lost. Returns how many. */
  public static int countScan(long a) {
    int scans = Math.min(127, (Mem.getUnsignedByte(a + 2) >>> 1) + 1);
    Mem.putByte(a + 2, scans << 1 | 1);
    return scans;
  }

  /** Whether some record may refer to separated value nodes. */
  public static boolean hasNodes(long a) {
    return Mem.getUnsignedByte(a + 3) != 0;
  }

  /** Says so; before the record's slot is published. */
  public static void markNodes(long a) {
    Mem.putByte(a + 3, 1);
  }

  public static int prefixLength(long a) {
    return Mem.getUnsignedShort(a + 4);
  }

  public static int baseCount(long a) {
    return Mem.getUnsignedShort(a + 6);
  }

  public static long tailWord(long a) {
    return Mem.getLongVolatile(a + TAIL);
  }

  public static long durableWord(long a) {
    return Mem.getLongVolatile(a + DURABLE);
  }

  public static long baseVersion(long a) {
    return Mem.getLong(a + 24);
  }

  public static long highHead(long a) {
    return Mem.getLong(a + 32);
  }

  public static int tailSlots(long a) {
    return Mem.getUnsignedByte(a + 40);
  }

  public static int heapEnd(long a) {
    return Mem.getInt(a + 44);
  }

  public static long previous(long a) {
    return Mem.getLong(a + 48);
  }

  /** Lets go of the pre-images, which nobody needs any more; only under busy. */
  public static void dropPrevious(long a) {
    Mem.putLong(a + 48, 0);
  }

  public static long pid(long a) {
    return Mem.getLong(a + 56) & PID_MASK;
  }

  public static int level(long a) {
    return Mem.getUnsignedByte(a + 61);
  }

  public static long birth(long a) {
    return Mem.getLong(a + 64);
  }

  public static long bornVersion(long a) {
    return Mem.getLong(a + 72);
  }

  public static long origin(long a) {
    return Mem.getLong(a + 80);
  }

  public static long sibling(long a) {
    return Mem.getLong(a + 88);
  }

  public static long absorbedPid(long a) {
    return Mem.getLong(a + 96);
  }

  public static long absorbedWord(long a) {
    return Mem.getLong(a + 104);
  }

  /** Birth of the absorbed page's block then: the word alone may name another block by now. */
  public static long absorbedBirth(long a) {
    return Mem.getLong(a + Mem.getInt(a + 124));
  }

  public static int treeId(long a) {
    return Mem.getInt(a + 112);
  }

  public static int lowLength(long a) {
    return Mem.getUnsignedShort(a + 116);
  }

  public static int highLength(long a) {
    return Mem.getUnsignedShort(a + 118);
  }

  private static int fences(long a) {
    return Mem.getInt(a + 120);
  }

  /** Address of the bytes that all keys of the block start with: the low fence starts with them. */
  static long prefixAddress(long a) {
    return a + fences(a);
  }

  /** The low fence, copied. */
  public static byte[] low(long a) {
    byte[] low = new byte[lowLength(a)];
    Mem.copyOut(a + fences(a), low, 0, low.length);
    return low;
  }

  /** The high fence, copied, or null when the page is the last of its level. */
  public static byte[] high(long a) {
    return has(a, HIGH_OPEN) ? null : copyHigh(a, new byte[highLength(a)]);
  }

  /** Copies the high fence into an array of its length; returns that. */
  public static byte[] copyHigh(long a, byte[] to) {
    Mem.copyOut(a + fences(a) + lowLength(a), to, 0, to.length);
    return to;
  }

  /** The low fence of the absorbed page, copied. */
  public static byte[] absorbedLow(long a) {
    int at = Mem.getInt(a + 124);
    byte[] low = new byte[Mem.getUnsignedShort(a + at + 8)];
    Mem.copyOut(a + at + 10, low, 0, low.length);
    return low;
  }

  /** Sign of (key - high fence); negative when the page has no upper end. */
  public static int compareToHigh(long a, byte[] key, int offset, int length) {
    if (has(a, HIGH_OPEN)) {
      return -1;
    }
    long head = KeyOrder.head(key, offset, length, 0);
    long high = highHead(a);
    if (head != high) {
      return Long.compareUnsigned(head, high);
    }
    return -Mem.compare(a + fences(a) + lowLength(a), highLength(a), key, offset, length);
  }

  /** Sign of (key - low fence). */
  public static int compareToLow(long a, byte[] key, int offset, int length) {
    return -Mem.compare(a + fences(a), lowLength(a), key, offset, length);
  }

  /** Sign of (key - low fence of the absorbed page). */
  public static int compareToAbsorbed(long a, byte[] key, int offset, int length) {
    int at = Mem.getInt(a + 124);
    return -Mem.compare(a + at + 10, Mem.getUnsignedShort(a + at + 8), key, offset, length);
  }

  static int tags() {
    return HEADER;
  }

  /** The bits of base records: where the tags end, since whoever looks reads that line anyway. */
  static int touched(int base, int tail) {
    return HEADER + (base + tail + 7 & -8);
  }

  static int slots(int base, int tail) {
    return touched(base, tail) + (base + 63 >>> 6) * 16;
  }

  static int tailHeads(int base, int tail) {
    return slots(base, tail) + 8 * tail;
  }

  static int heads(int base, int tail) {
    return tailHeads(base, tail) + 8 * tail;
  }

  static int baseSlots(int base, int tail) {
    return heads(base, tail) + 8 * base;
  }

  static int afterSlots(int base, int tail) {
    return baseSlots(base, tail) + 8 * base;
  }

  /** Address of tail slot word {@code i}. */
  public static long slotAddress(long a, int i) {
    return a + slots(baseCount(a), tailSlots(a)) + 8L * i;
  }

  /** Tail slot word {@code i}, acquire. */
  public static long slot(long a, int i) {
    return Mem.getLongVolatile(slotAddress(a, i));
  }

  /** Address of the head of tail slot {@code i}, valid once the slot is published. */
  public static long tailHeadAddress(long a, int i) {
    return a + tailHeads(baseCount(a), tailSlots(a)) + 8L * i;
  }

  /** Head of published tail slot {@code i}, behind the prefix. */
  public static long tailHead(long a, int i) {
    return Mem.getLong(tailHeadAddress(a, i));
  }

  /** Address of the tag byte of tail slot {@code i}. */
  public static long tailTagAddress(long a, int i) {
    return a + HEADER + baseCount(a) + i;
  }

  /** Slot word of base record {@code i}; that of a delete where it is a hole. */
  public static long baseSlot(long a, int i) {
    long s = Mem.getLong(a + baseSlots(baseCount(a), tailSlots(a)) + 8L * i);
    return BaseRecords.isHole(a, i) ? SlotWord.withKind(s, SlotWord.DELETE) : s;
  }

  /** Address of the head of base record {@code i}. */
  static long baseHeadAddress(long a, int i) {
    return a + heads(baseCount(a), tailSlots(a)) + 8L * i;
  }

  /** Head of base record {@code i}, behind the prefix. */
  public static long baseHead(long a, int i) {
    return Mem.getLong(baseHeadAddress(a, i));
  }

  /** Version of a published tail entry. */
  public static long entryVersion(long a, long slot) {
    return baseVersion(a) + (Mem.getInt(a + SlotWord.offset(slot)) & 0xFFFFFFFFL);
  }

  /** Bytes of the key that a block stores apart from its head. */
  public static int restLength(int keyLength, int prefix) {
    return Math.max(0, keyLength - prefix - 8);
  }

  /** Address of a tail entry's value. */
  public static long entryValue(long a, long slot) {
    return a
        + SlotWord.offset(slot)
        + ENTRY_HEADER
        + restLength(SlotWord.keyLength(slot), prefixLength(a));
  }

  /** Address of a base record's value. */
  public static long baseValue(long a, long slot) {
    return a + SlotWord.offset(slot) + restLength(SlotWord.keyLength(slot), prefixLength(a));
  }

  /** Bytes a tail entry takes. */
  public static int entryBytes(int keyLength, int valueLength, int prefix) {
    return ENTRY_HEADER + restLength(keyLength, prefix) + valueLength + 7 & -8;
  }

  /** Seals: no slot is reserved and no value overwritten after this returns. */
  public static void seal(long a) {
    for (int spins = 0; ; spins++) {
      long t = tailWord(a);
      if (TailWord.isSealed(t)) {
        break;
      }
      if (TailWord.isBusy(t)) {
        spin(spins);
      } else if (Mem.casLong(a + TAIL, t, t | TailWord.SEALED)) {
        break;
      }
    }
    int n = TailWord.count(tailWord(a));
    for (int i = 0; i < n; i++) {
      kill(a, i);
    }
    long d;
    do {
      d = durableWord(a);
    } while (!DurableWord.isFrozen(d) && !Mem.casLong(a + DURABLE, d, d | DurableWord.FROZEN));
  }

  /** Makes a reserved slot dead; no effect on a published one. */
  public static void kill(long a, int i) {
    if (slot(a, i) == SlotWord.RESERVED) {
      Mem.casLong(slotAddress(a, i), SlotWord.RESERVED, SlotWord.DEAD);
    }
  }

  /** The tail word once it is not busy, acquire. The wait is one value copy of another thread. */
  public static long quietTailWord(long a) {
    long t = tailWord(a);
    for (int spins = 0; TailWord.isBusy(t); spins++) {
      spin(spins);
      t = tailWord(a);
    }
    return t;
  }

  private static void spin(int spins) {
    if ((spins & 63) == 63) {
      Thread.yield(); // the holder may have lost its core
    } else {
      Thread.onSpinWait();
    }
  }
}
