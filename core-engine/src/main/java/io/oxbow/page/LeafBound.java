// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.page;

import io.oxbow.memory.Mem;

/**
 * A bound of a range, prepared for one leaf: what the leaf's prefix decides is decided once, the
 * rest by heads. Reused; one thread at a time.
 */
public final class LeafBound {
  private static final HeadSearch HEADS = HeadSearches.far();

  private long block;
  private byte[] key;
  private int prefix;
  private int side;
  private long head;
  private int rest;

  /** Prepares {@code bound}, which may lie outside the leaf's fences. */
  public void set(long a, byte[] bound) {
    block = a;
    key = bound;
    prefix = Leaf.prefixLength(a);
    int common = Math.min(prefix, bound.length);
    side = Mem.compare(Leaf.prefixAddress(a), common, bound, 0, common);
    if (side == 0 && bound.length < prefix) {
      side = 1;
    }
    if (side == 0) {
      head = KeyOrder.head(bound, 0, bound.length, prefix);
      rest = Leaf.restLength(bound.length, prefix);
    }
  }

  /** Sign of (a key of the leaf - the bound); {@code restAt} is where the key's rest lies. */
  int compare(long h, long restAt, int length) {
    if (side != 0) {
      return side;
    }
    if (h != head) {
      return Long.compareUnsigned(h, head);
    }
    int common = Math.min(Leaf.restLength(length, prefix), rest);
    int c = common == 0 ? 0 : Mem.compare(restAt, common, key, prefix + 8, common);
    return c != 0 ? c : length - key.length;
  }

  /** Index of the first of {@code n} base records, all or the first few, not below the bound. */
  public int inBase(int n) {
    if (side != 0 || n == 0) {
      return side > 0 ? 0 : n;
    }
    long heads = Leaf.baseHeadAddress(block, 0);
    int lo = HEADS.firstNotBelow(heads, n, head);
    if (lo == n || Mem.getLong(heads + 8L * lo) != head) {
      return lo;
    }
    int hi = lo + HEADS.firstAbove(heads + 8L * lo, n - lo, head);
    while (lo < hi) {
      int mid = (lo + hi) >>> 1;
      if (compareBase(mid) < 0) {
        lo = mid + 1;
      } else {
        hi = mid;
      }
    }
    return lo;
  }

  /** Compares base record {@code i}, which has the bound's head. */
  private int compareBase(int i) {
    long s = Leaf.baseSlot(block, i);
    return compare(head, block + SlotWord.offset(s), SlotWord.keyLength(s));
  }
}
