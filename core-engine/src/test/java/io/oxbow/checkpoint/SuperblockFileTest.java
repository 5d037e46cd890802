// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oxbow.CorruptStoreException;
import io.oxbow.StoreException;
import io.oxbow.io.Checksums;
import io.oxbow.io.CrashPolicy;
import io.oxbow.io.FileEntry;
import io.oxbow.io.FileKind;
import io.oxbow.io.FileNames;
import io.oxbow.io.SimulatedStorageIo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SuperblockFileTest {
  private static final String NAME = FileNames.SUPERBLOCK;

  private static FileEntry manifest(long id) {
    return new FileEntry(id, FileKind.MANIFEST, 0, 100 + id, (int) (7 * id));
  }

  private static SimulatedStorageIo published(int count) {
    SimulatedStorageIo io = new SimulatedStorageIo(1);
    try (SuperblockFile file = SuperblockFile.open(io)) {
      for (int i = 1; i <= count; i++) {
        file.publish(manifest(i), 10 * i);
      }
    }
    return io;
  }

  private static Superblock open(SimulatedStorageIo io) {
    try (SuperblockFile file = SuperblockFile.open(io)) {
      return file.current();
    }
  }

  @Test
  void theNewestPublishedStateIsFound() {
    assertThat(SuperblockFile.peek(new SimulatedStorageIo(1))).isNull();
    for (int count = 0; count < 6; count++) {
      SimulatedStorageIo io = published(count).crash(CrashPolicy.OLD);
      Superblock expected =
          new Superblock(count + 1, 10L * count, count == 0 ? null : manifest(count));
      assertThat(SuperblockFile.peek(io)).isEqualTo(expected);
      assertThat(open(io)).isEqualTo(expected);
      assertThat(open(io)).isEqualTo(expected);
      assertThat(io.openFiles()).isZero();
    }
  }

  @Test
  void noFlippedByteAndNoDamagedSectorChangesWhatIsFound() {
    SimulatedStorageIo io = published(3);
    Superblock expected = open(io);
    byte[] good = io.content(NAME);
    for (int at = 0; at < good.length; at++) {
      for (int mask : new int[] {0x01, 0x80, 0xFF}) {
        io.flip(NAME, at, mask);
        assertThat(SuperblockFile.peek(io)).as("byte %d, mask %d", at, mask).isEqualTo(expected);
        io.flip(NAME, at, mask);
      }
    }
    for (int at = 0; at < good.length; at += 512) {
      for (int other = 0; other < good.length; other += 512) {
        byte[] bad = good.clone();
        System.arraycopy(good, other, bad, at, 512);
        io.put(NAME, bad);
        assertThat(SuperblockFile.peek(io)).isEqualTo(expected);
        Arrays.fill(bad, at, at + 512, (byte) 0);
        io.put(NAME, bad);
        assertThat(SuperblockFile.peek(io)).isEqualTo(expected);
      }
    }
  }

  @Test
  void aLostSuperblockBesideManifestsIsDamageNotAnEmptyStore() {
    SimulatedStorageIo io = published(2);
    io.put(FileNames.of(FileKind.MANIFEST, 2), new byte[10]);
    byte[] good = io.content(NAME);
    for (int length : new int[] {0, 64, 4096, good.length - 1}) {
      io.put(NAME, Arrays.copyOf(good, length));
      assertThatThrownBy(() -> SuperblockFile.open(io))
          .isInstanceOf(CorruptStoreException.class)
          .hasMessageContaining("is damaged");
      assertThat(io.content(NAME)).hasSize(length);
    }
    io.put(NAME, new byte[good.length]);
    assertThatThrownBy(() -> SuperblockFile.open(io)).isInstanceOf(CorruptStoreException.class);
    io.remove(NAME);
    assertThatThrownBy(() -> SuperblockFile.open(io))
        .isInstanceOf(CorruptStoreException.class)
        .hasMessageContaining("is missing")
        .hasMessageContaining("adopt");
    assertThat(io.openFiles()).isZero();
  }

  @Test
  void anInterruptedCreationIsTakenUpAgain() {
    for (long at = 1; at <= 6; at++) {
      for (CrashPolicy policy : CrashPolicy.values()) {
        SimulatedStorageIo io = new SimulatedStorageIo(at).crashAt(at);
        assertThatThrownBy(() -> SuperblockFile.open(io)).isInstanceOf(StoreException.class);
        assertThat(io.openFiles()).isZero();
        SimulatedStorageIo after = io.crash(policy);
        assertThat(open(after).manifest()).isNull();
        assertThat(SuperblockFile.peek(after.crash(CrashPolicy.OLD))).isNotNull();
      }
    }
  }

  @Test
  void aNewerSuperblockIsRefusedByItsNumber() {
    SimulatedStorageIo io = published(1);
    ByteBuffer bytes = ByteBuffer.wrap(io.content(NAME)).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putShort(4, (short) 2).putInt(60, Checksums.crc32c(bytes, 0, 60));
    io.put(NAME, bytes.array());
    assertThatThrownBy(() -> SuperblockFile.open(io))
        .isExactlyInstanceOf(StoreException.class)
        .hasMessageContaining("newer Oxbow, format 2");
  }

  /**
   * A force fails and drops its pages, yet the reopened process still sees them. The next publish
   * must not overwrite the only state the disk really has.
   */
  @Test
  void whatAFailedForceLeftInTheCacheIsNotTrusted() {
    boolean sawTheUnforced = false;
    for (int seed = 0; seed < 300; seed++) {
      SimulatedStorageIo io = new SimulatedStorageIo(seed);
      SuperblockFile first = SuperblockFile.open(io);
      first.publish(manifest(1), 10);
      io.failAt(io.operations() + 2, false);
      assertThatThrownBy(() -> first.publish(manifest(2), 20)).isInstanceOf(StoreException.class);
      first.close();

      SimulatedStorageIo second = io.kill();
      SuperblockFile reopened = SuperblockFile.open(second);
      long seen = reopened.current().version();
      sawTheUnforced |= seen == 20;
      second.crashAt(second.operations() + 1 + seed % 5);
      boolean returned = true;
      try {
        reopened.publish(manifest(3), 30);
      } catch (StoreException e) {
        returned = false;
      }
      for (CrashPolicy policy : CrashPolicy.values()) {
        long found = open(second.crash(policy)).version();
        assertThat(found).as("seed %d, %s", seed, policy).isBetween(returned ? 30L : 10L, 30L);
      }
    }
    assertThat(sawTheUnforced).isTrue();
  }
}
