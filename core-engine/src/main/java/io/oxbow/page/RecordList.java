// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.page;

import io.oxbow.memory.Mem;
import java.util.Arrays;

/**
 * The records of a page in key order, on the heap with their full keys: what a fold yields and what
 * blocks, piece bodies and cursors are made from. Reused; not thread-safe. A record with {@link
 * SlotWord#REF} has a descriptor as its value and is valid only while its block is.
 */
public final class RecordList {
  private byte[] bytes = new byte[4096];
  private byte[] prefix = new byte[32];
  private int prefixLength;
  private int used;
  private int size;
  private int[] keyAt = new int[64];
  private int[] keyLength = new int[64];
  private int[] valueAt = new int[64];
  private int[] valueLength = new int[64];
  private byte[] kinds = new byte[64];
  private byte[] flags = new byte[64];

  public void clear() {
    used = 0;
    size = 0;
    if (bytes.length > 1 << 20) {
      bytes = new byte[4096];
    }
  }

  public int size() {
    return size;
  }

  public byte[] bytes() {
    return bytes;
  }

  public int usedBytes() {
    return used;
  }

  public int keyAt(int i) {
    return keyAt[i];
  }

  public int keyLength(int i) {
    return keyLength[i];
  }

  public int valueAt(int i) {
    return valueAt[i];
  }

  public int valueLength(int i) {
    return valueLength[i];
  }

  public int kind(int i) {
    return kinds[i];
  }

  public int flags(int i) {
    return flags[i];
  }

  public boolean isRef(int i) {
    return (flags[i] & SlotWord.REF) != 0;
  }

  public void setFlags(int i, int f) {
    flags[i] = (byte) f;
  }

  /** Reference of the newest value node of a {@link SlotWord#REF} record. */
  public long node(int i) {
    return Mem.littleEndian(bytes, valueAt[i]);
  }

  /** Bytes of a {@link SlotWord#REF} record's value that are in nodes. */
  public long separatedBytes(int i) {
    return Mem.littleEndian(bytes, valueAt[i] + 8);
  }

  /** Replaces the node reference of a {@link SlotWord#REF} record. */
  public void setNode(int i, long ref) {
    putLong(valueAt[i], ref);
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

  private void next() {
    if (size == kinds.length) {
      int n = size * 2;
      keyAt = Arrays.copyOf(keyAt, n);
      keyLength = Arrays.copyOf(keyLength, n);
      valueAt = Arrays.copyOf(valueAt, n);
      valueLength = Arrays.copyOf(valueLength, n);
      kinds = Arrays.copyOf(kinds, n);
      flags = Arrays.copyOf(flags, n);
    }
    size++;
  }

  /** Adds a record from arrays. */
  public void add(
      int kind, int flag, byte[] key, int kOff, int kLen, byte[] value, int vOff, int vLen) {
    int at = room(kLen + vLen);
    System.arraycopy(key, kOff, bytes, at, kLen);
    if (vLen > 0) {
      System.arraycopy(value, vOff, bytes, at + kLen, vLen);
    }
    append(kind, flag, at, kLen, vLen);
  }

  /** Adds record {@code i} of another list. */
  public void add(RecordList other, int i) {
    add(
        other.kinds[i],
        other.flags[i],
        other.bytes,
        other.keyAt[i],
        other.keyLength[i],
        other.bytes,
        other.valueAt[i],
        other.valueLength[i]);
  }

  private void append(int kind, int flag, int at, int kLen, int vLen) {
    int i = size;
    next();
    keyAt[i] = at;
    keyLength[i] = kLen;
    valueAt[i] = at + kLen;
    valueLength[i] = vLen;
    kinds[i] = (byte) kind;
    flags[i] = (byte) flag;
  }

  /** Sets the bytes that the keys added by {@link #addKey} from now on start with. */
  void setPrefix(long address, int length) {
    if (length > prefix.length) {
      prefix = new byte[Math.max(length, 2 * prefix.length)];
    }
    HeapWords.copyOut(address, prefix, 0, length);
    prefixLength = length;
  }

  /**
   * Adds a record whose key is in a block, as head and rest behind the prefix set before; the value
   * stays to be set by {@link #value}.
   */
  void addKey(int kind, int flag, long head, long rest, int kLen) {
    int at = room(kLen);
    byte[] to = bytes;
    int p = prefixLength;
    for (int b = 0; b < p; b++) {
      to[at + b] = prefix[b];
    }
    int inHead = kLen - p;
    if (inHead >= 8) {
      HeapWords.putBig(to, at + p, head);
      if (inHead > 8) {
        HeapWords.copyOut(rest, to, at + p + 8, inHead - 8);
      }
    } else {
      for (int b = 0; b < inHead; b++) {
        to[at + p + b] = (byte) (head >>> 56 - 8 * b);
      }
    }
    append(kind, flag, at, kLen, 0);
  }

  /** Appends bytes of a block to the newest record's value. */
  void value(long from, int length) {
    int at = room(length);
    HeapWords.copyOut(from, bytes, at, length);
    valueLength[size - 1] += length;
  }

  /** Appends bytes of an array to the newest record's value. */
  public void value(byte[] from, int offset, int length) {
    int at = room(length);
    System.arraycopy(from, offset, bytes, at, length);
    valueLength[size - 1] += length;
  }

  /** Appends {@code length} undefined bytes to the newest record's value; returns their offset. */
  int valueRoom(int length) {
    int at = room(length);
    valueLength[size - 1] += length;
    return at;
  }

  /** Cuts the newest record's value down to {@code length} bytes. */
  void truncateValue(int length) {
    used -= valueLength[size - 1] - length;
    valueLength[size - 1] = length;
  }

  void setNewestFlags(int f) {
    flags[size - 1] = (byte) f;
  }

  /** Takes the newest record out again. */
  void removeNewest() {
    size--;
    used = keyAt[size];
  }

  /** Drops the records from {@code newSize} on. */
  public void truncate(int newSize) {
    size = newSize;
  }

  /** Keeps the records {@code [from, to)}. */
  public void keep(int from, int to) {
    int n = to - from;
    System.arraycopy(keyAt, from, keyAt, 0, n);
    System.arraycopy(keyLength, from, keyLength, 0, n);
    System.arraycopy(valueAt, from, valueAt, 0, n);
    System.arraycopy(valueLength, from, valueLength, 0, n);
    System.arraycopy(kinds, from, kinds, 0, n);
    System.arraycopy(flags, from, flags, 0, n);
    size = n;
  }

  /** Drops tombstones. */
  public void keepLive() {
    retain(SlotWord.DELETE);
  }

  private void retain(int dropped) {
    int n = 0;
    for (int i = 0; i < size; i++) {
      if (kinds[i] != dropped) {
        keyAt[n] = keyAt[i];
        keyLength[n] = keyLength[i];
        valueAt[n] = valueAt[i];
        valueLength[n] = valueLength[i];
        kinds[n] = kinds[i];
        flags[n++] = flags[i];
      }
    }
    size = n;
  }

  /** Deletes record {@code i}: a tombstone, or nothing when the chain has never held the key. */
  public void setDeleted(int i, boolean vanish) {
    kinds[i] = (byte) (vanish ? 0 : SlotWord.DELETE);
    flags[i] = SlotWord.DIRTY;
    valueLength[i] = 0;
  }

  /** Drops what {@link #setDeleted} left to vanish. */
  public void dropVanished() {
    retain(0);
  }

  /** Compares key {@code i} with an array's. */
  public int compareKey(int i, byte[] key, int offset, int length) {
    return KeyOrder.compare(bytes, keyAt[i], keyLength[i], key, offset, length);
  }

  /** Index of the first record whose key is not below {@code key}. */
  public int lowerBound(byte[] key, int offset, int length) {
    int lo = 0;
    int hi = size;
    while (lo < hi) {
      int mid = (lo + hi) >>> 1;
      if (compareKey(mid, key, offset, length) < 0) {
        lo = mid + 1;
      } else {
        hi = mid;
      }
    }
    return lo;
  }

  /** A copy of key {@code i}. */
  public byte[] key(int i) {
    return Arrays.copyOfRange(bytes, keyAt[i], keyAt[i] + keyLength[i]);
  }
}
