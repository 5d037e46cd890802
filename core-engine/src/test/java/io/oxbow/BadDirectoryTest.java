// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oxbow.io.Checksums;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Directories that are not what they should be: the open says why, and leaves them as they are. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class BadDirectoryTest {
  @TempDir private Path base;
  private final MemoryBudget budget = MemoryBudget.ofBytes(16 << 20);
  private Path directory;

  @BeforeEach
  void makeStore() {
    directory = base.resolve("store");
    try (Store store = Store.open(directory, options())) {
      Tree tree = store.tree("t");
      for (int i = 0; i < 2000; i++) {
        tree.put(("key-" + i).getBytes(), ("value-" + i).getBytes());
      }
      store.commit(new byte[] {7}).join();
      tree.put("key-1".getBytes(), "changed".getBytes());
      store.commit(new byte[] {8}).join();
    }
  }

  @AfterEach
  void nothingIsHeld() {
    assertThat(budget.usedBytes()).as("bytes in use after close").isZero();
  }

  private StoreOptions options() {
    return StoreOptions.builder().memory(budget).build();
  }

  private Path newest(String ending) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      Stream<Path> named = files.filter(f -> f.toString().endsWith(ending));
      return named.max(Comparator.naturalOrder()).orElseThrow();
    }
  }

  private Map<String, Integer> content() throws IOException {
    Map<String, Integer> content = new TreeMap<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        if (Files.isRegularFile(file) && !file.getFileName().toString().contains("lock")) {
          byte[] bytes = Files.readAllBytes(file);
          content.put(
              file.getFileName().toString(),
              Checksums.crc32c(ByteBuffer.wrap(bytes), 0, bytes.length));
        }
      }
    }
    return content;
  }

  private void refused(Class<? extends StoreException> type, String... words) throws IOException {
    Map<String, Integer> before = content();
    assertThatThrownBy(() -> Store.open(directory, options()))
        .isInstanceOf(type)
        .hasMessageContainingAll(words);
    assertThat(content()).as("files after the refused open").isEqualTo(before);
  }

  @Test
  void somebodyElsesDirectoryIsLeftAlone() throws IOException {
    directory = Files.createDirectory(base.resolve("documents"));
    Files.writeString(directory.resolve("letter.txt"), "dear reader");
    refused(StoreException.class, "letter.txt", "empty directory");
  }

  @Test
  void aFileIsNoDirectory() throws IOException {
    Path file = Files.writeString(base.resolve("file"), "text");
    assertThatThrownBy(() -> Store.open(file, options()))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(file.toString());
    assertThat(Files.readString(file)).isEqualTo("text");
  }

  @Test
  void aMissingSegmentIsNamed() throws IOException {
    Path segment = newest(".seg");
    Files.delete(segment);
    refused(CorruptStoreException.class, segment.getFileName().toString(), "missing");
  }

  @Test
  void aSegmentCutShortIsNamed() throws IOException {
    Path segment = newest(".seg");
    byte[] bytes = Files.readAllBytes(segment);
    Files.write(segment, java.util.Arrays.copyOf(bytes, bytes.length - 1));
    refused(CorruptStoreException.class, segment.getFileName().toString(), "" + (bytes.length - 1));
  }

  @Test
  void aMissingManifestOrMappingIsNamed() throws IOException {
    for (String ending : new String[] {".man", ".map"}) {
      Path file = newest(ending);
      byte[] bytes = Files.readAllBytes(file);
      Files.delete(file);
      refused(CorruptStoreException.class, file.getFileName().toString());
      Files.write(file, bytes);
    }
    try (Store store = Store.open(directory, options())) {
      assertThat(store.metadata()).containsExactly(8);
    }
  }

  @Test
  void aLostSuperblockIsNotAnEmptyStore() throws IOException {
    Files.delete(directory.resolve("oxbow.super"));
    refused(CorruptStoreException.class, "oxbow.super", "missing");
  }

  @Test
  void aNewerFormatIsNamedByItsNumber() throws IOException {
    Path superblock = directory.resolve("oxbow.super");
    byte[] bytes = Files.readAllBytes(superblock);
    ByteBuffer copies = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at < bytes.length; at += 512) {
      copies.putShort(at + 4, (short) 3);
      copies.putInt(at + 60, Checksums.crc32c(copies, at, 60));
    }
    Files.write(superblock, bytes);
    refused(StoreException.class, "newer Oxbow", "format 3", "format 1");
  }

  @Test
  void damageInsideIsFoundByTheFirstReadOrByVerify() throws IOException {
    Path segment = newest(".seg");
    byte[] bytes = Files.readAllBytes(segment);
    for (int at = 64; at < bytes.length; at += bytes.length / 7) {
      byte[] damaged = bytes.clone();
      damaged[at] ^= 0x10;
      Files.write(segment, damaged);
      Store store = Store.open(directory, options());
      String name = segment.getFileName().toString();
      assertThatThrownBy(store::verify)
          .isInstanceOf(CorruptStoreException.class)
          .hasMessageContaining(name);
      store.close();
    }
    Files.write(segment, bytes);
    try (Store store = Store.open(directory, options())) {
      store.verify();
    }
  }
}
