// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.page;

import io.oxbow.memory.Arena;
import io.oxbow.memory.Mem;
import io.oxbow.memory.SizeClasses;

/**
 * Separated values: a value of 2 KB and more is a chain of immutable nodes, newest bytes first,
 * each an arena block of its own. Appending to a long value adds a node and shares the old ones, so
 * its cost is the operand's. A node counts its holders: blocks that refer to it, newer nodes,
 * readers.
 *
 * <pre>
 *  0 holders u64 | 8 location on disk, 0 none | 16 reference of the older node, 0 none
 * 24 bytes of the value up to and with this node u64 | 32 bytes here u32 | 36 flags u32
 * 40 segments u32 (cold) | 48 data, or the segments' indexes u32
 * </pre>
 *
 * A cold node has no data: its bytes and all older ones are on disk at its location. A record
 * refers to a chain by a descriptor: reference of the newest node u64, total u64, then bytes not
 * yet moved to a node.
 */
public final class ValueNodes {
  /** Values from this length on are separated. */
  public static final int THRESHOLD = 2048;

  /** Bytes of a descriptor in memory, without its inline suffix. */
  public static final int DESCRIPTOR = 16;

  private static final int DATA = 48;
  private static final int COLD = 1;
  private static final int MAX_DATA = SizeClasses.bytes(SizeClasses.of(48 << 10)) - DATA;

  private ValueNodes() {}

  /** A chain that holds a new value. The caller owns one hold on it; 0 when memory is short. */
  public static long create(ValueSpace space, byte[] data, int offset, int length) {
    return create(space, data, offset, length, 0, true);
  }

  /**
   * A chain that holds the bytes behind those of {@code older} (0 = none, else retained by the new
   * chain). The caller owns one hold on the result; 0 when memory is short.
   */
  static long extend(ValueSpace space, byte[] data, int offset, int length, long older) {
    return create(space, data, offset, length, older, false);
  }

  private static long create(
      ValueSpace space, byte[] data, int offset, int length, long older, boolean forData) {
    long newest = older;
    long total = older == 0 ? 0 : total(older);
    int done = 0;
    while (done < length) {
      int part = Math.min(MAX_DATA, length - done);
      long ref = space.arena().allocate(DATA + part, forData);
      if (ref == 0) {
        if (newest != older) {
          release(space, newest);
        }
        return 0;
      }
      if (newest == older && older != 0) {
        retain(older);
      }
      long a = Arena.address(ref);
      total += part;
      header(a, 0, newest, total, part, 0);
      Mem.copyIn(data, offset + done, a + DATA, part);
      newest = ref;
      done += part;
    }
    return newest;
  }

  /**
   * A node whose bytes are all on disk, in these segments; leases them. 0 when memory is short.
   *
   * @param location where the newest chunk is
   */
  public static long createCold(ValueSpace space, long location, long total, int[] segments) {
    long ref = space.arena().allocate(DATA + 4 * segments.length);
    if (ref == 0) {
      return 0;
    }
    long a = Arena.address(ref);
    header(a, location, 0, total, 0, COLD);
    Mem.putInt(a + 40, segments.length);
    for (int i = 0; i < segments.length; i++) {
      Mem.putInt(a + DATA + 4L * i, segments[i]);
      space.leases().lease(segments[i]);
    }
    return ref;
  }

  /** Calls back with the segments of the chunks of a chain that is all on disk. */
  public static void forEachSegment(long ref, java.util.function.IntConsumer segments) {
    for (long node = ref; node != 0; node = older(node)) {
      if (!isCold(node)) {
        segments.accept((int) (location(node) >>> 20));
        continue;
      }
      long a = Arena.address(node);
      for (int i = 0; i < Mem.getInt(a + 40); i++) {
        segments.accept(Mem.getInt(a + DATA + 4L * i));
      }
    }
  }

  private static void header(long a, long location, long older, long total, int here, int flags) {
    Mem.putLong(a, 1);
    Mem.putLong(a + 8, location);
    Mem.putLong(a + 16, older);
    Mem.putLong(a + 24, total);
    Mem.putInt(a + 32, here);
    Mem.putInt(a + 36, flags);
    Mem.putLong(a + 40, 0);
  }

  public static long location(long ref) {
    return Mem.getLongVolatile(Arena.address(ref) + 8);
  }

  /** Says where the node is on disk; maintenance only. */
  public static void located(long ref, long location) {
    Mem.putLongRelease(Arena.address(ref) + 8, location);
  }

  public static long older(long ref) {
    return Mem.getLong(Arena.address(ref) + 16);
  }

  public static long total(long ref) {
    return Mem.getLong(Arena.address(ref) + 24);
  }

  public static int bytesHere(long ref) {
    return Mem.getInt(Arena.address(ref) + 32);
  }

  public static boolean isCold(long ref) {
    return Mem.getInt(Arena.address(ref) + 36) == COLD;
  }

  /** Copies this node's own bytes out. */
  public static void copyHere(long ref, byte[] to, int offset) {
    Mem.copyOut(Arena.address(ref) + DATA, to, offset, bytesHere(ref));
  }

  /** Adds a hold; the caller can reach the node through one that exists. */
  public static void retain(long ref) {
    add(ref, 1);
  }

  /** Drops a hold; the last one frees the node and its hold on the older one. */
  public static void release(ValueSpace space, long ref) {
    long node = ref;
    while (node != 0 && add(node, -1) == 0) {
      long older = older(node);
      if (isCold(node)) {
        forEachSegment(node, space.leases()::release);
      }
      space.arena().free(node);
      node = older;
    }
  }

  private static long add(long ref, long n) {
    long a = Arena.address(ref);
    long c;
    do {
      c = Mem.getLongVolatile(a);
      if (c <= 0) {
        throw new IllegalStateException("value node without a holder");
      }
    } while (!Mem.casLong(a, c, c + n));
    return c + n;
  }

  /**
   * Copies the value's bytes into {@code to[offset, offset + total)}, from the newest node down.
   *
   * @return 0 when all are there, else the cold node whose bytes (its total, at {@code offset}) the
   *     caller must read from disk
   */
  public static long copy(long ref, byte[] to, int offset) {
    for (long node = ref; node != 0; node = older(node)) {
      if (isCold(node)) {
        return node;
      }
      copyHere(node, to, offset + (int) total(node) - bytesHere(node));
    }
    return 0;
  }
}
