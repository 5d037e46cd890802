// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.integration.utils.EmbeddedKafkaCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A counting application under exactly-once, closed, killed and started again on a real broker: no
 * record counts twice or not at all, and the local state is used, not wiped.
 */
@Timeout(540)
class ExactlyOnceRestartTest {
  private static final int BATCH = 400;
  private static final int KEYS = 20;
  private static final Pattern RESTORED = Pattern.compile("child: restored (\\d+) from (\\d+)");

  @TempDir File stateDir;
  private final EmbeddedKafkaCluster cluster = new EmbeddedKafkaCluster(1);
  private final Map<String, Integer> counts = new HashMap<>();
  private KafkaConsumer<String, String> results;
  private int sent;

  @BeforeEach
  void before() throws Exception {
    cluster.start();
    cluster.createTopic("in", 1, 1);
    cluster.createTopic("out", 1, 1);
    Properties properties = new Properties();
    properties.put("bootstrap.servers", cluster.bootstrapServers());
    properties.put("isolation.level", "read_committed");
    results = new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer());
    TopicPartition out = new TopicPartition("out", 0);
    results.assign(List.of(out));
    results.seekToBeginning(List.of(out));
  }

  @AfterEach
  void after() {
    results.close();
    cluster.stop();
  }

  @Test
  void killedAndClosedItCountsEveryRecordOnceAndKeepsItsState() throws Exception {
    try (Child child = new Child()) {
      sendAndCheck();
      child.closeCleanly();
      assertThat(child.totalRestored()).as("a new application has nothing to restore").isZero();
    }
    assertThat(new File(stateDir, "counting/0_0/oxbow/counts")).isDirectory();

    Child second = new Child();
    sendAndCheck();
    second.kill();
    assertThat(second.totalRestored()).as("a clean close leaves no tail").isZero();

    Child third = new Child();
    sendAndCheck();
    third.kill();
    third.expectTailOnly(BATCH);

    try (Child fourth = new Child()) {
      sendAndCheck();
      fourth.closeCleanly();
      fourth.expectTailOnly(BATCH);
    }
    try (Child fifth = new Child()) {
      sendAndCheck();
      fifth.closeCleanly();
      assertThat(fifth.totalRestored()).as("and again no tail").isZero();
    }
  }

  /** Sends a batch, and waits for exactly one more count per record, in steps of one. */
  private void sendAndCheck() throws Exception {
    Properties properties = new Properties();
    properties.put("bootstrap.servers", cluster.bootstrapServers());
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
      for (int i = 0; i < BATCH; i++) {
        producer.send(new ProducerRecord<>("in", "key" + (sent++ * 7) % KEYS, "x"));
      }
    }
    long deadline = System.nanoTime() + Duration.ofSeconds(180).toNanos();
    int seen = 0;
    while (seen < BATCH) {
      assertThat(System.nanoTime()).as("results in time; have " + seen).isLessThan(deadline);
      for (ConsumerRecord<String, String> record : results.poll(Duration.ofMillis(200))) {
        int count = counts.merge(record.key(), 1, Integer::sum);
        assertThat(record.value()).as(record.key()).isEqualTo("" + count);
        seen++;
      }
    }
    assertThat(counts.values().stream().mapToInt(i -> i).sum()).isEqualTo(sent);
  }

  /** The application in a process of its own. */
  private final class Child implements AutoCloseable {
    private final Process process;
    private final Thread reader;
    private final List<long[]> restored = new ArrayList<>(); // records, first offset
    private boolean closed;

    Child() throws Exception {
      process =
          new ProcessBuilder(
                  System.getProperty("java.home") + "/bin/java",
                  "-Xmx256m",
                  "-cp",
                  System.getProperty("java.class.path"),
                  StreamsChild.class.getName(),
                  cluster.bootstrapServers(),
                  stateDir.getPath())
              .redirectErrorStream(true)
              .start();
      reader = new Thread(this::read, "child output");
      reader.start();
    }

    private void read() {
      try (BufferedReader out =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
          Matcher matcher = RESTORED.matcher(line);
          if (matcher.matches()) {
            restored.add(
                new long[] {Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2))});
          }
          closed |= line.equals("child: closed");
        }
      } catch (java.io.IOException e) {
        // the pipe of a killed process may break
      }
    }

    void closeCleanly() throws Exception {
      process.getOutputStream().close();
      end();
      assertThat(closed).as("closed cleanly").isTrue();
    }

    void kill() throws Exception {
      process.destroyForcibly();
      end();
    }

    private void end() throws Exception {
      process.waitFor();
      reader.join();
    }

    long totalRestored() {
      return restored.stream().mapToLong(r -> r[0]).sum();
    }

    /** At most what was processed since the last commit, and not from the beginning. */
    void expectTailOnly(int tail) {
      assertThat(restored).as("restorations after a kill").isNotEmpty();
      assertThat(totalRestored()).isBetween(1L, (long) tail);
      assertThat(restored).allSatisfy(r -> assertThat(r[1]).isPositive());
    }

    @Override
    public void close() {
      process.destroyForcibly().onExit().join();
    }
  }
}
