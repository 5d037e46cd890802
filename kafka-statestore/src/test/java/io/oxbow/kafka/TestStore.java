// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.kafka;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** Opens bytes stores named "s" in a task directory, and shortens what tests do with them. */
final class TestStore {
  static final TopicPartition CHANGELOG = new TopicPartition("app-s-changelog", 3);

  private TestStore() {}

  static KeyValueStore<Bytes, byte[]> open(TaskStandIn context) {
    return open(context, OxbowStores.persistentKeyValueStore("s"));
  }

  static KeyValueStore<Bytes, byte[]> open(
      TaskStandIn context, KeyValueBytesStoreSupplier supplier) {
    KeyValueStore<Bytes, byte[]> store = supplier.get();
    store.init(context, store);
    return store;
  }

  static Path directory(File taskDirectory) {
    return taskDirectory.toPath().resolve("oxbow").resolve("s");
  }

  static Bytes key(String text) {
    return Bytes.wrap(bytes(text));
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String text(byte[] bytes) {
    return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
  }

  /** The content, in key order. */
  static TreeMap<String, String> content(KeyValueStore<Bytes, byte[]> store) {
    TreeMap<String, String> content = new TreeMap<>();
    try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
      all.forEachRemaining(e -> content.put(text(e.key.get()), text(e.value)));
    }
    return content;
  }

  /** The keys an iterator yields, in its order; closes it. */
  static List<String> keys(KeyValueIterator<Bytes, byte[]> iterator) {
    List<String> keys = new ArrayList<>();
    try (iterator) {
      while (iterator.hasNext()) {
        KeyValue<Bytes, byte[]> entry = iterator.next();
        keys.add(text(entry.key.get()));
      }
    }
    return keys;
  }

  static double gauge(TaskStandIn context, String name) {
    return context.metrics.metrics().entrySet().stream()
        .filter(e -> e.getKey().name().equals(name))
        .mapToDouble(e -> (Double) e.getValue().metricValue())
        .findFirst()
        .orElseThrow(() -> new AssertionError("no metric " + name));
  }

  static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }

  static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
