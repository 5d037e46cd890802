// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.tree;

import io.oxbow.cache.PageSpace;
import io.oxbow.cache.Versions;
import io.oxbow.memory.Arena;
import io.oxbow.memory.Mem;
import io.oxbow.page.Leaf;
import io.oxbow.page.LeafBuilder;
import io.oxbow.page.TailWord;
import java.util.Arrays;

/**
 * The chain of older blocks a page keeps for needed versions (protocol H12, H15). Pointers do not
 * change while anybody needs what is behind them, so a needed block above an unneeded one is
 * copied; a chain built here holds needed blocks only. When none is needed any more, the block in
 * use lets go of all of them.
 */
final class PreImages {
  private long[] blocks = new long[8];
  private boolean[] kept = new boolean[8];
  private int count;
  private long[] copies = new long[8];
  private int copyCount;

  /**
   * Decides which of {@code old} and its pre-images a successor of version {@code version} keeps.
   * Call after the seal.
   *
   * @return the successor's previous block, 0 for none
   */
  long plan(PageSpace space, long pid, long old, long version) {
    Versions.Hold[] holds = space.versions().horizon();
    count = 0;
    copyCount = 0;
    long below = version;
    boolean[] needed = kept;
    for (long b = old; b != 0; b = Leaf.previous(Arena.address(b))) {
      if (count == blocks.length) {
        blocks = Arrays.copyOf(blocks, 2 * count);
        kept = Arrays.copyOf(kept, 2 * count);
        needed = kept;
      }
      long base = Leaf.baseVersion(Arena.address(b));
      blocks[count] = b;
      needed[count++] = holds.length > 0 && Versions.needed(holds, pid, base, below);
      below = base;
    }
    long next = 0;
    for (int i = count - 1; i >= 0; i--) {
      if (!needed[i]) {
        continue;
      }
      long b = blocks[i];
      if (Leaf.previous(Arena.address(b)) != next) {
        long copy = copy(space, b, next);
        if (copy == 0) {
          return keepAll(space, old);
        }
        kept[i] = false;
        next = copy;
      } else {
        next = b;
      }
    }
    return next;
  }

  /** Whether some needed version reads the chain from {@code first} on, below {@code version}. */
  static boolean isNeeded(PageSpace space, long pid, long first, long version) {
    Versions.Hold[] holds = space.versions().horizon();
    long below = version;
    for (long b = first; b != 0; b = Leaf.previous(Arena.address(b))) {
      long base = Leaf.baseVersion(Arena.address(b));
      if (Versions.needed(holds, pid, base, below)) {
        return true;
      }
      below = base;
    }
    return false;
  }

  /**
   * Gives back the pre-images of the leaf at {@code a}, which nobody needs, without building a
   * successor: the block lets go of them under busy, so no replacement is reading its chain. A
   * version needed from now on is not below the block's own, so what is not needed now never will
   * be. A sealed block is left to whoever builds its successor.
   */
  static void giveBack(PageSpace space, int slot, long a) {
    long t;
    do {
      t = Leaf.quietTailWord(a);
      if (TailWord.isSealed(t)) {
        return;
      }
    } while (!Mem.casLong(a + Leaf.TAIL, t, t | TailWord.BUSY));
    long chain = Leaf.previous(a);
    Leaf.dropPrevious(a);
    Mem.putLongRelease(a + Leaf.TAIL, TailWord.release(t, 0));
    retire(space, slot, chain);
  }

  /** Retires a block out of reach and its pre-images. */
  static void retire(PageSpace space, int slot, long chain) {
    for (long b = chain; b != 0; b = Leaf.previous(Arena.address(b))) {
      space.epochs().retire(slot, b);
    }
  }

  private long keepAll(PageSpace space, long old) {
    undo(space);
    Arrays.fill(kept, 0, count, true);
    return old;
  }

  private long copy(PageSpace space, long b, long previous) {
    long ref = space.arena().allocate(Arena.bytes(b));
    if (ref == 0) {
      return 0;
    }
    LeafBuilder.copySealed(b, ref, previous);
    if (copyCount == copies.length) {
      copies = Arrays.copyOf(copies, 2 * copyCount);
    }
    copies[copyCount++] = ref;
    return ref;
  }

  /** The successor is installed: retires the old blocks it does not keep. */
  void commit(PageSpace space, int slot) {
    for (int i = 0; i < count; i++) {
      if (!kept[i]) {
        space.epochs().retire(slot, blocks[i]);
      }
    }
  }

  /** The successor was not installed: frees the copies made for it. */
  void undo(PageSpace space) {
    for (int i = 0; i < copyCount; i++) {
      space.free(copies[i]);
    }
    copyCount = 0;
  }
}
