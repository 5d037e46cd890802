// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.page;

/** A stretch of a {@link RecordList} as the content of a block. Reused. */
public final class RecordRange implements LeafContent {
  private RecordList records;
  private int from;
  private int to;
  private int countedFor; // prefix that heapBytes was asked for last, or -1
  private int counted;

  /** The records {@code [first, end)} of the list. */
  public RecordRange of(RecordList list, int first, int end) {
    records = list;
    from = first;
    to = end;
    countedFor = -1;
    return this;
  }

  /** All records of the list. */
  public RecordRange of(RecordList list) {
    return of(list, 0, list.size());
  }

  @Override
  public int count() {
    return to - from;
  }

  @Override
  public int heapBytes(int prefix) {
    if (prefix == countedFor) {
      return counted;
    }
    long bytes = 0;
    for (int i = from; i < to; i++) {
      bytes += Leaf.restLength(records.keyLength(i), prefix) + records.valueLength(i) + 7 & -8;
    }
    counted = Math.toIntExact(bytes);
    countedFor = prefix;
    return counted;
  }

  @Override
  public void build(long a, int size, LeafSpec spec) {
    LeafBuilder.build(a, size, spec, records, from, to);
  }
}
