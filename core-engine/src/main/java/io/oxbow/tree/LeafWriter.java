// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.tree;

import io.oxbow.cache.MappingWord;
import io.oxbow.cache.PageSpace;
import io.oxbow.memory.Arena;
import io.oxbow.memory.Epochs;
import io.oxbow.memory.Mem;
import io.oxbow.page.KeyOrder;
import io.oxbow.page.Leaf;
import io.oxbow.page.MergeRule;
import io.oxbow.page.SlotWord;
import io.oxbow.page.TailWord;
import io.oxbow.page.ValueNodes;
import io.oxbow.page.ValueSpace;
import java.lang.invoke.VarHandle;

/**
 * Writes one record (protocol 4.4, 4.5): in place where {@link InPlaceWriter} may, else appends to
 * the leaf's tail.
 */
final class LeafWriter {
  private enum Step {
    DONE,
    AGAIN,
    NO_MEMORY,
    LOAD
  }

  private LeafWriter() {}

  /** Puts, deletes or appends; returns when every later read sees it. */
  static void write(
      BwTree tree, int kind, byte[] key, int kOff, int kLen, byte[] value, int vOff, int vLen) {
    if (vLen < ValueNodes.THRESHOLD) {
      retry(tree, kind, 0, key, kOff, kLen, value, vOff, vLen);
      return;
    }
    int read = tree.cold().beginRead(); // nodes are made outside a pin
    try {
      writeSeparated(tree, kind, key, kOff, kLen, value, vOff, vLen);
    } finally {
      tree.cold().endRead(read);
    }
  }

  private static void writeSeparated(
      BwTree tree, int kind, byte[] key, int kOff, int kLen, byte[] value, int vOff, int vLen) {
    ValueSpace values = tree.space().values();
    long node = ValueNodes.create(values, value, vOff, vLen);
    if (node == 0) {
      tree.cold().makeRoom(vLen);
      node = ValueNodes.create(values, value, vOff, vLen);
      if (node == 0) {
        throw tree.cold().noRoom(vLen);
      }
    }
    byte[] descriptor = new byte[ValueNodes.DESCRIPTOR];
    VALUE.set(descriptor, 0, node);
    VALUE.set(descriptor, 8, (long) vLen);
    boolean done = false;
    try {
      retry(tree, kind, SlotWord.REF, key, kOff, kLen, descriptor, 0, descriptor.length);
      done = true;
    } finally {
      if (!done) {
        ValueNodes.release(values, node); // else the entry owns our hold
      }
    }
  }

  private static final VarHandle VALUE =
      java.lang.invoke.MethodHandles.byteArrayViewVarHandle(
          long[].class, java.nio.ByteOrder.LITTLE_ENDIAN);

  private static void retry(
      BwTree tree,
      int kind,
      int flags,
      byte[] key,
      int kOff,
      int kLen,
      byte[] value,
      int vOff,
      int vLen) {
    Epochs epochs = tree.space().epochs();
    for (int failures = 0; ; ) {
      Step step;
      int slot = epochs.pin();
      try {
        Scratch s = tree.scratch(slot).begin(kind == SlotWord.DELETE, failures);
        Descent at = s.at;
        s.last.go(at, tree, key, kOff, kLen);
        boolean cold = at.block == 0;
        if (kind == SlotWord.APPEND && (cold || Leaf.has(at.block, Leaf.TAIL_ONLY))) {
          step = Step.LOAD; // operands fold onto a base in memory
        } else {
          step =
              cold
                  ? openCold(tree, slot, vLen + kLen)
                  : onLeaf(tree, slot, kind, flags, key, kOff, kLen, value, vOff, vLen);
        }
        if (step == Step.DONE && at.missingPid != 0) {
          SeparatorPoster.postMissing(tree, slot);
        }
      } finally {
        epochs.unpin(slot);
      }
      switch (step) {
        case DONE:
          return;
        case NO_MEMORY:
          if (++failures > 3) {
            throw tree.cold().noRoom(kLen + vLen);
          }
          tree.cold().makeRoom(kLen + vLen);
          break;
        case LOAD:
          ColdPages.load(tree, key, kOff, kLen);
          break;
        default:
          Thread.onSpinWait();
      }
    }
  }

  /** Installs a tail-only block over a cold page: a blind write does not read the page. */
  private static Step openCold(BwTree tree, int slot, int bytes) {
    switch (ColdPages.installTail(tree, slot, bytes + 256)) {
      case NO_MEMORY:
        return Step.NO_MEMORY;
      default:
        return Step.AGAIN;
    }
  }

  private static Step onLeaf(
      BwTree tree,
      int slot,
      int kind,
      int flags,
      byte[] key,
      int kOff,
      int kLen,
      byte[] value,
      int vOff,
      int vLen) {
    Scratch s = tree.scratch(slot);
    PageSpace space = tree.space();
    long a = s.at.block;
    if ((kind != SlotWord.APPEND || MergeRule.isSum(tree.rule()))
        && flags == 0
        && !tree.isStrictlyLatchFree()) {
      switch (InPlaceWriter.write(tree, s, kind, key, kOff, kLen, value, vOff, vLen)) {
        case DONE:
          space.stats().overwrites.increment(slot);
          space.table().dirty().mark(s.at.pid);
          Leaf.reference(a);
          return Step.DONE;
        case NOTHING_TO_DO:
          return Step.DONE;
        default:
      }
    }
    int bytes = Leaf.entryBytes(kLen, vLen, Leaf.prefixLength(a));
    long t = Leaf.quietTailWord(a);
    while (true) {
      int count = TailWord.count(t);
      int used = TailWord.used(t) + bytes;
      long version = space.versions().current(); // after the tail word: slot order = version order
      long delta = version - Leaf.baseVersion(a);
      if (TailWord.isSealed(t)
          || count >= Leaf.tailSlots(a)
          || used > Arena.bytes(MappingWord.ref(s.at.word)) - Leaf.heapEnd(a)
          || used > TailWord.MAX_BYTES
          || delta >>> 32 != 0) {
        return replaced(
            LeafReplacer.replace(tree, slot, s.at.pid, s.at.word, bytes + 8, key, kOff, kLen));
      }
      if (!Mem.casLong(a + Leaf.TAIL, t, TailWord.reserve(t, bytes))) {
        t = Leaf.quietTailWord(a);
        continue;
      }
      int offset = Arena.bytes(MappingWord.ref(s.at.word)) - used;
      Mem.putLong(
          Leaf.tailHeadAddress(a, count), KeyOrder.head(key, kOff, kLen, Leaf.prefixLength(a)));
      fill(a, offset, (int) delta, flags, key, kOff, kLen, value, vOff, vLen);
      Mem.putByte(Leaf.tailTagAddress(a, count), KeyOrder.tag(key, kOff, kLen));
      long word = SlotWord.of(kind, flags, kLen, vLen, offset);
      if (!Mem.casLong(Leaf.slotAddress(a, count), SlotWord.RESERVED, word)) {
        return Step.AGAIN; // killed: the page is being replaced, or a reader saw a later append
      }
      space.table().dirty().mark(s.at.pid);
      Leaf.reference(a);
      return Step.DONE;
    }
  }

  private static void fill(
      long a,
      int offset,
      int delta,
      int flags,
      byte[] key,
      int kOff,
      int kLen,
      byte[] value,
      int vOff,
      int vLen) {
    int prefix = Leaf.prefixLength(a);
    int rest = Leaf.restLength(kLen, prefix);
    long e = a + offset;
    Mem.putInt(e, delta);
    Mem.putInt(e + 4, 0);
    if (rest > 0) {
      Mem.copyIn(key, kOff + prefix + 8, e + Leaf.ENTRY_HEADER, rest);
    }
    if (vLen > 0) {
      Mem.copyIn(value, vOff, e + Leaf.ENTRY_HEADER + rest, vLen);
    }
    if ((flags & SlotWord.REF) != 0) {
      Leaf.markNodes(a);
    }
  }

  private static Step replaced(LeafReplacer.Outcome outcome) {
    switch (outcome) {
      case NO_MEMORY:
        return Step.NO_MEMORY;
      case NEED_BASE:
        return Step.LOAD;
      default:
        return Step.AGAIN;
    }
  }
}
