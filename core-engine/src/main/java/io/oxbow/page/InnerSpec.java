// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.page;

/** What a new inner block shall say in its header. */
public final class InnerSpec {
  public long pid;
  public int level;
  public int treeId;
  public long sibling;
  public long birth;

  /** Null when the node is the last of its level. */
  public byte[] high;

  /** Copies what a successor of the block at {@code a} keeps. */
  public InnerSpec inherit(long a) {
    pid = Leaf.pid(a);
    level = Leaf.level(a);
    treeId = Leaf.treeId(a);
    sibling = Leaf.sibling(a);
    high = Leaf.high(a);
    return this;
  }
}
