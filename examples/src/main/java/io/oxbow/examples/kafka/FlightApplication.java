// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.examples.kafka;

import io.oxbow.examples.process.InputWatch;
import io.oxbow.kafka.OxbowConfig;
import io.oxbow.kafka.OxbowDslStoreSuppliers;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.apache.kafka.streams.processor.StateRestoreListener;

/**
 * The JVM that runs the application until its standard input ends; then it closes cleanly. Says
 * {@code running}, {@code restored N} and {@code failed WHY} on standard output.
 */
public final class FlightApplication {
  static final String RUNNING = "running";
  static final String RESTORED = "restored ";
  static final String FAILED = "failed ";

  private static final Duration CLOSING = Duration.ofSeconds(60);

  private FlightApplication() {}

  /**
   * Runs the application.
   *
   * @param args the broker's address and the folder for state
   */
  public static void main(String[] args) throws Exception {
    Properties properties = properties(args[0], args[1]);
    KafkaStreams streams = new KafkaStreams(FlightTotals.builder().build(properties), properties);
    streams.setUncaughtExceptionHandler(
        error -> {
          say(FAILED + error);
          return StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
    streams.setGlobalStateRestoreListener(new Restored());
    streams.setStateListener(
        (now, before) -> {
          if (now == KafkaStreams.State.RUNNING) {
            say(RUNNING);
          }
        });
    streams.start();
    InputWatch.awaitEnd();
    System.exit(streams.close(CLOSING) ? 0 : 1);
  }

  private static Properties properties(String address, String state) {
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "flight-totals");
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, address);
    properties.put(StreamsConfig.STATE_DIR_CONFIG, state);
    properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    // The one property that puts Oxbow under the tables.
    properties.put(
        StreamsConfig.DSL_STORE_SUPPLIERS_CLASS_CONFIG, OxbowDslStoreSuppliers.class.getName());
    properties.put(OxbowConfig.MEMORY_BYTES, String.valueOf(128L << 20));
    properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, "200");
    properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, "2");
    properties.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, "1");
    properties.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
    // A known member: the new process takes the killed one's place at once.
    properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), "only");
    properties.put(
        StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), "10000");
    return properties;
  }

  private static synchronized void say(String line) {
    System.out.println(line.replace('\n', ' '));
    System.out.flush();
  }

  /** Tells how many records of a changelog a store was missing. */
  private static final class Restored implements StateRestoreListener {
    @Override
    public void onRestoreStart(TopicPartition changelog, String store, long first, long end) {}

    @Override
    public void onBatchRestored(TopicPartition changelog, String store, long last, long count) {}

    @Override
    public void onRestoreEnd(TopicPartition changelog, String store, long total) {
      say(RESTORED + total);
    }
  }
}
