// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.examples.flink;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;

/** Hands the one split to the first reader that asks. */
final class FlightEnumerator implements SplitEnumerator<FlightSplit, WaitingSplits> {
  private final SplitEnumeratorContext<FlightSplit> context;
  private final Deque<FlightSplit> waiting;

  FlightEnumerator(SplitEnumeratorContext<FlightSplit> context, WaitingSplits waiting) {
    this.context = context;
    this.waiting = new ArrayDeque<>(waiting.splits());
  }

  @Override
  public void start() {}

  @Override
  public void addReader(int reader) {}

  @Override
  public void handleSplitRequest(int reader, String host) {
    FlightSplit split = waiting.poll();
    if (split == null) {
      context.signalNoMoreSplits(reader);
    } else {
      context.assignSplit(split, reader);
    }
  }

  @Override
  public void addSplitsBack(List<FlightSplit> splits, int reader) {
    waiting.addAll(splits);
  }

  @Override
  public WaitingSplits snapshotState(long checkpoint) {
    return new WaitingSplits(List.copyOf(waiting));
  }

  @Override
  public void close() {}
}
