// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.page;

import io.oxbow.memory.Mem;
import java.util.Arrays;
import java.util.function.IntToLongFunction;

/**
 * Inner blocks: immutable but for hints, replaced copy-on-write. They share the leaf's header
 * fields for kind, flags, fences, PID, level, sibling, birth and tree; entry 0's key is the low
 * fence and not stored.
 *
 * <pre>
 * 128 bends of the head line | 192 heads u64 x n
 *     | children u64 x n: 63 marked, a merge is at work at this separator | 62-34 hint | 33-0 PID
 *     | second heads u64 x n: of each key the eight bytes behind its head
 *     | per key: offset of its rest u32, key length u32 | fences | rests of keys
 * </pre>
 *
 * A hint says which block the child had when a descent last looked, by its distance from the node
 * in units of 64 bytes; 0 where that is not known, or 16 GB and more. What lies there may be
 * another block by now: it is touched, so that its line is on its way while the mapping word is
 * read, and never believed.
 */
public final class Inner {
  /** A merge is at work right of this separator. */
  public static final long MARKED = 1L << 63;

  /** Where the heads begin: behind the fields that leaves have, too, and the line's bends. */
  public static final int HEADER = Leaf.HEADER + HeadLine.BYTES;

  /** Bytes that a separator takes besides what of it is behind its head. */
  public static final int SEPARATOR = 32;

  private static final int PID_BITS = 34;

  /** The largest PID that a child may have. */
  public static final long MAX_PID = (1L << PID_BITS) - 1;

  private static final long HINT = ~MARKED & ~MAX_PID;

  private static final HeadSearch HEADS = HeadSearches.near();

  private Inner() {}

  public static int count(long a) {
    return Mem.getUnsignedShort(a + 6);
  }

  private static long childAddress(long a, int i) {
    return a + HEADER + 8L * (count(a) + i);
  }

  /** The child at {@code i}, mark included. */
  public static long childWord(long a, int i) {
    return Mem.getLong(childAddress(a, i)) & ~HINT;
  }

  /** The PID of the child at {@code i}. */
  public static long child(long a, int i) {
    return Mem.getLong(childAddress(a, i)) & MAX_PID;
  }

  /** The hint for the child at {@code i}: the address of a block, the node's own for none. */
  public static long hint(long a, int i) {
    long distance = Mem.getLong(childAddress(a, i)) << 1 >> PID_BITS + 1;
    return a + (distance << 6);
  }

  /** Leaves a hint for the child at {@code i}, plain: it is the only part of the word to change. */
  public static void setHint(long a, int i, long block) {
    long distance = block - a >> 6;
    long bits = distance << PID_BITS & HINT;
    boolean fits = bits << 1 >> PID_BITS + 1 == distance;
    Mem.putLong(childAddress(a, i), childWord(a, i) | (fits ? bits : 0));
  }

  private static long secondHeadAddress(long a, int i) {
    return a + HEADER + 8L * (2 * count(a) + i);
  }

  private static long keyWordAddress(long a, int i) {
    return a + HEADER + 8L * (3 * count(a) + i);
  }

  /** The head of the separator at {@code i}, behind the prefix. */
  public static long head(long a, int i) {
    return Mem.getLong(a + HEADER + 8L * i);
  }

  private static int restOffset(long a, int i) {
    return Mem.getInt(keyWordAddress(a, i));
  }

  private static int keyLength(long a, int i) {
    return Mem.getInt(keyWordAddress(a, i) + 4);
  }

  /** The separator at {@code i}: the low fence for 0. Copied. */
  public static byte[] key(long a, int i) {
    if (i == 0) {
      return Leaf.low(a);
    }
    int prefix = Leaf.prefixLength(a);
    byte[] key = new byte[keyLength(a, i)];
    Mem.copyOut(a + Mem.getInt(a + 120), key, 0, prefix);
    long h = head(a, i);
    int inHead = Math.min(8, key.length - prefix);
    for (int b = 0; b < inHead; b++) {
      key[prefix + b] = (byte) (h >>> 56 - 8 * b);
    }
    int rest = key.length - prefix - inHead;
    Mem.copyOut(a + restOffset(a, i), key, prefix + 8, Math.max(0, rest));
    return key;
  }

  /** Upper fence of the child at {@code i}: the next separator or the node's own high fence. */
  public static byte[] upper(long a, int i) {
    return i + 1 < count(a) ? key(a, i + 1) : Leaf.high(a);
  }

  /** Compares the separator at {@code i} with a key of the same head. */
  private static int compareRest(long a, int i, byte[] key, int offset, int length) {
    int prefix = Leaf.prefixLength(a);
    long second = Mem.getLong(secondHeadAddress(a, i));
    long other = KeyOrder.head(key, offset, length, prefix + 8);
    if (second != other) {
      return Long.compareUnsigned(second, other); // the rest is another cache miss or two
    }
    int len = keyLength(a, i);
    int common = Math.min(Leaf.restLength(len, prefix), Leaf.restLength(length, prefix));
    int c =
        common == 0
            ? 0
            : Mem.compare(a + restOffset(a, i), common, key, offset + prefix + 8, common);
    return c != 0 ? c : len - length;
  }

  /** Index of the child that covers the key: the last separator not above it. */
  public static int find(long a, byte[] key, int offset, int length) {
    return search(a, key, offset, length, false);
  }

  /** Index of the child that covers keys just below the bound: the last separator below it. */
  public static int findBelow(long a, byte[] key, int offset, int length) {
    return search(a, key, offset, length, true);
  }

  private static int search(long a, byte[] key, int offset, int length, boolean below) {
    int n = count(a);
    long h = KeyOrder.head(key, offset, length, Leaf.prefixLength(a));
    // entry 0 is the low fence: it is above no key, whatever stands in place of its head
    int first = n < 2 ? 1 : HeadLine.firstNotBelow(a, n, h);
    return at(a, n, first, h, key, offset, length, below);
  }

  /** A place near the separator that a search for the key will look at first. */
  public static int guess(long a, byte[] key, int offset, int length) {
    int n = count(a);
    return n < 2
        ? 0
        : HeadLine.guess(a, n, KeyOrder.head(key, offset, length, Leaf.prefixLength(a))) - 1;
  }

  /** Reads the lines with the separators that a search from a guess begins with, and its child. */
  public static long touch(long a, int guess) {
    return HeadLine.touch(a, guess + 1) + Mem.getLong(childAddress(a, guess));
  }

  /** {@link #find} from a guess made before. */
  public static int findNear(long a, int guess, byte[] key) {
    int n = count(a);
    long h = KeyOrder.head(key, 0, key.length, Leaf.prefixLength(a));
    int first = n < 2 ? 1 : HeadLine.firstNotBelow(a, n, h, guess + 1);
    return at(a, n, first, h, key, 0, key.length, false);
  }

  /** Index of the child for a key; heads before {@code first} are below its head, others not. */
  private static int at(
      long a, int n, int first, long h, byte[] key, int offset, int length, boolean below) {
    return first < n && head(a, first) == h
        ? searchRun(a, first, h, key, offset, length, below)
        : first - 1;
  }

  /** Goes on among the separators from {@code first} on that have the key's head. */
  private static int searchRun(
      long a, int first, long h, byte[] key, int offset, int length, boolean below) {
    int lo = first;
    int hi = first + 1; // mostly there is but one
    if (hi < count(a) && head(a, hi) == h) {
      hi = first + HEADS.firstAbove(a + HEADER + 8L * first, count(a) - first, h);
    }
    while (lo < hi) {
      int mid = (lo + hi) >>> 1;
      int c = compareRest(a, mid, key, offset, length);
      if (below ? c < 0 : c <= 0) {
        lo = mid + 1;
      } else {
        hi = mid;
      }
    }
    return lo - 1;
  }

  /** Bytes of a node with these keys; {@code keys[from]} is its low fence. */
  public static int bytes(byte[][] keys, int from, int to, byte[] high) {
    int n = to - from;
    int prefix = KeyOrder.commonPrefix(keys[from], high);
    long bytes =
        HEADER + (long) SEPARATOR * n + keys[from].length + (high == null ? 0 : high.length) + 8;
    for (int i = from + 1; i < to; i++) {
      bytes += Leaf.restLength(keys[i].length, prefix);
    }
    return Math.toIntExact(bytes);
  }

  /** Writes a node of children {@code [from, to)} at {@code a}. */
  public static void build(
      long a, InnerSpec spec, byte[][] keys, long[] children, int from, int to) {
    int n = to - from;
    byte[] low = keys[from];
    int prefix = KeyOrder.commonPrefix(low, spec.high);
    Mem.zero(a, HEADER);
    Mem.putByte(a, Leaf.KIND_INNER);
    Mem.putByte(a + 1, spec.high == null ? Leaf.HIGH_OPEN : 0);
    Mem.putShort(a + 4, prefix);
    Mem.putShort(a + 6, n);
    Mem.putLong(a + 32, spec.high == null ? -1 : KeyOrder.head(spec.high, 0, spec.high.length, 0));
    Mem.putLong(a + 56, spec.pid | (long) spec.level << 40);
    Mem.putLong(a + 64, spec.birth);
    Mem.putLong(a + 88, spec.sibling);
    Mem.putInt(a + 112, spec.treeId);
    Mem.putShort(a + 116, low.length);
    Mem.putShort(a + 118, spec.high == null ? 0 : spec.high.length);
    int at = HEADER + SEPARATOR * n;
    Mem.putInt(a + 120, at);
    Mem.copyIn(low, 0, a + at, low.length);
    at += low.length;
    if (spec.high != null) {
      Mem.copyIn(spec.high, 0, a + at, spec.high.length);
      at += spec.high.length;
    }
    for (int i = 0; i < n; i++) {
      byte[] key = keys[from + i];
      int rest = i == 0 ? 0 : Leaf.restLength(key.length, prefix);
      long head = i == 0 ? 0 : KeyOrder.head(key, 0, key.length, prefix);
      Mem.putLong(a + HEADER + 8L * i, head);
      Mem.putLong(a + HEADER + 8L * (n + i), children[from + i]);
      Mem.putLong(
          secondHeadAddress(a, i), i == 0 ? 0 : KeyOrder.head(key, 0, key.length, prefix + 8));
      Mem.putInt(keyWordAddress(a, i), at);
      Mem.putInt(keyWordAddress(a, i) + 4, key.length);
      Mem.copyIn(key, key.length - rest, a + at, rest);
      at += rest;
    }
    Mem.putInt(a + 44, at);
    HeadLine.draw(a);
  }

  /** Bytes in use in a node. */
  public static int usedBytes(long a) {
    return Leaf.heapEnd(a);
  }

  /** Bytes that one more separator takes in a copy of the node. */
  public static int separatorBytes(long a, byte[] key) {
    return SEPARATOR + Leaf.restLength(key.length, Leaf.prefixLength(a));
  }

  /** Bytes of a copy of the node with these separators, too. */
  public static int bytesWith(long a, byte[]... keys) {
    int bytes = usedBytes(a);
    for (byte[] key : keys) {
      bytes += separatorBytes(a, key);
    }
    return bytes;
  }

  /**
   * Writes at {@code to} a copy of the node at {@code a} with separators that become neighbours,
   * the first at index {@code at}, 1 or more, and their children; the caller has sized it by {@link
   * #bytesWith}.
   */
  public static void copyWith(long a, long to, long birth, int at, byte[][] keys, long[] children) {
    int n = count(a);
    int more = keys.length;
    int prefix = Leaf.prefixLength(a);
    Mem.copy(a, to, HEADER);
    Mem.putShort(to + 6, n + more);
    Mem.putLong(to + 64, birth);
    insert(a, to, n, 0, at, more, k -> KeyOrder.head(keys[k], 0, keys[k].length, prefix));
    insert(a, to, n, 1, at, more, k -> children[k]);
    insert(a, to, n, 2, at, more, k -> KeyOrder.head(keys[k], 0, keys[k].length, prefix + 8));
    insert(a, to, n, 3, at, more, k -> (long) keys[k].length << 32);
    long behind = a + HEADER + (long) SEPARATOR * n;
    int moved = SEPARATOR * more;
    Mem.copy(behind, behind - a + to + moved, usedBytes(a) - (behind - a)); // fences and rests
    int end = usedBytes(a) + moved;
    for (int i = 0; i < n + more; i++) {
      long word = keyWordAddress(to, i);
      if (i < at || i >= at + more) {
        long hint = hint(a, i < at ? i : i - more);
        setHint(to, i, hint == a ? to : hint);
        Mem.putInt(word, Mem.getInt(word) + moved);
      } else {
        byte[] key = keys[i - at];
        int rest = Leaf.restLength(key.length, prefix);
        Mem.putInt(word, end);
        Mem.copyIn(key, key.length - rest, to + end, rest);
        end += rest;
      }
    }
    Mem.putInt(to + 120, Mem.getInt(a + 120) + moved);
    Mem.putInt(to + 44, end);
    HeadLine.draw(to);
  }

  /** Copies one of the arrays of words with {@code more} words inserted. */
  private static void insert(
      long a, long to, int n, int array, int at, int more, IntToLongFunction inserted) {
    long from = a + HEADER + 8L * n * array;
    long into = to + HEADER + 8L * (n + more) * array;
    Mem.copy(from, into, 8L * at);
    for (int k = 0; k < more; k++) {
      Mem.putLong(into + 8L * (at + k), inserted.applyAsLong(k));
    }
    Mem.copy(from + 8L * at, into + 8L * (at + more), 8L * (n - at));
  }

  /** All separators, the low fence first. */
  public static byte[][] keys(long a) {
    byte[][] keys = new byte[count(a)][];
    Arrays.setAll(keys, i -> key(a, i));
    return keys;
  }

  /** All child words, marks included. */
  public static long[] children(long a) {
    long[] children = new long[count(a)];
    Arrays.setAll(children, i -> childWord(a, i));
    return children;
  }
}
