// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.oxbow.memory.Arena;
import io.oxbow.memory.Budget;
import io.oxbow.memory.Mem;
import java.util.Arrays;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Both ways into a leaf's base, tags and heads, lead where a plain comparison of keys leads. */
class LeafSearchTest {
  private static final byte[] VALUE = new byte[3];

  private final Random random = new Random(6);
  private final Arena arena = new Arena(new Budget(64 << 20));

  @AfterEach
  void close() {
    arena.close();
  }

  @Test
  void eightTagsAtATimeFindWhatOneAtATimeFinds() {
    LeafLookup lookup = new LeafLookup();
    for (int n = 0; n <= 300; n += 1 + n / 24) {
      byte[][] all = keys(2 * n, 12, 256);
      byte[][] present = everySecond(all);
      long block = leaf(present, null);
      long a = Arena.address(block);
      for (int i = 0; i < all.length; i++) {
        byte[] key = all[i];
        int tag = KeyOrder.tag(key, 0, key.length);
        int guess = LeafGuess.of(a, Leaf.tailWord(a), tag);
        assertThat(guess).isEqualTo(firstTag(a, tag));
        lookup.findFrom(a, guess, tag, key);
        assertThat(lookup.inBase() ? lookup.index() : -1).isEqualTo(indexOf(present, key));
        lookup.find(a, Leaf.tailWord(a), key, 0, key.length, Long.MAX_VALUE);
        assertThat(lookup.inBase() ? lookup.index() : -1).isEqualTo(indexOf(present, key));
      }
      arena.free(block);
    }
  }

  @Test
  void boundsOfRangesLieWhereKeysSayWithinEqualHeadsToo() {
    for (int n = 1; n <= 300; n += 1 + n / 24) {
      checkBounds(keys(2 * n, 12, 256));
      checkBounds(keys(2 * n, 16, 2)); // heads of zeros and ones: many are equal
    }
  }

  private void checkBounds(byte[][] all) {
    byte[][] present = everySecond(all);
    byte[] high = random.nextBoolean() ? null : all[all.length - 1];
    long block = leaf(present, high);
    LeafBound bound = new LeafBound();
    for (byte[] key : all) {
      bound.set(Arena.address(block), key);
      int expected = insertion(present, key);
      assertThat(bound.inBase(present.length)).isEqualTo(expected);
      int few = present.length / 2;
      assertThat(bound.inBase(few)).isEqualTo(Math.min(few, expected));
    }
    bound.set(Arena.address(block), new byte[0]);
    assertThat(bound.inBase(present.length)).isZero();
    bound.set(Arena.address(block), new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, -1});
    assertThat(bound.inBase(present.length)).isEqualTo(present.length);
    arena.free(block);
  }

  private byte[][] keys(int count, int longest, int values) {
    TreeSet<byte[]> drawn = new TreeSet<>(Arrays::compareUnsigned);
    while (drawn.size() < count) {
      byte[] key = new byte[8 + random.nextInt(longest - 7)];
      for (int i = 0; i < key.length; i++) {
        key[i] = (byte) random.nextInt(values);
      }
      drawn.add(key);
    }
    return drawn.toArray(new byte[0][]);
  }

  private static byte[][] everySecond(byte[][] all) {
    byte[][] some = new byte[(all.length + 1) / 2][];
    Arrays.setAll(some, i -> all[2 * i]);
    return some;
  }

  private long leaf(byte[][] keys, byte[] high) {
    RecordList records = new RecordList();
    for (byte[] key : keys) {
      records.add(SlotWord.PUT, 0, key, 0, key.length, VALUE, 0, VALUE.length);
    }
    LeafSpec spec = new LeafSpec();
    spec.low = keys.length == 0 ? new byte[0] : keys[0];
    spec.high = high;
    spec.tailSlots = 8;
    spec.tailBytes = 256;
    long block = arena.allocate(LeafBuilder.bytes(spec, records, 0, keys.length));
    LeafBuilder.build(Arena.address(block), Arena.bytes(block), spec, records, 0, keys.length);
    return block;
  }

  /** The scalar form of the tag search. */
  private static int firstTag(long a, int tag) {
    int i = 0;
    while (i < Leaf.baseCount(a) && Mem.getUnsignedByte(a + Leaf.HEADER + i) != tag) {
      i++;
    }
    return i;
  }

  private static int indexOf(byte[][] keys, byte[] key) {
    int i = insertion(keys, key);
    return i < keys.length && Arrays.equals(keys[i], key) ? i : -1;
  }

  private static int insertion(byte[][] keys, byte[] key) {
    int i = 0;
    while (i < keys.length && Arrays.compareUnsigned(keys[i], key) < 0) {
      i++;
    }
    return i;
  }
}
