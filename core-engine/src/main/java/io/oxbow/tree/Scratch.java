// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.tree;

import io.oxbow.page.LeafFold;
import io.oxbow.page.LeafLookup;
import io.oxbow.page.LeafSpec;
import io.oxbow.page.RecordList;

/** Reusable state of one operation; belongs to whoever holds the epoch slot of its index. */
final class Scratch {
  final Descent at = new Descent();
  final LeafLookup lookup = new LeafLookup();
  final LeafFold fold = new LeafFold();
  final RecordList records = new RecordList();
  final LeafSpec spec = new LeafSpec();
  final PreImages chain = new PreImages();
}
