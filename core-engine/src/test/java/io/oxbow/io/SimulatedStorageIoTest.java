// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The simulator keeps what the seam promises, and loses all it does not. */
class SimulatedStorageIoTest {
  private static final String A = FileNames.of(FileKind.SEGMENT, 1);
  private static final String B = FileNames.of(FileKind.SEGMENT, 2);

  private static ByteBuffer filled(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return ByteBuffer.wrap(bytes);
  }

  private static StorageFile create(StorageIo io, String name) throws IOException {
    return io.open(name, StorageIo.OpenMode.CREATE);
  }

  @Test
  void forcedBytesUnderForcedNamesSurviveEveryCrash() throws IOException {
    for (CrashPolicy policy : CrashPolicy.values()) {
      SimulatedStorageIo io = new SimulatedStorageIo(1);
      StorageFile file = create(io, A);
      file.write(0, filled(1000, 7));
      file.force();
      io.forceDirectory();
      file.write(1000, filled(5000, 8)); // next to forced bytes, within the same sector
      byte[] left = io.crash(policy).content(A);
      assertThat(left.length).isBetween(1000, 6000);
      for (int i = 0; i < 1000; i++) {
        assertThat(left[i]).as("%s byte %d", policy, i).isEqualTo((byte) 7);
      }
    }
  }

  @Test
  void unforcedNamesAndBytesTakeEveryFate() throws IOException {
    Set<String> fates = new HashSet<>();
    for (int seed = 0; seed < 400; seed++) {
      SimulatedStorageIo io = new SimulatedStorageIo(seed);
      create(io, B).close();
      io.forceDirectory();
      io.delete(B);
      StorageFile file = create(io, A);
      file.write(0, filled(512, 1));
      file.force();
      file.write(0, filled(512, 2));
      file.write(512, filled(512, 3));
      SimulatedStorageIo after = io.crash();
      fates.add(after.names().containsKey(B) ? "deletion undone" : "deletion kept");
      fates.add(after.names().containsKey(A) ? "name kept" : "name lost");
      if (after.names().containsKey(A)) {
        byte[] left = after.content(A);
        fates.add("length " + (left.length == 512 || left.length == 1024 ? left.length : "torn"));
        fates.add("overwrite " + distinct(left, 0, 512));
        fates.add("append " + (left.length > 512 ? distinct(left, 512, left.length) : "[]"));
      }
    }
    assertThat(fates)
        .contains("deletion undone", "deletion kept", "name kept", "name lost")
        .contains("length 512", "length 1024", "length torn")
        .contains("overwrite [1]", "overwrite [2]", "overwrite [0]", "overwrite [1, 2]")
        .contains("append [3]", "append [0]", "append [0, 3]");
  }

  private static String distinct(byte[] bytes, int from, int to) {
    Set<Byte> values = new java.util.TreeSet<>();
    for (int i = from; i < to; i++) {
      values.add(bytes[i]);
    }
    return values.toString();
  }

  @Test
  void oneSeedHasOneOutcome() throws IOException {
    List<String> outcomes = new ArrayList<>();
    for (int run = 0; run < 2; run++) {
      SimulatedStorageIo io = new SimulatedStorageIo(99).crashAt(6);
      StorageFile file = create(io, A);
      file.write(0, filled(10_000, 1));
      file.force();
      file.write(0, filled(10_000, 2));
      io.forceDirectory();
      assertThatThrownBy(() -> file.write(10_000, filled(3000, 3)))
          .isInstanceOf(SimulatedCrashException.class);
      assertThatThrownBy(io::list).isInstanceOf(SimulatedCrashException.class);
      assertThat(io.isCrashed()).isTrue();
      outcomes.add(Arrays.toString(io.crash().content(A)));
    }
    assertThat(outcomes.get(0)).isEqualTo(outcomes.get(1)).contains("1").contains("2");
  }

  @Test
  void theOperationThatMeetsTheCrashMayHaveHappenedThoseAfterItNot() throws IOException {
    SimulatedStorageIo io = new SimulatedStorageIo(3);
    StorageFile file = create(io, A);
    io.forceDirectory();
    io.crashAt(3);
    assertThatThrownBy(() -> file.write(0, filled(10, 1))).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> file.write(10, filled(10, 2))).isInstanceOf(IOException.class);
    assertThat(io.crash(CrashPolicy.NEW).content(A)).hasSize(10).containsOnly(1);
    assertThat(io.crash(CrashPolicy.OLD).content(A)).isEmpty();
  }

  @Test
  void anErrorComesOnceOrForGood() throws IOException {
    SimulatedStorageIo io = new SimulatedStorageIo(4);
    StorageFile file = create(io, A);
    io.failAt(2, false);
    assertThatThrownBy(io::list).hasMessageContaining("Input/output error");
    assertThat(io.list()).hasSize(1);
    io.fullAt(io.operations() + 1, true);
    assertThat(io.list()).hasSize(1);
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> file.write(0, filled(9, 9))).hasMessageContaining("No space left");
    }
    io.failNoMore();
    file.write(0, filled(9, 9));
    assertThat(io.content(A)).containsOnly(9);
  }

  @Test
  void aFailedForceDropsPagesAndTheNextOneDoesNotBringThemBack() throws IOException {
    boolean lost = false;
    for (int seed = 0; seed < 20; seed++) {
      SimulatedStorageIo io = new SimulatedStorageIo(seed);
      StorageFile file = create(io, A);
      io.forceDirectory();
      file.write(0, filled(4096, 5));
      io.failAt(io.operations() + 1, false);
      assertThatThrownBy(file::force).isInstanceOf(IOException.class);
      assertThat(io.content(A)).as("readers still see it").containsOnly(5);
      file.force();
      byte[] left = io.crash(CrashPolicy.NEW).content(A);
      assertThat(left).hasSize(4096);
      lost |= distinct(left, 0, 4096).contains("0");
    }
    assertThat(lost).isTrue();
  }

  @Test
  void aKilledProcessLosesNothingItWrote() throws IOException {
    SimulatedStorageIo io = new SimulatedStorageIo(5);
    create(io, A).write(0, filled(700, 6));
    SimulatedStorageIo after = io.kill();
    assertThat(after.content(A)).hasSize(700).containsOnly(6);
    assertThat(after.crash(CrashPolicy.OLD).names()).isEmpty();
  }

  @Test
  void linksComeFromMountedDirectories() throws IOException {
    SimulatedStorageIo source = new SimulatedStorageIo(6);
    create(source, A).write(0, filled(5, 5));
    SimulatedStorageIo io = new SimulatedStorageIo(7);
    io.mount(Path.of("/s"), source);
    io.link(Path.of("/s"), A);
    source.delete(A);
    assertThat(io.content(A)).containsOnly(5);
    assertThatThrownBy(() -> io.link(Path.of("/s"), B)).isInstanceOf(NoSuchFileException.class);
    assertThat(io.crash(CrashPolicy.OLD).names()).isEmpty();
  }

  @Test
  void openFilesAndOperationsAreCounted() throws IOException {
    List<String> seen = new ArrayList<>();
    SimulatedStorageIo io = new SimulatedStorageIo(8).observe(seen::add);
    StorageFile file = create(io, A);
    file.write(0, filled(1, 1));
    assertThat(io.openFiles()).isEqualTo(1);
    file.endWrites();
    assertThatThrownBy(() -> file.write(1, filled(1, 1))).isInstanceOf(IllegalStateException.class);
    file.close();
    file.close();
    assertThat(io.openFiles()).isZero();
    assertThatThrownBy(() -> file.read(0, ByteBuffer.allocate(1))).isInstanceOf(IOException.class);
    io.flip(A, 0, 0xFF);
    assertThat(io.crash(CrashPolicy.NEW).content(A)).containsExactly(0xFE);
    assertThat(io.operations()).isEqualTo(2);
    assertThat(seen).hasSize(4).first().asString().contains("open").contains("CREATE");
  }
}
