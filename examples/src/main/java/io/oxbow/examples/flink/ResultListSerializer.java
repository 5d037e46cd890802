// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.examples.flink;

import io.oxbow.examples.flights.Result;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** Results as their number and their texts. */
final class ResultListSerializer implements SimpleVersionedSerializer<List<Result>> {
  @Override
  public int getVersion() {
    return 1;
  }

  @Override
  public byte[] serialize(List<Result> results) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(results.size());
    for (Result result : results) {
      out.writeUTF(result.table());
      out.writeUTF(result.key());
      out.writeUTF(result.value());
    }
    return bytes.toByteArray();
  }

  @Override
  public List<Result> deserialize(int version, byte[] bytes) throws IOException {
    if (version != 1) {
      throw new IOException("no list of results: version " + version);
    }
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    int size = in.readInt();
    List<Result> results = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      results.add(new Result(in.readUTF(), in.readUTF(), in.readUTF()));
    }
    return results;
  }
}
