// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.examples.kafka;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.test.KafkaClusterTestKit;
import org.apache.kafka.common.test.TestKitNodes;

/** A Kafka broker in this JVM, with the topics of the demo. */
final class Broker implements AutoCloseable {
  /** For one broker, one user, and a short life. */
  private static final Map<String, String> PROPERTIES =
      Map.of(
          "auto.create.topics.enable", "false",
          "group.initial.rebalance.delay.ms", "0",
          "offsets.topic.num.partitions", "1",
          "offsets.topic.replication.factor", "1",
          "transaction.state.log.num.partitions", "1",
          "transaction.state.log.replication.factor", "1",
          "transaction.state.log.min.isr", "1",
          "log.flush.interval.messages", String.valueOf(Long.MAX_VALUE));

  private final KafkaClusterTestKit kit;

  private Broker(KafkaClusterTestKit kit) {
    this.kit = kit;
  }

  /** Starts a broker that keeps its files in a folder. */
  static Broker start(Path folder) throws Exception {
    TestKitNodes nodes =
        new TestKitNodes.Builder()
            .setCombined(true)
            .setNumControllerNodes(1)
            .setNumBrokerNodes(1)
            .setBaseDirectory(folder)
            .build();
    KafkaClusterTestKit.Builder builder = new KafkaClusterTestKit.Builder(nodes);
    PROPERTIES.forEach(builder::setConfigProp);
    KafkaClusterTestKit kit = builder.build();
    try {
      formatQuietly(kit);
      kit.startup();
      kit.waitForReadyBrokers();
      createTopics(kit);
    } catch (Exception e) {
      kit.close();
      throw e;
    }
    return new Broker(kit);
  }

  /** Formatting prints to standard output, which is the demo's. */
  private static void formatQuietly(KafkaClusterTestKit kit) throws Exception {
    PrintStream out = System.out;
    System.setOut(new PrintStream(OutputStream.nullOutputStream()));
    try {
      kit.format();
    } finally {
      System.setOut(out);
    }
  }

  private static void createTopics(KafkaClusterTestKit kit) throws Exception {
    try (Admin admin = kit.admin()) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(Topics.FLIGHTS, Topics.PARTITIONS, (short) 1),
                  new NewTopic(Topics.RESULTS, Topics.PARTITIONS, (short) 1)))
          .all()
          .get();
    }
  }

  String address() {
    return kit.bootstrapServers();
  }

  @Override
  public void close() throws IllegalStateException {
    try {
      kit.close();
    } catch (Exception e) {
      throw new IllegalStateException("the broker did not stop", e);
    }
  }
}
