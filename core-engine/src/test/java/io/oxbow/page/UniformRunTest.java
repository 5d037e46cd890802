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

/** A block made of a run is the block that the same records make as a list. */
class UniformRunTest {
  private static final byte[] NOTHING = new byte[0];

  private final Random random = new Random(5);
  private final Arena arena = new Arena(new Budget(64 << 20));
  private final UniformRun run = new UniformRun();
  private final RecordList list = new RecordList();
  private final LeafSpec spec = new LeafSpec();

  @AfterEach
  void close() {
    arena.close();
  }

  @Test
  void blocksAreThoseOfAListWhateverTheLengthsAndThePrefix() {
    int[] valueLengths = {0, 1, 7, 8, 9, 16, 47, 48, 49, 100, 300, 2047};
    int shortened = 0;
    for (int keyLength = 8; keyLength <= 42; keyLength++) {
      for (int valueLength : valueLengths) {
        for (int prefix = 0; prefix <= keyLength - 2; prefix += 1 + random.nextInt(4)) {
          fill(keyLength, valueLength, prefix, 40);
          int from = random.nextInt(run.size());
          int to = from + 1 + random.nextInt(run.size() - from);
          fences(from, to);
          shortened += KeyOrder.commonPrefix(spec.low, spec.high) > 0 ? 1 : 0;
          requireSameBlock(from, to);
        }
      }
    }
    assertThat(shortened).as("blocks with a prefix").isGreaterThan(1000);
  }

  @Test
  void blocksOfTheLastPageOfATreeHaveNoPrefix() {
    fill(16, 100, 3, 40);
    fences(10, 40);
    spec.high = null;
    requireSameBlock(10, 40);
  }

  @Test
  void anotherShapeOrOrderIsRefusedAndLeavesTheRunAsItWas() {
    byte[] value = new byte[20];
    assertThat(run.add(key(16, 1), 0, 16, value, 0, 20)).as("before it has a shape").isFalse();
    assertThat(run.begin(16, 20, 1 << 16)).isTrue();
    assertThat(run.add(key(16, 5), 0, 16, value, 0, 20)).isTrue();
    assertThat(run.add(key(16, 5), 0, 16, value, 0, 20)).as("the same key").isFalse();
    assertThat(run.add(key(16, 4), 0, 16, value, 0, 20)).as("a lower key").isFalse();
    assertThat(run.add(key(17, 6), 0, 17, value, 0, 20)).as("a longer key").isFalse();
    assertThat(run.add(key(16, 6), 0, 16, value, 0, 19)).as("a shorter value").isFalse();
    assertThat(run.size()).isEqualTo(1);
    assertThat(run.add(key(16, 6), 0, 16, value, 0, 20)).isTrue();
    assertThat(run.key(0)).isEqualTo(key(16, 5));
    assertThat(run.key(1)).isEqualTo(key(16, 6));
  }

  @Test
  void keysAreOrderedWithoutSigns() {
    assertThat(run.begin(8, 0, 1 << 16)).isTrue();
    byte[] high = {-1, 0, 0, 0, 0, 0, 0, 0};
    byte[] low = {1, 0, 0, 0, 0, 0, 0, 0};
    assertThat(run.add(high, 0, 8, NOTHING, 0, 0)).isTrue();
    assertThat(run.add(low, 0, 8, NOTHING, 0, 0)).isFalse();
    run.clear();
    assertThat(run.add(new byte[8], 0, 8, NOTHING, 0, 0)).as("zeros, the first of all").isTrue();
    assertThat(run.add(low, 0, 8, NOTHING, 0, 0)).isTrue();
    assertThat(run.add(high, 0, 8, NOTHING, 0, 0)).isTrue();
  }

  @Test
  void aFullRunTakesNoMore() {
    assertThat(run.begin(16, 100, 20 * LeafBuilder.recordBytes(16, 100))).isTrue();
    for (int i = 0; i < 20; i++) {
      assertThat(run.isFull()).isFalse();
      assertThat(run.add(key(16, i), 0, 16, new byte[100], 0, 100)).isTrue();
    }
    assertThat(run.isFull()).isTrue();
    assertThat(run.add(key(16, 20), 0, 16, new byte[100], 0, 100)).isFalse();
  }

  @Test
  void recordsThatAreNoRunAreRefused() {
    assertThat(run.begin(7, 100, 1 << 20)).as("keys of less than a word").isFalse();
    assertThat(run.begin(16, ValueNodes.THRESHOLD, 1 << 20)).as("separated values").isFalse();
    assertThat(run.begin(16, 2000, 1 << 14)).as("too few").isFalse();
    assertThat(run.add(key(16, 1), 0, 16, new byte[2000], 0, 2000)).isFalse();
  }

  @Test
  void whatFillsAPageIsTheSameAsForAList() {
    fill(16, 100, 2, 40);
    for (int prefix = 0; prefix <= 16; prefix++) {
      for (int bytes = 0; bytes < 45 * 136; bytes += 17) {
        for (int end : new int[] {4, 30, 40}) {
          int expected = list.endOf(3, end, prefix, bytes);
          assertThat(run.endOf(3, end, prefix, bytes)).isEqualTo(expected);
        }
      }
    }
    assertThat(run.blockBytes(3, 33)).isEqualTo(list.blockBytes(3, 33));
  }

  private static byte[] key(int length, int number) {
    byte[] key = new byte[length];
    key[length - 1] = (byte) number;
    return key;
  }

  /** The same records in the run, from arrays with other bytes around them, and in the list. */
  private void fill(int keyLength, int valueLength, int prefix, int count) {
    TreeSet<byte[]> keys = new TreeSet<>(Arrays::compareUnsigned);
    byte[] common = new byte[keyLength];
    random.nextBytes(common);
    while (keys.size() < count) {
      byte[] key = common.clone();
      for (int i = prefix; i < keyLength; i++) {
        key[i] = (byte) random.nextInt();
      }
      keys.add(key);
    }
    run.clear();
    list.clear();
    assertThat(run.begin(keyLength, valueLength, 1 << 20)).isTrue();
    byte[] value = new byte[valueLength + 5];
    int flags = SlotWord.DIRTY | SlotWord.BORN;
    for (byte[] key : keys) {
      random.nextBytes(value);
      byte[] around = new byte[keyLength + 4];
      random.nextBytes(around);
      System.arraycopy(key, 0, around, 3, keyLength);
      assertThat(run.add(around, 3, keyLength, value, 2, valueLength)).isTrue();
      list.add(SlotWord.PUT, flags, key, 0, keyLength, value, 2, valueLength);
    }
  }

  private void fences(int from, int to) {
    spec.pid = 77;
    spec.treeId = 3;
    spec.birth = 12;
    spec.baseVersion = 5;
    spec.sibling = 78;
    spec.low = from == 0 ? NOTHING : list.key(from);
    spec.high = to == list.size() ? above(list.key(to - 1)) : list.key(to);
    spec.tailSlots = 1 + random.nextInt(20);
    spec.tailBytes = 8 * random.nextInt(100);
  }

  private static byte[] above(byte[] key) {
    return Arrays.copyOf(key, key.length + 1);
  }

  private void requireSameBlock(int from, int to) {
    LeafContent mine = run.stretch(from, to);
    int size = LeafBuilder.bytes(spec, mine);
    assertThat(size).isEqualTo(LeafBuilder.bytes(spec, list, from, to));
    long one = arena.allocate(size);
    long other = arena.allocate(size);
    long a = Arena.address(one);
    long b = Arena.address(other);
    mine.build(a, Arena.bytes(one), spec);
    LeafBuilder.build(b, Arena.bytes(other), spec, list, from, to);
    int records = Leaf.afterSlots(to - from, spec.tailSlots) + LeafBuilder.fenceBytes(spec);
    assertThat(bytes(a, records)).isEqualTo(bytes(b, records));
    for (int i = 0; i < to - from; i++) {
      long slot = Leaf.baseSlot(b, i);
      int rest = Leaf.restLength(SlotWord.keyLength(slot), Leaf.prefixLength(b));
      int length = rest + SlotWord.valueLength(slot);
      int at = SlotWord.offset(slot);
      assertThat(bytes(a + at, length)).as("record " + i).isEqualTo(bytes(b + at, length));
    }
    arena.free(one);
    arena.free(other);
  }

  private static byte[] bytes(long address, int length) {
    byte[] copy = new byte[length];
    Mem.copyOut(address, copy, 0, length);
    return copy;
  }
}
