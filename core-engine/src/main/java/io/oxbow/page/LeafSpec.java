// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.page;

/** What a new leaf block shall say in its header. Reused; every field is set before a build. */
public final class LeafSpec {
  public long pid;
  public int treeId;
  public long baseVersion;
  public long durable;
  public long previous;
  public long bornVersion;
  public long origin;
  public long sibling;
  public long birth;
  public byte[] low;

  /** Null when the page is the last of its level. */
  public byte[] high;

  public boolean tailOnly;

  /** 0, or the page this block absorbs. */
  public long absorbedPid;

  public long absorbedWord;
  public long absorbedBirth;
  public byte[] absorbedLow;

  /** Slots and bytes the tail shall offer at least. */
  public int tailSlots;

  public int tailBytes;

  /** Copies what a successor of the block at {@code a} keeps; the caller changes the rest. */
  public LeafSpec inherit(long a) {
    pid = Leaf.pid(a);
    treeId = Leaf.treeId(a);
    baseVersion = Leaf.baseVersion(a);
    durable = Leaf.durableWord(a) & ~DurableWord.FROZEN;
    previous = 0;
    bornVersion = Leaf.bornVersion(a);
    origin = Leaf.origin(a);
    sibling = Leaf.sibling(a);
    low = Leaf.low(a);
    high = Leaf.high(a);
    tailOnly = false;
    absorbedPid = 0;
    absorbedWord = 0;
    absorbedBirth = 0;
    absorbedLow = null;
    return this;
  }
}
