// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.kafka;

import static io.oxbow.kafka.TestStore.CHANGELOG;
import static io.oxbow.kafka.TestStore.bytes;
import static io.oxbow.kafka.TestStore.content;
import static io.oxbow.kafka.TestStore.key;
import static io.oxbow.kafka.TestStore.open;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oxbow.Store;
import io.oxbow.StoreOptions;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.test.TestUtils;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is wrong is said, with what to do, and nothing is lost or half-written. */
class BadInputTest {
  @TempDir File directory;
  private TaskStandIn context;

  @BeforeEach
  void before() {
    context = new TaskStandIn(directory);
  }

  @Test
  void aNullKeyIsRefusedByEveryCall() {
    KeyValueStore<Bytes, byte[]> store = open(context);
    List<ThrowingCallable> calls =
        List.of(
            () -> store.get(null),
            () -> store.put(null, bytes("v")),
            () -> store.putIfAbsent(null, bytes("v")),
            () -> store.delete(null),
            () -> store.prefixScan(null, new StringSerializer()),
            () -> store.prefixScan("p", (StringSerializer) null),
            () ->
                store.putAll(
                    List.of(KeyValue.pair(key("a"), bytes("v")), KeyValue.pair(null, bytes("v")))));
    for (ThrowingCallable call : calls) {
      assertThatThrownBy(call)
          .isInstanceOf(NullPointerException.class)
          .hasMessageContaining("cannot be null");
    }
    assertThat(content(store)).isEmpty();
    store.close();
  }

  @Test
  void aKeyTooLongIsRefusedByNameAndSizeAndTheLongestIsNot() {
    KeyValueStore<Bytes, byte[]> store = open(context);
    Bytes longest = Bytes.wrap(new byte[65_535]);
    store.put(longest, bytes("fits"));
    assertThat(store.get(longest)).isEqualTo(bytes("fits"));
    assertThat(store.delete(longest)).isEqualTo(bytes("fits"));
    Bytes tooLong = Bytes.wrap(new byte[65_536]);
    List<ThrowingCallable> calls =
        List.of(
            () -> store.put(tooLong, bytes("v")),
            () -> store.putIfAbsent(tooLong, bytes("v")),
            () ->
                store.putAll(
                    List.of(
                        KeyValue.pair(key("a"), bytes("v")), KeyValue.pair(tooLong, bytes("v")))),
            () -> context.restoration.restore(tooLong.get(), bytes("v")));
    for (ThrowingCallable call : calls) {
      assertThatThrownBy(call)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("65536 bytes")
          .hasMessageContaining("store s")
          .hasMessageContaining("65535");
    }
    assertThat(content(store)).isEmpty();
    store.close();
  }

  @Test
  void emptyKeysAndValuesAreOrdinary() {
    KeyValueStore<Bytes, byte[]> store = open(context);
    store.put(key(""), bytes(""));
    assertThat(store.get(key(""))).isEmpty();
    assertThat(content(store)).isEqualTo(Map.of("", ""));
    store.close();
  }

  @Test
  void aClosedStoreSaysSoInEveryCall() {
    KeyValueStore<Bytes, byte[]> store = open(context);
    store.close();
    refusesAll(store);
    refusesAll(OxbowStores.persistentKeyValueStore("s").get()); // never opened
  }

  private static void refusesAll(KeyValueStore<Bytes, byte[]> store) {
    assertThat(store.isOpen()).isFalse();
    List<ThrowingCallable> calls =
        List.of(
            () -> store.get(key("a")),
            () -> store.put(key("a"), bytes("v")),
            () -> store.putIfAbsent(key("a"), bytes("v")),
            () -> store.putAll(List.of(KeyValue.pair(key("a"), bytes("v")))),
            () -> store.delete(key("a")),
            () -> store.range(key("a"), key("b")),
            () -> store.range(key("b"), key("a")),
            () -> store.reverseRange(null, null),
            store::all,
            store::reverseAll,
            () -> store.prefixScan("a", new StringSerializer()),
            store::approximateNumEntries,
            () -> store.committedOffset(CHANGELOG),
            () -> store.commit(Map.of(CHANGELOG, 1L)));
    for (ThrowingCallable call : calls) {
      assertThatThrownBy(call)
          .isInstanceOf(InvalidStateStoreException.class)
          .hasMessageContaining("Store s is currently closed");
    }
    store.close();
  }

  @Test
  void anIteratorUsedAfterCloseSaysSo() {
    KeyValueStore<Bytes, byte[]> store = open(context);
    store.put(key("a"), bytes("v"));
    KeyValueIterator<Bytes, byte[]> iterator = store.all();
    iterator.close();
    iterator.close();
    for (ThrowingCallable call :
        List.<ThrowingCallable>of(iterator::hasNext, iterator::next, iterator::peekNextKey)) {
      assertThatThrownBy(call)
          .isInstanceOf(InvalidStateStoreException.class)
          .hasMessageContaining("Iterator over store s is closed");
    }
    store.close();
  }

  @ParameterizedTest
  @CsvSource({"MANIFEST-000005", "000012.sst", "OPTIONS-000007", "IDENTITY"})
  void aDirectoryOfRocksDbIsRefusedAndLeftAlone(String file) throws Exception {
    Path store = TestStore.directory(directory);
    Files.createDirectories(store);
    Files.writeString(store.resolve("CURRENT"), "MANIFEST-000005\n");
    Files.writeString(store.resolve(file), "rocks");
    assertThatThrownBy(() -> open(context))
        .isInstanceOf(ProcessorStateException.class)
        .hasMessageContaining("RocksDB")
        .hasMessageContaining(store.toString())
        .hasMessageContaining("Delete or move");
    try (Stream<Path> files = Files.list(store)) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder("CURRENT", file);
    }
  }

  @Test
  void aDirectoryOfSomeoneElseIsRefusedAndLeftAlone() throws Exception {
    Path store = TestStore.directory(directory);
    Files.createDirectories(store);
    Files.writeString(store.resolve("holiday.jpg"), "not a store");
    assertThatThrownBy(() -> open(context))
        .isInstanceOf(ProcessorStateException.class)
        .hasMessageContaining(store.toString());
    try (Stream<Path> files = Files.list(store)) {
      assertThat(files.map(f -> f.getFileName().toString())).contains("holiday.jpg");
    }
    assertThat(store.resolve("holiday.jpg")).hasContent("not a store");
  }

  @Test
  void aFileInPlaceOfTheDirectoryIsRefused() throws Exception {
    Path store = TestStore.directory(directory);
    Files.createDirectories(store.getParent());
    Files.writeString(store, "in the way");
    assertThatThrownBy(() -> open(context))
        .isInstanceOf(ProcessorStateException.class)
        .hasMessageContaining(store.toString())
        .hasMessageContaining("file is there");
    assertThat(store).hasContent("in the way");
  }

  @Test
  void aFileInPlaceOfTheParentIsAnIoProblem() throws Exception {
    Files.writeString(directory.toPath().resolve("oxbow"), "in the way");
    assertThatThrownBy(() -> open(context))
        .isInstanceOf(ProcessorStateException.class)
        .hasMessageContaining("state.dir");
  }

  static Stream<Arguments> pairsOfFormats() {
    return Arrays.stream(StoreFormat.values())
        .flatMap(a -> Arrays.stream(StoreFormat.values()).map(b -> Arguments.of(a, b)));
  }

  @ParameterizedTest
  @MethodSource("pairsOfFormats")
  void aStoreOfAnotherFormatIsRefusedWithTheFix(StoreFormat written, StoreFormat wanted) {
    KeyValueStore<Bytes, byte[]> store = open(context, new KeyValueSupplier("s", written));
    store.put(key("a"), bytes("v"));
    store.commit(Map.of(CHANGELOG, 1L));
    store.close();
    if (written != wanted) {
      assertThatThrownBy(() -> open(context, new KeyValueSupplier("s", wanted)))
          .isInstanceOf(ProcessorStateException.class)
          .hasMessageContaining("holds " + written.label() + " values")
          .hasMessageContaining("opened for " + wanted.label())
          .hasMessageContaining(written.supplier())
          .hasMessageContaining("delete the directory");
    }
    store = open(context, new KeyValueSupplier("s", written)); // unharmed
    assertThat(content(store)).isEqualTo(Map.of("a", "v"));
    store.close();
  }

  @Test
  void anOxbowStoreThatIsNotOfKafkaStreamsIsRefused() throws Exception {
    writeForeign(bytes("some other host's metadata"), "was not written by a Kafka Streams store");
  }

  @Test
  void aStoreOfANewerFormatIsRefused() throws Exception {
    byte[] newer =
        new CommitMetadata(
                StoreFormat.PLAIN,
                Map.of(CHANGELOG, 1L),
                org.apache.kafka.streams.query.Position.emptyPosition())
            .encode();
    newer[4]++;
    writeForeign(newer, "was written by a newer Oxbow");
  }

  private void writeForeign(byte[] metadata, String complaint) throws Exception {
    Path dir = TestStore.directory(directory);
    Files.createDirectories(dir.getParent());
    try (Store store = Store.open(dir, StoreOptions.builder().build())) {
      store.tree("t").put(bytes("a"), bytes("v"));
      store.commit(metadata).get();
    }
    assertThatThrownBy(() -> open(context))
        .isInstanceOf(ProcessorStateException.class)
        .hasMessageContaining(complaint)
        .hasMessageContaining("Move the directory away");
    try (Store store = Store.open(dir, StoreOptions.builder().build())) {
      assertThat(store.tree("t").get(bytes("a"))).isEqualTo(bytes("v"));
    }
  }

  @Test
  void aDamagedStoreIsRefusedNotReadWrong() throws Exception {
    KeyValueStore<Bytes, byte[]> store = open(context);
    for (int i = 0; i < 1000; i++) {
      store.put(key("k" + i), bytes("value " + i));
    }
    store.commit(Map.of(CHANGELOG, 1L));
    store.close();
    try (Stream<Path> files = Files.list(TestStore.directory(directory))) {
      for (Path file : (Iterable<Path>) files::iterator) {
        byte[] content = Files.readAllBytes(file);
        for (int i = 0; i < content.length; i += 64) {
          content[i] ^= 0x40;
        }
        Files.write(file, content);
      }
    }
    assertThatThrownBy(() -> open(context)).isInstanceOf(ProcessorStateException.class);
  }

  @Test
  void aCommitThatCannotBePublishedIsReportedNotSwallowed() throws Exception {
    KeyValueStore<Bytes, byte[]> store = open(context);
    store.put(key("a"), bytes("kept"));
    store.commit(Map.of(CHANGELOG, 1L));
    store.close();
    Path kept = directory.toPath().resolveSibling(directory.getName() + "-kept");
    TestStore.copy(directory.toPath(), kept);

    KeyValueStore<Bytes, byte[]> failing = open(context);
    TestStore.delete(TestStore.directory(directory)); // as if the disk had gone away
    AtomicLong offset = new AtomicLong(1);
    TestUtils.waitForCondition(
        () -> {
          try {
            failing.put(key("a"), bytes("lost " + offset.incrementAndGet()));
            failing.commit(Map.of(CHANGELOG, offset.get()));
            return false;
          } catch (ProcessorStateException e) {
            assertThat(e).hasMessageContaining("store s");
            return true;
          }
        },
        "a commit of this or an earlier call fails");
    try {
      failing.close();
    } catch (ProcessorStateException e) {
      assertThat(e).hasMessageContaining("while closing");
    }
    assertThat(failing.isOpen()).isFalse();

    KeyValueStore<Bytes, byte[]> again = open(new TaskStandIn(kept.toFile()));
    assertThat(content(again)).isEqualTo(Map.of("a", "kept"));
    again.close();
    TestStore.delete(kept);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "oxbow.memory.bytes | 256 MB    | must be a number of bytes",
        "oxbow.memory.bytes | 0         | Invalid value",
        "oxbow.memory.bytes | -1        | Invalid value",
        "oxbow.memory.bytes | 65535     | Invalid value",
        "oxbow.durability   | wal       | not available in this version; use commit",
        "oxbow.durability   | sometimes | must be commit or checkpoint",
      })
  void aWrongOptionIsRefusedBeforeAnythingStarts(String option, String value, String complaint) {
    context.configs.put(option, value);
    assertThatThrownBy(() -> new OxbowDslStoreSuppliers().configure(context.configs))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(option)
        .hasMessageContaining(complaint)
        .hasMessageContaining(value);
    assertThatThrownBy(() -> open(context)).isInstanceOf(ConfigException.class);
    assertThat(TestStore.directory(directory)).doesNotExist();
  }

  @Test
  void optionsAreReadAsTextOrNumber() {
    assertThat(OxbowConfig.of(Map.of("oxbow.memory.bytes", " 1000000 ")).memoryBytes())
        .isEqualTo(1_000_000);
    assertThat(OxbowConfig.of(Map.of("oxbow.memory.bytes", 1_000_000)).memoryBytes())
        .isEqualTo(1_000_000);
    assertThat(OxbowConfig.of(Map.of()).memoryBytes()).isNull();
    assertThat(OxbowConfig.of(Map.of("oxbow.durability", "Checkpoint")).durability())
        .isEqualTo(io.oxbow.Durability.CHECKPOINT);
  }

  @Test
  void aSupplierNeedsAName() {
    assertThatThrownBy(() -> OxbowStores.persistentKeyValueStore(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("name");
  }
}
