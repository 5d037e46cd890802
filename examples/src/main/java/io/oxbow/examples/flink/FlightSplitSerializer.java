// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.examples.flink;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** A split as three numbers of 8 bytes. */
final class FlightSplitSerializer implements SimpleVersionedSerializer<FlightSplit> {
  static final int VERSION = 1;
  static final int SIZE = 3 * Long.BYTES;

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(FlightSplit split) {
    ByteBuffer out = ByteBuffer.allocate(SIZE);
    return out.putLong(split.lines()).putLong(split.flights()).putLong(split.latest()).array();
  }

  @Override
  public FlightSplit deserialize(int version, byte[] bytes) throws IOException {
    if (version != VERSION || bytes.length != SIZE) {
      throw new IOException("no split: version " + version + ", " + bytes.length + " bytes");
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    return new FlightSplit(in.getLong(), in.getLong(), in.getLong());
  }
}
