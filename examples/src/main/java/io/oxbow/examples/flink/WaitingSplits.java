// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.examples.flink;

import java.io.IOException;
import java.util.List;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * The enumerator's state.
 *
 * @param splits those that no reader has: one before the start, none afterwards
 */
record WaitingSplits(List<FlightSplit> splits) {

  /** The state as its splits one after another. */
  static final class Serializer implements SimpleVersionedSerializer<WaitingSplits> {
    private final FlightSplitSerializer one = new FlightSplitSerializer();

    @Override
    public int getVersion() {
      return one.getVersion();
    }

    @Override
    public byte[] serialize(WaitingSplits waiting) {
      return waiting.splits().isEmpty() ? new byte[0] : one.serialize(waiting.splits().get(0));
    }

    @Override
    public WaitingSplits deserialize(int version, byte[] bytes) throws IOException {
      return new WaitingSplits(
          bytes.length == 0 ? List.of() : List.of(one.deserialize(version, bytes)));
    }
  }
}
