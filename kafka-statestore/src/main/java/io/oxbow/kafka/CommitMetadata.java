// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.kafka;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.query.Position;

/**
 * What a commit carries beside the data, in the same atom: the format of the values, the changelog
 * offsets the data stands at, and the position of the input it has seen. Equal content encodes to
 * equal bytes.
 *
 * <p>Layout, big-endian: magic "OXKS", version 1, format tag (one byte each); number of offsets
 * (4), then per offset topic (modified UTF-8), partition (4), offset (8); number of position
 * components (4), then the same three per component.
 *
 * @param format the format of the values
 * @param offsets changelog offsets, exactly as Streams gave them
 * @param position the newest offset seen of each input partition
 */
record CommitMetadata(StoreFormat format, Map<TopicPartition, Long> offsets, Position position) {
  private static final int MAGIC = 0x4F584B53;
  private static final int VERSION = 1;

  byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(MAGIC);
      out.writeByte(VERSION);
      out.writeByte(format.tag());
      Map<String, Map<Integer, Long>> byTopic = new HashMap<>();
      offsets.forEach(
          (partition, offset) ->
              byTopic
                  .computeIfAbsent(partition.topic(), topic -> new HashMap<>())
                  .put(partition.partition(), offset));
      write(out, byTopic);
      byTopic.clear();
      for (String topic : position.getTopics()) {
        byTopic.put(topic, position.getPartitionPositions(topic));
      }
      write(out, byTopic);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, Map<String, Map<Integer, Long>> byTopic)
      throws IOException {
    out.writeInt(byTopic.values().stream().mapToInt(Map::size).sum());
    for (String topic : new TreeSet<>(byTopic.keySet())) {
      for (Map.Entry<Integer, Long> entry : new TreeMap<>(byTopic.get(topic)).entrySet()) {
        out.writeUTF(topic);
        out.writeInt(entry.getKey());
        out.writeLong(entry.getValue());
      }
    }
  }

  /**
   * Reads what {@link #encode()} wrote.
   *
   * @throws IllegalArgumentException if it is something else, or of a newer version; the message
   *     completes a sentence that begins with the store's name
   */
  static CommitMetadata decode(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      if (in.readInt() != MAGIC) {
        throw new IllegalArgumentException("was not written by a Kafka Streams store");
      }
      int version = in.readUnsignedByte();
      if (version != VERSION) {
        throw new IllegalArgumentException(
            "was written by a newer Oxbow (metadata version "
                + version
                + ", this one reads "
                + VERSION
                + ")");
      }
      int tag = in.readUnsignedByte();
      StoreFormat format = StoreFormat.ofTag(tag);
      if (format == null) {
        throw new IllegalArgumentException(
            "has values of a format (tag " + tag + ") that this version of Oxbow does not know");
      }
      Map<TopicPartition, Long> offsets = new HashMap<>();
      for (int left = in.readInt(); left > 0; left--) {
        offsets.put(new TopicPartition(in.readUTF(), in.readInt()), in.readLong());
      }
      Position position = Position.emptyPosition();
      for (int left = in.readInt(); left > 0; left--) {
        position.withComponent(in.readUTF(), in.readInt(), in.readLong());
      }
      return new CommitMetadata(format, offsets, position);
    } catch (IOException e) {
      throw new IllegalArgumentException("has commit metadata that ends too early", e);
    }
  }
}
