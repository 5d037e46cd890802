// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.kafka;

import java.util.NoSuchElementException;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;

/** What a range whose ends are the wrong way round holds. */
final class EmptyIterator implements KeyValueIterator<Bytes, byte[]> {
  @Override
  public boolean hasNext() {
    return false;
  }

  @Override
  public KeyValue<Bytes, byte[]> next() {
    throw new NoSuchElementException("The range is empty");
  }

  @Override
  public Bytes peekNextKey() {
    throw new NoSuchElementException("The range is empty");
  }

  @Override
  public void close() {}
}
