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

/** A piece written straight from the block is the one that the fold and the codec would write. */
class LeafImageTest {
  private static final int VERSIONS = 5;

  private final Random random = new Random(9);
  private final Arena arena = new Arena(new Budget(64 << 20));
  private final LeafImage image = new LeafImage();
  private final LeafFold fold = new LeafFold();
  private final RecordList records = new RecordList();
  private final ByteSink expected = new ByteSink(16);
  private final ByteSink actual = new ByteSink(16);

  @AfterEach
  void close() {
    arena.close();
  }

  @Test
  void pieceFromTheBlockIsThePieceOfTheFoldAtEveryVersionFullAndDelta() {
    int deltas = 0;
    for (int round = 0; round < 600; round++) {
      byte[] prefix = new byte[new int[] {0, 3, 8, 21, 70}[random.nextInt(5)]];
      random.nextBytes(prefix);
      long block = leaf(prefix);
      long a = Arena.address(block);
      for (int version = 0; version <= VERSIONS; version++) {
        deltas += check(a, version);
      }
      arena.free(block);
    }
    assertThat(deltas).as("deltas that were not empty").isGreaterThan(1000);
  }

  private int check(long a, long version) {
    records.clear();
    long tail = Leaf.tailWord(a);
    fold.fold(a, tail, version, 0, LeafFold.Purpose.FLUSH, null, records);
    assertThat(image.look(a, tail, version)).isTrue();
    for (boolean full : new boolean[] {false, true}) {
      int n = ImageCodec.encode(records, full, new NoneSeparated(), expected);
      assertThat(image.encode(full, actual)).isEqualTo(n);
      assertThat(content(actual)).isEqualTo(content(expected));
      assertThat(full ? image.live() > 0 : image.dirtyBytes() > 0).isEqualTo(n > 0);
    }
    return image.dirtyBytes() > 0 ? 1 : 0;
  }

  private static byte[] content(ByteSink sink) {
    return Arrays.copyOf(sink.array(), sink.size());
  }

  private static final class NoneSeparated implements ImageCodec.Descriptors {
    @Override
    public int describe(RecordList records, int i, byte[] to) {
      throw new AssertionError();
    }

    @Override
    public int skip(RecordList records, int i) {
      throw new AssertionError();
    }

    @Override
    public boolean isSeparated(RecordList records, int i) {
      return false;
    }
  }

  private long leaf(byte[] prefix) {
    byte[][] all = keys(prefix, 2 + random.nextInt(90));
    boolean uniform = random.nextBoolean();
    RecordList base = new RecordList();
    for (int i = 1; i < all.length; i += 2) {
      int kind = !uniform && random.nextInt(8) == 0 ? SlotWord.DELETE : SlotWord.PUT;
      byte[] value = value(uniform, kind);
      int flags = random.nextInt(4);
      base.add(kind, flags, all[i], 0, all[i].length, value, 0, value.length);
    }
    LeafSpec spec = new LeafSpec();
    spec.low = prefix;
    spec.high = prefix.length == 0 ? null : above(prefix);
    spec.tailSlots = 12;
    spec.tailBytes = 12 << 10;
    long block = arena.allocate(LeafBuilder.bytes(spec, base, 0, base.size()));
    long a = Arena.address(block);
    LeafBuilder.build(a, Arena.bytes(block), spec, base, 0, base.size());
    changeInPlace(a);
    int entries = random.nextInt(13);
    for (int i = 0; i < entries; i++) {
      append(block, i, all[random.nextInt(all.length)], uniform);
    }
    Mem.putLong(a + Leaf.DURABLE, durableWord());
    return block;
  }

  /** A flush has come behind the block's building, or it has not. */
  private long durableWord() {
    int entries = random.nextInt(3) == 0 ? random.nextInt(4) : 0;
    return DurableWord.of(random.nextInt(3) == 0, entries, 1, random.nextInt(2));
  }

  private void changeInPlace(long a) {
    for (int i = 0; i < Leaf.baseCount(a); i++) {
      boolean put = SlotWord.kind(Leaf.baseSlot(a, i)) == SlotWord.PUT;
      if (put && random.nextInt(9) == 0 && BaseRecords.mayHaveHole(a)) {
        BaseRecords.delete(a, i);
      }
      if (put && random.nextInt(3) == 0) {
        BaseRecords.touch(a, i);
      }
    }
    if (random.nextInt(4) == 0) {
      Leaf.mark(a, Leaf.REOPENED_BASE);
    }
    if (random.nextInt(4) == 0) {
      Leaf.mark(a, Leaf.REOPENED_TAIL);
    }
  }

  private void append(long block, int i, byte[] key, boolean uniform) {
    long a = Arena.address(block);
    int kind = random.nextInt(4) == 0 ? SlotWord.DELETE : SlotWord.PUT;
    byte[] value = value(uniform, kind);
    int prefix = Leaf.prefixLength(a);
    int rest = Leaf.restLength(key.length, prefix);
    long t = TailWord.reserve(Leaf.tailWord(a), Leaf.entryBytes(key.length, value.length, prefix));
    int offset = Arena.bytes(block) - TailWord.used(t);
    Mem.putInt(a + offset, 1 + i * VERSIONS / 12); // versions rise from slot to slot
    if (rest > 0) {
      Mem.copyIn(key, prefix + 8, a + offset + Leaf.ENTRY_HEADER, rest);
    }
    Mem.copyIn(value, 0, a + offset + Leaf.ENTRY_HEADER + rest, value.length);
    Mem.putLong(Leaf.tailHeadAddress(a, i), KeyOrder.head(key, 0, key.length, prefix));
    Mem.putByte(Leaf.tailTagAddress(a, i), KeyOrder.tag(key, 0, key.length));
    boolean published = random.nextInt(10) != 0;
    Mem.putLong(
        Leaf.slotAddress(a, i),
        published
            ? SlotWord.of(kind, 0, key.length, value.length, offset)
            : random.nextBoolean() ? SlotWord.RESERVED : SlotWord.DEAD);
    Mem.putLong(a + Leaf.TAIL, t);
  }

  private byte[] value(boolean uniform, int kind) {
    int length = uniform ? 100 : random.nextInt(3) == 0 ? random.nextInt(300) : random.nextInt(40);
    byte[] value = new byte[kind == SlotWord.DELETE ? 0 : length];
    random.nextBytes(value);
    return value;
  }

  private byte[][] keys(byte[] prefix, int count) {
    TreeSet<byte[]> drawn = new TreeSet<>(Arrays::compareUnsigned);
    int longest = random.nextInt(10) == 0 ? 200 : 20;
    while (drawn.size() < count) {
      byte[] key = Arrays.copyOf(prefix, prefix.length + random.nextInt(longest));
      for (int i = prefix.length; i < key.length; i++) {
        key[i] = (byte) random.nextInt(3); // so that many heads are equal
      }
      drawn.add(key);
    }
    return drawn.toArray(new byte[0][]);
  }

  private static byte[] above(byte[] prefix) {
    byte[] high = prefix.clone();
    for (int i = high.length - 1; i >= 0; i--) {
      if (++high[i] != 0) {
        return high;
      }
    }
    return null;
  }
}
