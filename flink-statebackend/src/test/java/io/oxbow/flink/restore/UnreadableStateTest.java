// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oxbow.flink.AllStates;
import io.oxbow.flink.BackendFixture;
import io.oxbow.flink.OxbowKeyedStateBackend;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.state.CheckpointableKeyedStateBackend;
import org.apache.flink.runtime.state.IncrementalKeyedStateHandle.HandleAndLocalPath;
import org.apache.flink.runtime.state.IncrementalRemoteKeyedStateHandle;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.StreamStateHandle;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.runtime.state.memory.ByteStreamStateHandle;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** State that cannot be read is refused with a reason and a way out, and leaves nothing behind. */
class UnreadableStateTest {
  @TempDir Path directory;
  private BackendFixture fixture;
  private IncrementalRemoteKeyedStateHandle good;

  @BeforeEach
  void start() throws Exception {
    fixture = new BackendFixture(directory, new Configuration());
    OxbowKeyedStateBackend<String> backend = fixture.create();
    new AllStates(backend).change(1, 200, 3_000);
    good = (IncrementalRemoteKeyedStateHandle) fixture.checkpoint(backend, 1);
    backend.dispose();
  }

  @AfterEach
  void nothingIsLeft() throws IOException {
    assertThat(fixture.memory().availableMemory()).isEqualTo(fixture.memory().getMemorySize());
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left.filter(f -> f.getFileName().toString().startsWith("job_"))).isEmpty();
    }
    fixture.close();
  }

  private void assertRefused(KeyedStateHandle handle, String... reasons) {
    assertThatThrownBy(() -> fixture.restore(BackendFixture.ALL, List.of(handle)))
        .satisfies(thrown -> assertThat(thrown.getMessage()).contains(Arrays.asList(reasons)));
  }

  private KeyedStateHandle checkpointOf(StateBackend other) throws Exception {
    CheckpointableKeyedStateBackend<String> backend =
        fixture.create(
            other,
            StringSerializer.INSTANCE,
            BackendFixture.KEY_GROUPS,
            BackendFixture.ALL,
            List.of(),
            1.0);
    backend.setCurrentKey("key");
    backend
        .getPartitionedState(
            VoidNamespace.INSTANCE,
            VoidNamespaceSerializer.INSTANCE,
            new ValueStateDescriptor<>("value", LongSerializer.INSTANCE))
        .update(1L);
    KeyedStateHandle handle = fixture.checkpoint(backend, 1);
    backend.dispose();
    return handle;
  }

  @Test
  void aCheckpointOfRocksDb() throws Exception {
    for (boolean incremental : new boolean[] {true, false}) {
      assertRefused(
          checkpointOf(new EmbeddedRocksDBStateBackend(incremental)),
          "another state backend, such as RocksDB",
          "canonical savepoint");
    }
  }

  @Test
  void aCheckpointOfTheHeap() throws Exception {
    assertRefused(
        checkpointOf(new HashMapStateBackend()),
        "another state backend, such as HashMap",
        "canonical savepoint");
  }

  @Test
  void aForeignCheckpointWhoseFilesHaveInnocentNames() throws IOException {
    byte[] meta = good.getMetaDataStateHandle().asBytesIfInMemory().orElseThrow();
    // Without the listing, the stream is what any backend of Flink writes.
    int listing = new String(meta, StandardCharsets.ISO_8859_1).lastIndexOf("OXBF");
    for (int length = listing; length < listing + 4; length++) {
      assertRefused(
          with(good, new ByteStreamStateHandle("meta", Arrays.copyOf(meta, length))),
          "another state backend",
          "canonical savepoint");
    }
    for (int length = listing + 4; length < meta.length; length++) {
      assertRefused(
          with(good, new ByteStreamStateHandle("meta", Arrays.copyOf(meta, length))),
          "listing",
          "damaged");
    }
  }

  @Test
  void aListingOfANewerOxbow() throws IOException {
    byte[] meta = good.getMetaDataStateHandle().asBytesIfInMemory().orElseThrow().clone();
    meta[new String(meta, StandardCharsets.ISO_8859_1).lastIndexOf("OXBF") + 4]++;
    assertRefused(
        with(good, new ByteStreamStateHandle("meta", meta)), "version 2", "reads version 1");
  }

  @Test
  void mixedKindsOfState() throws Exception {
    OxbowKeyedStateBackend<String> backend = fixture.restore(BackendFixture.ALL, List.of(good));
    KeyedStateHandle savepoint = BackendFixture.savepoint(backend);
    backend.dispose();
    assertThatThrownBy(() -> fixture.restore(BackendFixture.ALL, List.of(good, savepoint)))
        .hasMessageContaining("mixes checkpoints and canonical savepoints");
  }

  @Test
  void aFlippedBitInAnyFile() {
    for (int file = 0; file < files(good).size(); file++) {
      assertRefused(
          withFile(
              good,
              file,
              bytes -> {
                byte[] flipped = bytes.clone();
                flipped[flipped.length / 2] ^= 1;
                return flipped;
              }),
          "is damaged",
          "checksum",
          "older checkpoint");
    }
  }

  @Test
  void aFileThatIsTooShortOrTooLong() {
    for (int file = 0; file < files(good).size(); file++) {
      assertRefused(
          withFile(good, file, bytes -> Arrays.copyOf(bytes, bytes.length - 1)), "is damaged");
      assertRefused(
          withFile(good, file, bytes -> Arrays.copyOf(bytes, bytes.length + 1)),
          "is damaged",
          "longer than");
    }
  }

  @Test
  void aMissingFile() {
    List<HandleAndLocalPath> shared = new ArrayList<>(good.getSharedState());
    String lost = shared.remove(0).getLocalPath();
    assertRefused(
        new IncrementalRemoteKeyedStateHandle(
            good.getBackendIdentifier(),
            good.getKeyGroupRange(),
            1,
            shared,
            good.getPrivateState(),
            good.getMetaDataStateHandle()),
        "lacks its file " + lost);
  }

  @Test
  void aNameThatPointsElsewhere() {
    List<HandleAndLocalPath> shared = new ArrayList<>(good.getSharedState());
    for (String name : List.of("../../escaped", "/etc/passwd", "a/b", "", ".", "..")) {
      shared.set(0, HandleAndLocalPath.of(good.getSharedState().get(0).getHandle(), name));
      assertRefused(
          new IncrementalRemoteKeyedStateHandle(
              good.getBackendIdentifier(),
              good.getKeyGroupRange(),
              1,
              shared,
              good.getPrivateState(),
              good.getMetaDataStateHandle()),
          "another state backend");
    }
  }

  @Test
  void aDamagedListing() throws IOException {
    byte[] meta = good.getMetaDataStateHandle().asBytesIfInMemory().orElseThrow();
    byte[] damaged = meta.clone();
    damaged[damaged.length - 10] ^= 1;
    assertRefused(with(good, new ByteStreamStateHandle("meta", damaged)), "listing", "damaged");
  }

  private static List<HandleAndLocalPath> files(IncrementalRemoteKeyedStateHandle handle) {
    List<HandleAndLocalPath> files = new ArrayList<>(handle.getSharedState());
    files.addAll(handle.getPrivateState());
    return files;
  }

  private static IncrementalRemoteKeyedStateHandle with(
      IncrementalRemoteKeyedStateHandle handle, StreamStateHandle meta) {
    return new IncrementalRemoteKeyedStateHandle(
        handle.getBackendIdentifier(),
        handle.getKeyGroupRange(),
        1,
        handle.getSharedState(),
        handle.getPrivateState(),
        meta);
  }

  private static IncrementalRemoteKeyedStateHandle withFile(
      IncrementalRemoteKeyedStateHandle handle, int index, UnaryOperator<byte[]> change) {
    List<HandleAndLocalPath> files = files(handle);
    HandleAndLocalPath file = files.get(index);
    byte[] bytes = file.getHandle().asBytesIfInMemory().orElseThrow();
    files.set(
        index,
        HandleAndLocalPath.of(
            new ByteStreamStateHandle(UUID.randomUUID().toString(), change.apply(bytes)),
            file.getLocalPath()));
    int shared = handle.getSharedState().size();
    return new IncrementalRemoteKeyedStateHandle(
        handle.getBackendIdentifier(),
        handle.getKeyGroupRange(),
        1,
        files.subList(0, shared),
        files.subList(shared, files.size()),
        handle.getMetaDataStateHandle());
  }
}
