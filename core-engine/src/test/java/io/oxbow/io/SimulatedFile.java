// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.io;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;

/**
 * A file's bytes as readers see them and as a disk without power would have them. A byte is dirty
 * from its write to the next force. Guarded by the simulator's lock.
 */
final class SimulatedFile {
  private static final int SECTOR = 512;

  private byte[] current = new byte[0];
  private int size;
  private byte[] durable = new byte[0];
  private BitSet dirty = new BitSet();

  int size() {
    return size;
  }

  byte[] content() {
    return Arrays.copyOf(current, size);
  }

  SimulatedFile copy() {
    SimulatedFile copy = new SimulatedFile();
    copy.current = content();
    copy.size = size;
    copy.durable = durable.clone();
    copy.dirty = (BitSet) dirty.clone();
    return copy;
  }

  static SimulatedFile holding(byte[] content) {
    SimulatedFile file = new SimulatedFile();
    file.current = content.clone();
    file.size = content.length;
    file.durable = content.clone();
    return file;
  }

  int read(long position, ByteBuffer into) {
    if (position >= size) {
      return 0;
    }
    int count = (int) Math.min(into.remaining(), size - position);
    into.put(current, (int) position, count);
    return count;
  }

  void write(long position, ByteBuffer from, int count) {
    int at = Math.toIntExact(position);
    int end = Math.addExact(at, count);
    if (end > current.length) {
      current = Arrays.copyOf(current, Math.max(end, 2 * current.length));
    }
    from.get(current, at, count);
    size = Math.max(size, end);
    dirty.set(at, end);
  }

  void force() {
    durable = Arrays.copyOf(durable, size);
    dirty.stream().forEach(i -> durable[i] = current[i]);
    dirty.clear();
  }

  /** All, some or no dirty sectors reach the disk; all count as clean from now on. */
  void forceFailing(Random random) {
    byte[] partly = Arrays.copyOf(durable, size);
    int reached = random.nextInt(5); // of four sectors
    for (int start = 0; start < size; start += SECTOR) {
      if (random.nextInt(4) < reached) {
        apply(partly, start, Choice.NEW, random);
      }
    }
    durable = partly;
    dirty.clear();
  }

  private enum Choice {
    OLD,
    NEW,
    ZERO,
    TORN
  }

  /** What is left after a crash, all of it durable. */
  SimulatedFile survivor(CrashPolicy policy, Random random) {
    byte[] left = Arrays.copyOf(durable, survivingSize(policy, random));
    Choice[] choices = Choice.values();
    for (int start = 0; start < left.length; start += SECTOR) {
      Choice choice =
          switch (policy) {
            case OLD -> Choice.OLD;
            case NEW -> Choice.NEW;
            case ZERO -> Choice.ZERO;
            case MIXED -> choices[random.nextInt(choices.length)];
          };
      apply(left, start, choice, random);
    }
    return holding(left);
  }

  private int survivingSize(CrashPolicy policy, Random random) {
    if (policy == CrashPolicy.OLD) {
      return durable.length;
    }
    if (policy != CrashPolicy.MIXED || durable.length >= size) {
      return Math.max(size, durable.length);
    }
    return switch (random.nextInt(3)) {
      case 0 -> durable.length;
      case 1 -> size;
      default -> durable.length + random.nextInt(size - durable.length + 1);
    };
  }

  /** Changes the dirty bytes of one sector of {@code target}; no other byte. */
  private void apply(byte[] target, int start, Choice choice, Random random) {
    int end = Math.min(start + SECTOR, target.length);
    int torn = choice == Choice.TORN ? start + random.nextInt(SECTOR) : end;
    for (int i = dirty.nextSetBit(start); i >= 0 && i < end; i = dirty.nextSetBit(i + 1)) {
      switch (choice) {
        case OLD -> {}
        case ZERO -> target[i] = 0;
        case NEW, TORN -> {
          if (i < torn) {
            target[i] = current[i];
          }
        }
      }
    }
  }

  /** Damages a byte at rest, for readers and on the disk alike. */
  void flip(int offset, int mask) {
    current[offset] ^= (byte) mask;
    if (offset < durable.length) {
      durable[offset] ^= (byte) mask;
    }
  }
}
