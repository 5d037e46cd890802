// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.page;

import io.oxbow.memory.Mem;
import java.util.Arrays;

/**
 * The records of a page in key order, on the heap with their full keys: what a fold yields and what
 * blocks, piece bodies and cursors are made from. Reused; not thread-safe. A record with {@link
 * SlotWord#REF} has a descriptor as its value and is valid only while its block is; so is one whose
 * value is left where it is ({@link #valueInBlock}), as folds for a new block do it.
 */
public final class RecordList implements Records {
  private byte[] bytes = new byte[4096];
  private byte[] prefix = new byte[32];
  private int prefixLength;
  private int used;
  private int size;
  private long[] words = new long[128]; // per record: of the key, then of the value
  private long[] inBlock = new long[8]; // addresses of values that were left in a block
  private int left;

  public void clear() {
    used = 0;
    size = 0;
    left = 0;
    if (bytes.length > 1 << 20) {
      bytes = new byte[4096];
    }
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public byte[] bytes() {
    return bytes;
  }

  public int usedBytes() {
    return used;
  }

  /** The key's word: 63-32 offset | 31-24 kind | 23-16 flags | 15-0 length. */
  private static long keyWord(int at, int kind, int flags, int length) {
    return (long) at << 32 | (long) kind << 24 | (long) flags << 16 | length;
  }

  /** The value's word: 63-32 offset, or complement of an index into inBlock | 31-0 length. */
  private static long valueWord(int at, int length) {
    return (long) at << 32 | length;
  }

  @Override
  public int keyAt(int i) {
    return (int) (words[2 * i] >>> 32);
  }

  @Override
  public int keyLength(int i) {
    return (int) words[2 * i] & 0xFFFF;
  }

  @Override
  public int valueAt(int i) {
    return (int) (words[2 * i + 1] >>> 32);
  }

  @Override
  public int valueLength(int i) {
    return (int) words[2 * i + 1];
  }

  @Override
  public int kind(int i) {
    return (int) (words[2 * i] >>> 24) & 0xFF;
  }

  @Override
  public int flags(int i) {
    return (int) (words[2 * i] >>> 16) & 0xFF;
  }

  public boolean isRef(int i) {
    return (words[2 * i] & (long) SlotWord.REF << 16) != 0;
  }

  public void setFlags(int i, int f) {
    words[2 * i] = words[2 * i] & ~(0xFFL << 16) | (long) f << 16;
  }

  /** Reference of the newest value node of a {@link SlotWord#REF} record. */
  public long node(int i) {
    return Mem.littleEndian(bytes, valueAt(i));
  }

  /** Bytes of a {@link SlotWord#REF} record's value that are in nodes. */
  public long separatedBytes(int i) {
    return Mem.littleEndian(bytes, valueAt(i) + 8);
  }

  /** Replaces the node reference of a {@link SlotWord#REF} record. */
  public void setNode(int i, long ref) {
    putLong(valueAt(i), ref);
  }

  void putLong(int at, long v) {
    HeapWords.putLittle(bytes, at, v);
  }

  private int room(int n) {
    if (n > bytes.length - used) {
      long grown = Math.max(bytes.length * 2L, (long) used + n);
      bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8, grown));
    }
    int at = used;
    used += n;
    return at;
  }

  /** Adds a record from arrays. */
  public void add(
      int kind, int flag, byte[] key, int kOff, int kLen, byte[] value, int vOff, int vLen) {
    int at = room(kLen + vLen);
    HeapWords.copy(key, kOff, bytes, at, kLen);
    HeapWords.copy(value, vOff, bytes, at + kLen, vLen);
    append(kind, flag, at, kLen, vLen);
  }

  /** Adds record {@code i} of another list; a value left in a block is left there. */
  public void add(RecordList other, int i) {
    if (!other.isInBlock(i)) {
      add((Records) other, i);
      return;
    }
    int kLen = other.keyLength(i);
    add(other.kind(i), other.flags(i), other.bytes, other.keyAt(i), kLen, other.bytes, 0, 0);
    valueInBlock(other.inBlockAt(i), other.valueLength(i));
  }

  /** Adds record {@code i} of others. */
  public void add(Records other, int i) {
    add(
        other.kind(i),
        other.flags(i),
        other.bytes(),
        other.keyAt(i),
        other.keyLength(i),
        other.bytes(),
        other.valueAt(i),
        other.valueLength(i));
  }

  private void append(int kind, int flag, int at, int kLen, int vLen) {
    append(keyWord(at, kind, flag, kLen), valueWord(at + kLen, vLen));
  }

  private void append(long keyWord, long valueWord) {
    int i = 2 * size;
    if (i == words.length) {
      words = Arrays.copyOf(words, 2 * i);
    }
    words[i] = keyWord;
    words[i + 1] = valueWord;
    size++;
  }

  /** Sets the bytes that the keys added by {@link #addKey} from now on start with. */
  void setPrefix(long address, int length) {
    if (length > prefix.length) {
      prefix = new byte[Math.max(length, 2 * prefix.length)];
    }
    Mem.copyOut(address, prefix, 0, length);
    prefixLength = length;
  }

  /**
   * Adds a record whose key is in a block, as head and rest behind the prefix set before; the value
   * stays to be set by {@link #value}.
   */
  void addKey(int kind, int flag, long head, long rest, int kLen) {
    int at = room(kLen);
    int behind = kLen - putHead(at, head, kLen);
    if (behind > 0) {
      Mem.copyOut(rest, bytes, at + kLen - behind, behind);
    }
    append(kind, flag, at, kLen, 0);
  }

  /** Writes prefix and head of a key; returns how many bytes of it they are. */
  private int putHead(int at, long head, int kLen) {
    byte[] to = bytes;
    int p = prefixLength;
    for (int b = 0; b < p; b++) {
      to[at + b] = prefix[b];
    }
    int left = kLen - p;
    if (left >= 8) {
      HeapWords.putBig(to, at + p, head);
      return p + 8;
    }
    for (int b = 0; b < left; b++) {
      to[at + p + b] = (byte) (head >>> 56 - 8 * b);
    }
    return kLen;
  }

  /**
   * Copies bytes of a block that records added by {@link #addCopied} lie in; where they are now.
   */
  int copyIn(long from, int length) {
    int at = room(length);
    Mem.copyOut(from, bytes, at, length);
    return at;
  }

  /** Adds a live record whose rest and value are in {@link #bytes} already, at {@code rest}. */
  void addCopied(int flag, long head, int rest, int kLen, int vLen) {
    int at = room(kLen);
    int behind = kLen - putHead(at, head, kLen);
    if (behind > 0) {
      HeapWords.copy(bytes, rest, bytes, at + kLen - behind, behind);
    }
    append(keyWord(at, SlotWord.PUT, flag, kLen), valueWord(rest + behind, vLen));
  }

  /**
   * Adds live records whose rests and values are in {@link #bytes} already, the first at {@code
   * rest}, each {@code stride} behind the one before. Their heads are at {@code heads} in a block;
   * a key is at least as long as prefix and head.
   */
  void addRun(long heads, int count, int rest, int stride, int kLen, int vLen) {
    int p = prefixLength;
    int behind = kLen - p - 8;
    if (p > 8 || behind > 8) {
      for (int i = 0; i < count; i++) {
        addCopied(0, Mem.getLong(heads + 8L * i), rest + i * stride, kLen, vLen);
      }
      return;
    }
    // whole words, whose last bytes belong to what is written next: a word of room behind
    int at = room(count * kLen + 16);
    used -= 16;
    int end = size + count;
    if (2 * end > words.length) {
      words = Arrays.copyOf(words, Math.max(2 * words.length, 2 * end));
    }
    byte[] to = bytes;
    long[] w = words;
    long common = Mem.littleEndian(prefix, 0);
    for (int i = 0; i < count; i++) {
      int from = rest + i * stride;
      HeapWords.putLittle(to, at, common);
      HeapWords.putBig(to, at + p, Mem.getLong(heads + 8L * i));
      HeapWords.putLittle(to, at + p + 8, Mem.littleEndian(to, from));
      w[2 * (size + i)] = keyWord(at, SlotWord.PUT, 0, kLen);
      w[2 * (size + i) + 1] = valueWord(from + behind, vLen);
      at += kLen;
    }
    size = end;
  }

  /** Says where the newest record's value is, all of it, in a block that will not change. */
  void valueInBlock(long address, int length) {
    if (left == inBlock.length) {
      inBlock = Arrays.copyOf(inBlock, 2 * left);
    }
    inBlock[left] = address;
    words[2 * size - 1] = valueWord(~left, length);
    left++;
  }

  /** Whether record {@code i}'s value was left in a block: it has no {@link #valueAt} then. */
  boolean isInBlock(int i) {
    return words[2 * i + 1] < 0;
  }

  /** Address of a value that was left in a block. */
  long inBlockAt(int i) {
    return inBlock[~valueAt(i)];
  }

  /** Appends bytes of a block to the newest record's value. */
  void value(long from, int length) {
    int at = room(length);
    Mem.copyOut(from, bytes, at, length);
    words[2 * size - 1] += length;
  }

  /** Appends bytes of an array to the newest record's value. */
  public void value(byte[] from, int offset, int length) {
    int at = room(length);
    System.arraycopy(from, offset, bytes, at, length);
    words[2 * size - 1] += length;
  }

  /** Appends {@code length} undefined bytes to the newest record's value; returns their offset. */
  int valueRoom(int length) {
    int at = room(length);
    words[2 * size - 1] += length;
    return at;
  }

  /** Cuts the newest record's value, the last bytes added, down to {@code length} bytes. */
  void truncateValue(int length) {
    int less = valueLength(size - 1) - length;
    used -= less;
    words[2 * size - 1] -= less;
  }

  void setNewestFlags(int f) {
    setFlags(size - 1, f);
  }

  /** Drops the records from {@code newSize} on. */
  public void truncate(int newSize) {
    size = newSize;
  }

  /** Keeps the records {@code [from, to)}. */
  public void keep(int from, int to) {
    System.arraycopy(words, 2 * from, words, 0, 2 * (to - from));
    size = to - from;
  }

  /** Drops tombstones. */
  public void keepLive() {
    retain(SlotWord.DELETE);
  }

  private void retain(int dropped) {
    int n = 0;
    for (int i = 0; i < size; i++) {
      if (kind(i) != dropped) {
        words[2 * n] = words[2 * i];
        words[2 * n + 1] = words[2 * i + 1];
        n++;
      }
    }
    size = n;
  }

  /** Deletes record {@code i}: a tombstone, or nothing when the chain has never held the key. */
  public void setDeleted(int i, boolean vanish) {
    int kind = vanish ? 0 : SlotWord.DELETE;
    words[2 * i] = keyWord(keyAt(i), kind, SlotWord.DIRTY, keyLength(i));
    words[2 * i + 1] = valueWord(valueAt(i), 0);
  }

  /** Drops what {@link #setDeleted} left to vanish. */
  public void dropVanished() {
    retain(0);
  }

  /** Puts the records in key order; of several with one key only the newest stays. */
  public void sort() {
    Integer[] order = new Integer[size];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, this::compareKeys); // stable: the newest of a key is its last
    long[] sorted = new long[words.length];
    int n = 0;
    for (int k = 0; k < size; k++) {
      if (k + 1 == size || compareKeys(order[k], order[k + 1]) != 0) {
        sorted[2 * n] = words[2 * order[k]];
        sorted[2 * n + 1] = words[2 * order[k] + 1];
        n++;
      }
    }
    words = sorted;
    size = n;
  }

  private int compareKeys(int i, int j) {
    return compareKey(i, bytes, keyAt(j), keyLength(j));
  }

  @Override
  public LeafContent stretch(int from, int to) {
    return new RecordRange().of(this, from, to);
  }
}
