// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.page;

import io.oxbow.memory.Mem;

/**
 * Puts of one shape in ascending order, laid out on the heap so that a page takes them by few
 * copies: keys in a row, and behind them the values, each behind the end of its key, as far apart
 * as records are in a block. How much of the end goes into a block, behind prefix and head, is
 * known when the page's fences are; it lies before the value in any case.
 *
 * <p>Reused; one thread at a time.
 */
public final class UniformRun implements Records, LeafContent {
  /** What a record's flags are: it is new. */
  private static final int FLAGS = SlotWord.DIRTY | SlotWord.BORN;

  /** Records copied at once: the lines they go to come while heads and tags are made. */
  private static final int COPIED = 8;

  private static final int LEAST_KEY = 8;
  private static final int FEWEST = 16;

  private byte[] bytes = new byte[0];
  private int keyLength = -1;
  private int valueLength;
  private int ending; // bytes of a key that lie before its value
  private int stride; // from one value to the next
  private int values; // where the ending before the first value begins
  private int capacity;
  private int size;
  private long newest; // head of the newest key
  private int first; // of the stretch
  private int count;

  /**
   * Adds a put, if it has the shape of those here and its key is above theirs.
   *
   * @return whether it was added
   */
  public boolean add(byte[] key, int kOff, int kLen, byte[] value, int vOff, int vLen) {
    int i = size;
    if (kLen != keyLength || vLen != valueLength || i == capacity) {
      return false;
    }
    byte[] to = bytes;
    int at = i * kLen;
    long head = Mem.bigEndian(key, kOff);
    if (Long.compareUnsigned(head, newest) <= 0
        && i > 0
        && KeyOrder.compare(to, at - kLen, kLen, key, kOff, kLen) >= 0) {
      return false;
    }
    newest = head;
    int behind = values + i * stride;
    if (ending == 8) {
      long last = Mem.littleEndian(key, kOff + kLen - 8);
      HeapWords.putBig(to, at, head);
      HeapWords.putLittle(to, at + kLen - 8, last);
      HeapWords.putLittle(to, behind, last);
    } else {
      HeapWords.copy(key, kOff, to, at, kLen);
      HeapWords.copy(key, kOff + kLen - ending, to, behind, ending);
    }
    HeapWords.copy(value, vOff, to, behind + ending, vLen);
    size = i + 1;
    return true;
  }

  /**
   * Sets the shape of the records to come; there are none now.
   *
   * @param most bytes that they may take in blocks
   * @return whether records of this shape, which have inline values, can be a run
   */
  public boolean begin(int kLen, int vLen, long most) {
    int records = (int) Math.min(1 << 16, most / LeafBuilder.recordBytes(kLen, vLen));
    if (kLen < LEAST_KEY || vLen >= ValueNodes.THRESHOLD || records < FEWEST) {
      keyLength = -1;
      return false;
    }
    keyLength = kLen;
    valueLength = vLen;
    ending = Math.max(8, kLen - 1 & -8);
    stride = ending + vLen + 7 & -8;
    values = records * kLen;
    capacity = records;
    int needed = Math.toIntExact(values + (long) records * stride);
    if (bytes.length < needed) {
      bytes = new byte[needed];
    }
    return true;
  }

  /** Forgets the records. */
  public void clear() {
    size = 0;
    newest = 0;
  }

  /** Whether no more records can be added. */
  public boolean isFull() {
    return size == capacity;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public byte[] bytes() {
    return bytes;
  }

  @Override
  public int keyAt(int i) {
    return i * keyLength;
  }

  @Override
  public int keyLength(int i) {
    return keyLength;
  }

  @Override
  public int valueAt(int i) {
    return values + i * stride + ending;
  }

  @Override
  public int valueLength(int i) {
    return valueLength;
  }

  @Override
  public int kind(int i) {
    return SlotWord.PUT;
  }

  @Override
  public int flags(int i) {
    return FLAGS;
  }

  @Override
  public long blockBytes(int from, int to) {
    return (long) (to - from) * blockBytes(from);
  }

  @Override
  public int endOf(int from, int end, int prefix, int bytes) {
    int each = LeafBuilder.recordBytes(keyLength, valueLength, prefix);
    return Math.min(end, from + Math.max(1, bytes / each));
  }

  @Override
  public LeafContent stretch(int from, int to) {
    first = from;
    count = to - from;
    return this;
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public int heapBytes(int prefix) {
    return count * step(Leaf.restLength(keyLength, prefix));
  }

  /** Bytes from one record of a block to the next. */
  private int step(int rest) {
    return rest + valueLength + 7 & -8;
  }

  @Override
  public void build(long a, int size, LeafSpec spec) {
    int n = count;
    int prefix = KeyOrder.commonPrefix(spec.low, spec.high);
    int at = LeafBuilder.begin(a, spec, n, prefix);
    int rest = Leaf.restLength(keyLength, prefix);
    int step = step(rest);
    long slot = SlotWord.of(SlotWord.PUT, FLAGS, keyLength, valueLength, at);
    BaseRecords.noteUniform(a, n, slot, 0);
    long heads = a + Leaf.heads(n, spec.tailSlots);
    long slots = a + Leaf.baseSlots(n, spec.tailSlots);
    for (int i = 0; i < n; i += COPIED) {
      int end = Math.min(n, i + COPIED);
      copyRecords(first + i, end - i, rest, a + at + (long) i * step);
      for (int k = i; k < end; k++) {
        int key = (first + k) * keyLength;
        Mem.putByte(a + Leaf.HEADER + k, KeyOrder.tag(bytes, key, keyLength));
        Mem.putLong(heads + 8L * k, KeyOrder.head(bytes, key, keyLength, prefix));
        Mem.putLong(slots + 8L * k, SlotWord.movedBy(slot, k * step));
      }
    }
    LeafBuilder.end(a, size, spec, at + n * step);
  }

  /** Copies rests and values, as one stretch where they are as far apart in the block. */
  private void copyRecords(int from, int n, int rest, long to) {
    int step = step(rest);
    int at = values + from * stride + ending - rest;
    if (step == stride) {
      Mem.copyIn(bytes, at, to, n * stride - (ending - rest));
      return;
    }
    for (int i = 0; i < n; i++) {
      Mem.copyIn(bytes, at + i * stride, to + (long) i * step, rest + valueLength);
    }
  }
}
