// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every backend does the same with the same calls; addresses mean something to their own only. */
class MemAccessTest {
  private static final int BYTES = 4096;

  static List<MemAccess> backends() {
    return BackendsOfThisBuild.all();
  }

  private static MemAccess foreign() {
    assumeThat(BackendsOfThisBuild.hasForeign())
        .as("the foreign part, which a build on JDK 22 or newer has")
        .isTrue();
    return Backends.choose("foreign", Runtime.version().feature());
  }

  @ParameterizedTest
  @MethodSource("backends")
  void addressesFitTheMappingWord(MemAccess m) {
    int[] sizes = {64, 192, 2048, 4096 - 64, 1 << 20, 4 << 20, (4 << 20) - 64};
    long[] addresses = new long[sizes.length];
    for (int i = 0; i < sizes.length; i++) {
      addresses[i] = m.reserve(sizes[i]);
      assertThat(addresses[i]).isPositive().isLessThan(1L << 48);
      assertThat(addresses[i] % 64).isZero();
    }
    for (int i = 0; i < sizes.length; i++) {
      m.release(addresses[i], sizes[i]);
    }
  }

  @ParameterizedTest
  @MethodSource("backends")
  void numbersOfEachWidthAreLittleEndianAtAnyAddress(MemAccess m) {
    long a = block(m);
    for (int at = 0; at < 9; at++) {
      m.putLong(a + at, 0x8877665544332211L);
      assertThat(m.getLong(a + at)).isEqualTo(0x8877665544332211L);
      assertThat(m.getInt(a + at)).isEqualTo(0x44332211);
      assertThat(m.getShort(a + at + 6)).isEqualTo((short) 0x8877);
      assertThat(m.getByte(a + at + 7)).isEqualTo((byte) 0x88);
      m.putInt(a + at, 0x0D0C0B0A);
      m.putShort(a + at + 4, (short) 0x0F0E);
      m.putByte(a + at + 6, (byte) 0x10);
      assertThat(m.getLong(a + at)).isEqualTo(0x88100F0E0D0C0B0AL);
    }
    give(m, a);
  }

  @ParameterizedTest
  @MethodSource("backends")
  void aSwapOfAWordHappensOnlyFromTheExpectedValue(MemAccess m) {
    long a = block(m);
    m.putLongRelease(a + 8, 5);
    assertThat(m.casLong(a + 8, 4, 6)).isFalse();
    assertThat(m.getLongVolatile(a + 8)).isEqualTo(5);
    assertThat(m.casLong(a + 8, 5, -1)).isTrue();
    assertThat(m.getLong(a + 8)).isEqualTo(-1);
    give(m, a);
  }

  @ParameterizedTest
  @MethodSource("backends")
  void bytesCopiedInAndAcrossComeOutTheSame(MemAccess m) {
    Random random = new Random(7);
    long a = block(m);
    long b = block(m);
    for (int length = 0; length < 300; length++) {
      byte[] in = new byte[length + 5];
      random.nextBytes(in);
      int at = random.nextInt(64);
      m.zero(b, BYTES);
      m.copyIn(in, 5, a + at, length);
      m.copy(a + at, b + 17, length);
      byte[] out = new byte[length + 12];
      m.copyOut(b + 17, out, 3, length);
      byte[] expected = new byte[out.length];
      System.arraycopy(in, 5, expected, 3, length);
      assertThat(out).as("%d bytes", length).isEqualTo(expected);
      assertThat(m.getByte(b + 16)).isZero();
      assertThat(m.getByte(b + 17 + length)).isZero();
    }
    give(m, a);
    give(m, b);
  }

  @ParameterizedTest
  @MethodSource("backends")
  void zerosGoAsFarAsAskedForAndNoFurther(MemAccess m) {
    long a = block(m);
    byte[] ones = new byte[BYTES];
    Arrays.fill(ones, (byte) -1);
    for (int length : new int[] {0, 1, 7, 8, 9, 16, 63, 64, 511, 512, 513, 700}) {
      for (int at = 0; at < 9; at++) {
        m.copyIn(ones, 0, a, BYTES);
        m.zero(a + at, length);
        byte[] expected = ones.clone();
        Arrays.fill(expected, at, at + length, (byte) 0);
        byte[] out = new byte[BYTES];
        m.copyOut(a, out, 0, BYTES);
        assertThat(out).as("%d bytes from %d", length, at).isEqualTo(expected);
      }
    }
    give(m, a);
  }

  @Test
  void foreignMemoryRefusesWhatLiesOutsideAndWhatWasReleased() {
    MemAccess m = foreign();
    long a = m.reserve(2 << 20);
    assertThatThrownBy(() -> m.getLong(a + (2 << 20) - 7))
        .isInstanceOf(IndexOutOfBoundsException.class);
    m.release(a, 2 << 20);
    assertThatThrownBy(() -> m.getByte(a)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> m.release(a, 2 << 20)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  @Timeout(60)
  void foreignMemoryIsAllGivenBackWhateverTheOrderAndTheThreads() throws Exception {
    MemAccess m = foreign();
    long before = foreignBytes();
    CyclicBarrier start = new CyclicBarrier(4);
    List<Thread> threads = new ArrayList<>();
    List<Throwable> failures = java.util.Collections.synchronizedList(new ArrayList<>());
    for (int t = 0; t < 4; t++) {
      Random random = new Random(t);
      Thread thread = new Thread(() -> reserveAndRelease(m, start, random));
      thread.setUncaughtExceptionHandler((x, e) -> failures.add(e));
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failures).isEmpty();
    assertThat(foreignBytes()).isEqualTo(before);
  }

  private static void reserveAndRelease(MemAccess m, CyclicBarrier start, Random random) {
    try {
      start.await();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    List<long[]> held = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      if (held.size() > 40 || !held.isEmpty() && random.nextInt(5) < 2) {
        long[] piece = held.remove(random.nextInt(held.size()));
        assertThat(m.getLong(piece[0])).as("the mark of a piece").isEqualTo(piece[2]);
        assertThat(m.getLong(piece[0] + piece[1] - 8)).isEqualTo(~piece[2]);
        m.release(piece[0], piece[1]);
      } else {
        long bytes = 64L * (1 + random.nextInt(random.nextInt(20) == 0 ? 20_000 : 4_000));
        long mark = random.nextLong();
        long address = m.reserve(bytes);
        m.putLong(address, mark);
        m.putLong(address + bytes - 8, ~mark);
        held.add(new long[] {address, bytes, mark});
      }
    }
    held.forEach(piece -> m.release(piece[0], piece[1]));
  }

  /** By reflection: what is compiled for newer JDKs cannot be named here. */
  private static long foreignBytes() throws ReflectiveOperationException {
    Class<?> segments = Class.forName("io.oxbow.memory.ForeignSegments");
    Field table = segments.getDeclaredField("TABLE");
    Method bytes = segments.getDeclaredMethod("reservedBytes");
    return (long) bytes.invoke(table.get(null));
  }

  private static long block(MemAccess m) {
    long a = m.reserve(BYTES);
    m.allocated(a, BYTES);
    return a;
  }

  private static void give(MemAccess m, long a) {
    m.freed(a, BYTES);
    m.release(a, BYTES);
  }
}
