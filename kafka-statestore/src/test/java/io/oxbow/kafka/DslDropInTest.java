// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.JoinWindows;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.SessionWindows;
import org.apache.kafka.streams.kstream.TimeWindows;
import org.apache.kafka.streams.state.DslKeyValueParams;
import org.apache.kafka.streams.state.HeadersBytesStore;
import org.apache.kafka.streams.state.HeadersBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.TimestampedBytesStore;
import org.apache.kafka.streams.state.TimestampedKeyValueStore;
import org.apache.kafka.streams.state.ValueAndTimestamp;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One property puts Oxbow under a DSL topology, without a change to its code. */
class DslDropInTest {
  @TempDir File stateDir;
  private Properties properties;

  @BeforeEach
  void before() {
    properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "app");
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "localhost:1");
    properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.getPath());
    properties.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
    properties.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
    properties.put(
        StreamsConfig.DSL_STORE_SUPPLIERS_CLASS_CONFIG, OxbowDslStoreSuppliers.class.getName());
  }

  private Topology topology(Consumer<KStream<String, String>> body) {
    StreamsBuilder builder = new StreamsBuilder();
    body.accept(builder.stream("in"));
    return builder.build(properties);
  }

  /** Makes the application, which builds the stores, but does not start it. */
  private void make(Consumer<KStream<String, String>> body) {
    new KafkaStreams(topology(body), properties).close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"DEFAULT", "HEADERS"})
  void countRunsOnOxbowThroughThePropertyOnly(String format) throws Exception {
    properties.put(StreamsConfig.DSL_STORE_FORMAT_CONFIG, format);
    Topology topology =
        topology(in -> in.groupByKey().count(Materialized.as("counts")).toStream().to("out"));
    try (TopologyTestDriver driver = new TopologyTestDriver(topology, properties)) {
      TestInputTopic<String, String> in =
          driver.createInputTopic("in", new StringSerializer(), new StringSerializer());
      TestOutputTopic<String, Long> out =
          driver.createOutputTopic("out", new StringDeserializer(), new LongDeserializer());
      for (String key : List.of("a", "b", "a", "c", "a", "b")) {
        in.pipeInput(key, "x");
      }
      assertThat(out.readKeyValuesToMap()).isEqualTo(Map.of("a", 3L, "b", 2L, "c", 1L));
      try (Stream<Path> files = Files.walk(stateDir.toPath())) {
        assertThat(files.map(Path::toString))
            .as("the store is ours, and nobody else's is there")
            .anyMatch(file -> file.endsWith("oxbow/counts"))
            .noneMatch(file -> file.contains("rocksdb"));
      }
    }
  }

  @Test
  void stateOutlivesTheDriverTogetherWithItsTimestamps() {
    Topology topology =
        topology(in -> in.groupByKey().reduce((a, b) -> a + b, Materialized.as("sums")));
    for (int life = 1; life <= 3; life++) {
      try (TopologyTestDriver driver = new TopologyTestDriver(topology, properties)) {
        driver
            .createInputTopic("in", new StringSerializer(), new StringSerializer())
            .pipeInput("k", "" + life, life * 1000L);
        ValueAndTimestamp<String> value =
            driver.<String, String>getTimestampedKeyValueStore("sums").get("k");
        assertThat(value).isEqualTo(ValueAndTimestamp.make("" + life, life * 1000L));
        TimestampedKeyValueStore<String, String> store =
            (TimestampedKeyValueStore<String, String>)
                driver.<String, String>getTimestampedKeyValueStore("sums");
        assertThat(store.persistent()).isTrue();
      }
    }
  }

  @Test
  void tablesJoinOnOxbow() {
    StreamsBuilder builder = new StreamsBuilder();
    builder
        .<String, String>table("left")
        .outerJoin(builder.<String, String>table("right"), (l, r) -> l + "+" + r)
        .toStream()
        .to("out");
    try (TopologyTestDriver driver =
        new TopologyTestDriver(builder.build(properties), properties)) {
      TestInputTopic<String, String> left =
          driver.createInputTopic("left", new StringSerializer(), new StringSerializer());
      TestInputTopic<String, String> right =
          driver.createInputTopic("right", new StringSerializer(), new StringSerializer());
      TestOutputTopic<String, String> out =
          driver.createOutputTopic("out", new StringDeserializer(), new StringDeserializer());
      left.pipeInput("k", "1");
      right.pipeInput("k", "2");
      left.pipeInput("k", "3");
      assertThat(out.readValuesToList()).containsExactly("1+null", "1+2", "3+2");
    }
  }

  @Test
  void aTableJoinOverForeignKeysScansPrefixesOnOxbow() {
    StreamsBuilder builder = new StreamsBuilder();
    builder
        .<String, String>table("orders")
        .join(
            builder.<String, String>table("customers"),
            customer -> customer,
            (order, customer) -> order + " by " + customer)
        .toStream()
        .to("out");
    try (TopologyTestDriver driver =
        new TopologyTestDriver(builder.build(properties), properties)) {
      TestInputTopic<String, String> orders =
          driver.createInputTopic("orders", new StringSerializer(), new StringSerializer());
      TestInputTopic<String, String> customers =
          driver.createInputTopic("customers", new StringSerializer(), new StringSerializer());
      TestOutputTopic<String, String> out =
          driver.createOutputTopic("out", new StringDeserializer(), new StringDeserializer());
      orders.pipeInput("o1", "c1");
      orders.pipeInput("o2", "c1");
      orders.pipeInput("o3", "c2");
      customers.pipeInput("c1", "Ann");
      assertThat(out.readKeyValuesToMap()).isEqualTo(Map.of("o1", "c1 by Ann", "o2", "c1 by Ann"));
    }
  }

  @Test
  void windowsAreRefusedWhenTheApplicationIsMadeWithTheWayOut() {
    assertThatThrownBy(
            () ->
                make(
                    in ->
                        in.groupByKey()
                            .windowedBy(TimeWindows.ofSizeWithNoGrace(Duration.ofHours(1)))
                            .count(Materialized.as("hourly"))))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("no window stores")
        .hasMessageContaining("hourly")
        .hasMessageContaining("BuiltInDslStoreSuppliers.ROCKS_DB");
    assertThatThrownBy(
            () ->
                make(
                    in ->
                        in.join(
                            in,
                            (a, b) -> a + b,
                            JoinWindows.ofTimeDifferenceWithNoGrace(Duration.ofSeconds(1)))))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("StreamJoined.withDslStoreSuppliers");
  }

  @Test
  void sessionsAreRefusedWhenTheApplicationIsMadeWithTheWayOut() {
    assertThatThrownBy(
            () ->
                make(
                    in ->
                        in.groupByKey()
                            .windowedBy(
                                SessionWindows.ofInactivityGapWithNoGrace(Duration.ofMinutes(1)))
                            .count(Materialized.as("visits"))))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("no session stores")
        .hasMessageContaining("visits")
        .hasMessageContaining("Materialized.withStoreType");
  }

  @Test
  void theWayOutWorks() throws IOException {
    Topology topology =
        topology(
            in ->
                in.groupByKey()
                    .windowedBy(TimeWindows.ofSizeWithNoGrace(Duration.ofHours(1)))
                    .count(
                        Materialized
                            .<String, Long,
                                org.apache.kafka.streams.state.WindowStore<
                                    org.apache.kafka.common.utils.Bytes, byte[]>>
                                as("hourly")
                            .withStoreType(
                                org.apache.kafka.streams.state.BuiltInDslStoreSuppliers
                                    .IN_MEMORY)));
    new KafkaStreams(topology, properties).close();
    assertThat(topology.describe().toString()).contains("hourly");
  }

  @Test
  void aWrongOptionStopsTheApplicationNotTheFirstRecord() {
    properties.put(OxbowConfig.DURABILITY, "wal");
    assertThatThrownBy(() -> make(in -> in.groupByKey().count(Materialized.as("counts"))))
        .hasStackTraceContaining("oxbow.durability")
        .hasStackTraceContaining("use commit or checkpoint");
  }

  @Test
  void eachFormatCarriesItsMarkerOnStoreAndSupplier() {
    OxbowDslStoreSuppliers suppliers = new OxbowDslStoreSuppliers();
    for (var format : org.apache.kafka.streams.DslStoreFormat.values()) {
      KeyValueBytesStoreSupplier supplier =
          suppliers.keyValueStore(new DslKeyValueParams("s", format));
      boolean headers = format == org.apache.kafka.streams.DslStoreFormat.HEADERS;
      boolean timestamped = format == org.apache.kafka.streams.DslStoreFormat.TIMESTAMPED;
      assertThat(supplier.name()).isEqualTo("s");
      assertThat(supplier.metricsScope()).isEqualTo("oxbow");
      assertThat(supplier.get()).isNotSameAs(supplier.get());
      assertThat(supplier instanceof HeadersBytesStoreSupplier).isEqualTo(headers);
      assertThat(supplier.get() instanceof HeadersBytesStore).isEqualTo(headers);
      assertThat(supplier.get() instanceof TimestampedBytesStore).isEqualTo(timestamped);
    }
  }
}
