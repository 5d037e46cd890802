// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.processor.StateRestoreListener;

/**
 * An application that counts per key, exactly once, until its standard input ends or it is killed.
 * Arguments: bootstrap servers, state directory. Tells on standard output what it restores.
 */
final class StreamsChild {
  private StreamsChild() {}

  static Properties properties(String bootstrap, String stateDir) {
    Properties properties = new Properties();
    properties.putAll(
        Map.of(
            StreamsConfig.APPLICATION_ID_CONFIG,
            "counting",
            StreamsConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrap,
            StreamsConfig.STATE_DIR_CONFIG,
            stateDir,
            StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
            StreamsConfig.EXACTLY_ONCE_V2,
            StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
            100,
            StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG,
            0,
            StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG,
            Serdes.StringSerde.class.getName(),
            StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG,
            Serdes.StringSerde.class.getName(),
            StreamsConfig.DSL_STORE_SUPPLIERS_CLASS_CONFIG,
            OxbowDslStoreSuppliers.class.getName(),
            OxbowConfig.MEMORY_BYTES,
            "67108864"));
    // a static member: the next process takes over at once from a killed one
    properties.put(StreamsConfig.consumerPrefix("group.instance.id"), "only");
    properties.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
    return properties;
  }

  public static void main(String[] args) throws Exception {
    StreamsBuilder builder = new StreamsBuilder();
    builder.<String, String>stream("in")
        .groupByKey()
        .count(Materialized.as("counts"))
        .toStream()
        .mapValues(String::valueOf)
        .to("out");
    Properties properties = properties(args[0], args[1]);
    KafkaStreams streams = new KafkaStreams(builder.build(properties), properties);
    streams.setGlobalStateRestoreListener(new Reporter());
    streams.setStateListener((now, before) -> say("state " + now));
    streams.start();
    while (System.in.read() >= 0) {
      // until the parent closes its end
    }
    streams.close(Duration.ofSeconds(60));
    say("closed");
  }

  private static void say(String line) {
    System.out.println("child: " + line);
    System.out.flush();
  }

  private static final class Reporter implements StateRestoreListener {
    private long first;

    @Override
    public void onRestoreStart(TopicPartition partition, String store, long start, long end) {
      first = start;
    }

    @Override
    public void onBatchRestored(TopicPartition partition, String store, long end, long count) {}

    @Override
    public void onRestoreEnd(TopicPartition partition, String store, long total) {
      say("restored " + total + " from " + first);
    }
  }
}
