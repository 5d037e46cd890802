// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.tree;

import io.oxbow.page.LeafFold;
import io.oxbow.page.LeafLookup;
import io.oxbow.page.LeafMerge;
import io.oxbow.page.LeafSpec;
import io.oxbow.page.RecordList;
import io.oxbow.page.RecordRange;

/** Reusable state of one operation; belongs to whoever holds the epoch slot of its index. */
final class Scratch {
  final Descent at = new Descent();
  final LeafLookup lookup = new LeafLookup();
  final LeafFold fold = new LeafFold();
  final LastLeaf last = new LastLeaf();
  final LeafMerge merge = new LeafMerge();
  final RecordList records = new RecordList();
  final RecordRange range = new RecordRange();
  final LeafSpec spec = new LeafSpec();
  final PreImages chain = new PreImages();
  final Contention contention = new Contention();

  /** A sum under way. */
  final byte[] number = new byte[Long.BYTES];

  /** Keeps loads alive whose values nobody uses. */
  long touched;

  private BatchReader batch;

  BatchReader batch() {
    if (batch == null) {
      batch = new BatchReader();
    }
    return batch;
  }

  /** The operation brings new data: the budget's reserve is not for it. */
  boolean forData;

  /** The operation deletes: its page will be smaller, so it may have a block from the reserve. */
  boolean deletes;

  /**
   * Begins an attempt of a user's write. A deletion may have the reserve, but only once reclaiming
   * has not helped.
   */
  Scratch begin(boolean deletion, int failures) {
    deletes = deletion;
    forData = !deletion || failures < 2;
    return this;
  }

  /** Begins a step of maintenance: it brings no data, and can do without. */
  void beginUpkeep() {
    deletes = false;
    forData = false;
  }
}
