// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.oxbow.memory.Arena;
import io.oxbow.memory.Budget;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A descent takes the child whose separators enclose the key, whatever the heads say: equal heads
 * are told apart by what follows them and by lengths.
 */
class InnerSearchTest {
  private final Random random = new Random(5);
  private final Arena arena = new Arena(new Budget(64 << 20));

  @AfterEach
  void close() {
    arena.close();
  }

  @Test
  void keysThatDifferWithinTheirHeadsFindTheirChildren() {
    for (int n = 1; n <= 300; n += 1 + n / 20) {
      check(n, new byte[0], 1, 8, 256);
    }
  }

  @Test
  void keysThatShareTheirHeadsAreToldApartBehindThem() {
    byte[] shared = "the same for all".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    for (int n = 1; n <= 300; n += 1 + n / 20) {
      check(n, shared, 1, 8, 256);
      check(n, Arrays.copyOf(shared, 7), 1, 12, 256);
    }
  }

  @Test
  void keysOfFewByteValuesThatStartOneAnotherFindTheirChildren() {
    for (int n = 1; n <= 300; n += 1 + n / 20) {
      check(n, new byte[0], 0, 14, 2); // zeros count: a head is padded with them
      check(n, new byte[8], 0, 14, 2);
    }
  }

  @Test
  void keysThatLieUnevenlyFindTheirChildren() {
    for (int bits = 0; bits < 40; bits++) {
      for (int n : new int[] {16, 17, 60, 300}) {
        int spread = bits;
        check(n, () -> uneven(spread));
      }
    }
  }

  /** Many near a few places, at distances that double: within eight bytes, three in four below. */
  private byte[] uneven(int bits) {
    long place = (random.nextLong() >>> 1) >>> random.nextInt(1 + bits);
    long cluster = random.nextInt(4) == 0 ? place : (long) random.nextInt(3) << 60;
    long key = cluster + (random.nextLong() >>> Math.min(63, 24 + random.nextInt(1 + bits)));
    return java.nio.ByteBuffer.allocate(8).putLong(key).array();
  }

  @Test
  void nodesThatGrowKeyByKeyFindTheirChildren() {
    List<byte[]> keys = new ArrayList<>(List.of(new byte[0]));
    List<Long> children = new ArrayList<>(List.of(0L));
    InnerSpec spec = new InnerSpec();
    long block = arena.allocate(Inner.bytes(keys.toArray(new byte[0][]), 0, 1, null));
    Inner.build(Arena.address(block), spec, keys.toArray(new byte[0][]), new long[1], 0, 1);
    for (long child = 1; child < 400; child++) {
      byte[] key = draw(new byte[0], 3, 12, 256);
      long a = Arena.address(block);
      int at = Inner.find(a, key, 0, key.length) + 1;
      long larger = arena.allocate(Inner.bytesWith(a, key));
      Inner.copyWith(a, Arena.address(larger), child, at, new byte[][] {key}, new long[] {child});
      arena.free(block);
      block = larger;
      keys.add(at, key);
      children.add(at, child);
      assertThat(Inner.keys(Arena.address(block))).isDeepEqualTo(keys.toArray(new byte[0][]));
      assertThat(Inner.children(Arena.address(block)))
          .containsExactly(children.toArray(Long[]::new));
      int last = keys.size() - 1;
      byte[] probe = draw(new byte[0], 3, 12, 256);
      assertThat(Inner.find(Arena.address(block), probe, 0, probe.length))
          .isEqualTo(plain(keys.toArray(new byte[0][]), last + 1, probe, 1));
    }
  }

  @Test
  void nodesThatGrowByNeighboursAreThoseThatGrowKeyByKey() {
    byte[][] keys = drawSorted(40, 400, () -> draw(new byte[0], 3, 12, 256));
    long block = arena.allocate(Inner.bytes(keys, 0, keys.length, null));
    long[] children = LongStream.range(0, keys.length).toArray();
    Inner.build(Arena.address(block), new InnerSpec(), keys, children, 0, keys.length);
    for (int at = 1; at <= keys.length; at++) {
      byte[] left = keys[at - 1];
      byte[][] more = new byte[1 + at % 7][];
      Arrays.setAll(more, k -> Arrays.copyOf(left, 20 + k)); // with zeros: right behind it
      long[] names = LongStream.range(100, 100 + more.length).toArray();
      long large = arena.allocate(Inner.bytesWith(Arena.address(block), more));
      Inner.copyWith(Arena.address(block), Arena.address(large), 1, at, more, names);
      long one = block;
      for (int k = 0; k < more.length; k++) {
        long next = arena.allocate(Inner.bytesWith(Arena.address(one), more[k]));
        Inner.copyWith(
            Arena.address(one),
            Arena.address(next),
            1,
            at + k,
            new byte[][] {more[k]},
            new long[] {names[k]});
        if (one != block) {
          arena.free(one);
        }
        one = next;
      }
      long a = Arena.address(large);
      assertThat(Inner.keys(a)).isDeepEqualTo(Inner.keys(Arena.address(one)));
      assertThat(Inner.children(a)).containsExactly(Inner.children(Arena.address(one)));
      assertThat(Inner.usedBytes(a)).isEqualTo(Inner.usedBytes(Arena.address(one)));
      byte[][] all = Inner.keys(a);
      for (int i = 0; i < all.length; i++) {
        assertThat(Inner.find(a, all[i], 0, all[i].length)).isEqualTo(i);
      }
      arena.free(large);
      arena.free(one);
    }
  }

  /** So many different keys in order, or as many as these tries have brought. */
  private static byte[][] drawSorted(int n, int tries, Supplier<byte[]> keys) {
    TreeSet<byte[]> drawn = new TreeSet<>(Arrays::compareUnsigned);
    for (int i = 0; drawn.size() < n && i < tries; i++) {
      drawn.add(keys.get());
    }
    return drawn.toArray(new byte[0][]);
  }

  @Test
  void hintsNeverChangeAChildAndSurviveANewNeighbour() {
    long pid = Inner.MAX_PID;
    long[] children = {1, pid, pid | Inner.MARKED, 1 | Inner.MARKED};
    byte[][] keys = {{}, {2}, {4}, {6}};
    long block = arena.allocate(Inner.bytes(keys, 0, 4, null));
    long a = Arena.address(block);
    Inner.build(a, new InnerSpec(), keys, children, 0, 4);
    long widest = 1L << 34; // 16 GB: 2^28 units of 64 bytes
    long[] near = {a, a + 64, a - widest, a + widest - 64};
    for (int i = 0; i < 4; i++) {
      assertThat(Inner.hint(a, i)).as("no hint yet").isEqualTo(a);
      for (long hint : near) {
        Inner.setHint(a, i, hint);
        assertThat(Inner.hint(a, i)).isEqualTo(hint);
        assertThat(Inner.children(a)).containsExactly(children);
      }
      for (long far : new long[] {a + widest, a - widest - 64, a + 3 * widest}) {
        Inner.setHint(a, i, far);
        assertThat(Inner.hint(a, i)).as("too far to be said").isEqualTo(a);
        assertThat(Inner.children(a)).containsExactly(children);
      }
    }
    Inner.setHint(a, 0, a); // none
    for (int i = 1; i < 4; i++) {
      Inner.setHint(a, i, near[1] + 64 * i);
    }
    byte[] key = {3};
    long larger = arena.allocate(Inner.bytesWith(a, key));
    long to = Arena.address(larger);
    Inner.copyWith(a, to, 1, 2, new byte[][] {key}, new long[] {77});
    assertThat(Inner.children(to))
        .containsExactly(children[0], children[1], 77, children[2], children[3]);
    int[] from = {0, 1, -1, 2, 3};
    for (int i = 0; i < 5; i++) {
      assertThat(Inner.hint(to, i)).isEqualTo(from[i] < 1 ? to : near[1] + 64 * from[i]);
    }
  }

  private void check(int n, byte[] shared, int shortest, int longest, int values) {
    check(n, () -> draw(shared, shortest, longest, values));
  }

  /** Half of the nodes have a high fence and with it a prefix, which no head holds. */
  private void check(int n, Supplier<byte[]> keys) {
    byte[][] all = drawSorted(3 * n + 2, 40 * n, keys);
    byte[][] separators = new byte[(all.length - 1) / 3 + 1][];
    Arrays.setAll(separators, i -> all[3 * i]);
    boolean open = random.nextBoolean();
    InnerSpec spec = new InnerSpec();
    int last = open ? separators.length : separators.length - 1;
    spec.high = open ? null : separators[last];
    if (last == 0) {
      return; // one key is no node with a high fence
    }
    long block = arena.allocate(Inner.bytes(separators, 0, last, spec.high));
    long a = Arena.address(block);
    Inner.build(a, spec, separators, new long[last], 0, last);
    for (byte[] key : all) {
      boolean within = open || Arrays.compareUnsigned(key, spec.high) < 0;
      if (within && Arrays.compareUnsigned(key, separators[0]) >= 0) {
        assertThat(Inner.find(a, key, 0, key.length)).isEqualTo(plain(separators, last, key, 1));
      }
      if (within && Arrays.compareUnsigned(key, separators[0]) > 0) {
        assertThat(Inner.findBelow(a, key, 0, key.length))
            .isEqualTo(plain(separators, last, key, 0));
      }
    }
    arena.free(block);
  }

  private byte[] draw(byte[] shared, int shortest, int longest, int values) {
    int length = shortest + random.nextInt(longest - shortest + 1);
    byte[] key = Arrays.copyOf(shared, shared.length + length);
    for (int i = shared.length; i < key.length; i++) {
      key[i] = (byte) random.nextInt(values);
    }
    return key;
  }

  /** The last separator that compares below {@code bound} with the key. */
  private static int plain(byte[][] separators, int count, byte[] key, int bound) {
    int child = 0;
    while (child + 1 < count && Arrays.compareUnsigned(separators[child + 1], key) < bound) {
      child++;
    }
    return child;
  }
}
