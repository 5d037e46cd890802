// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.tree;

import io.oxbow.cache.MappingWord;
import io.oxbow.cache.PageSpace;
import io.oxbow.cache.Versions;
import io.oxbow.memory.Arena;
import io.oxbow.memory.Epochs;
import io.oxbow.memory.Mem;
import io.oxbow.page.BaseRecords;
import io.oxbow.page.DirtyRecords;
import io.oxbow.page.KeyOrder;
import io.oxbow.page.Leaf;
import io.oxbow.page.LeafLookup;
import io.oxbow.page.MergeRule;
import io.oxbow.page.SlotWord;
import io.oxbow.page.TailWord;
import io.oxbow.page.ValueNodes;
import io.oxbow.page.ValueSpace;
import java.lang.invoke.VarHandle;

/**
 * Writes one record (protocol 4.4, 4.5, 4.19): overwrites in place where the newest record of the
 * key has the same length and nobody needs it as it is, else appends to the leaf's tail.
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
    if (kind == SlotWord.PUT
        && flags == 0
        && !tree.isStrictlyLatchFree()
        && overwrite(tree, s, a, key, kOff, kLen, value, vOff, vLen)) {
      space.stats().overwrites.increment(slot);
      space.table().dirty().mark(s.at.pid);
      Leaf.reference(a);
      return Step.DONE;
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

  /**
   * Overwrites the newest record of the key where it is, if it may be: plain, same length, needed
   * by no snapshot and by no cut. Busy is taken by CAS of the very tail word the record was found
   * under, so no slot was reserved since; V is read after that, so a cut either sees this writer
   * drained or makes it append. A slot reserved before may have been published since: a put or a
   * delete there hides the record, so this write came just before it; but an append there would be
   * seen above the old value first and above the new one later, so where appends exist the record
   * is looked up again under busy.
   */
  private static boolean overwrite(
      BwTree tree,
      Scratch s,
      long a,
      byte[] key,
      int kOff,
      int kLen,
      byte[] value,
      int vOff,
      int vLen) {
    long seen = TailWord.SEALED;
    for (int tries = 0; tries < 16; tries++) {
      long t = Leaf.quietTailWord(a);
      // after a lost CAS: what was found stands where nothing was reserved, only overwritten
      boolean found = TailWord.isOverwritten(seen, t);
      seen = t;
      if (TailWord.isSealed(t)
          || !found
              && (s.lookup.find(a, t, key, kOff, kLen, Long.MAX_VALUE) != LeafLookup.FOUND
                  || !s.lookup.isPlain()
                  || SlotWord.valueLength(s.lookup.slot()) != vLen)) {
        return false;
      }
      long version =
          s.lookup.inBase() ? Leaf.baseVersion(a) : Leaf.entryVersion(a, s.lookup.slot());
      if (isNeeded(tree.space().versions(), s.at.pid, version)) {
        return false;
      }
      if (Mem.casLong(a + Leaf.TAIL, t, t | TailWord.BUSY)) {
        VarHandle.storeStoreFence(); // the bytes must not be seen before busy is
        boolean newest =
            MergeRule.operator(tree.rule()) == MergeRule.NONE
                || isStillNewest(s.lookup, a, t, key, kOff, kLen);
        return overwriteBusy(tree, s, a, t, newest, version, value, vOff, vLen);
      }
    }
    return false;
  }

  /**
   * Whether a record of {@code version} must stay as it is: a snapshot, or a cut that has not
   * flushed the page yet, reads it. V first, then the horizon: a version is registered before V
   * passes it, and what is registered from now on is not below V.
   */
  private static boolean isNeeded(Versions versions, long pid, long version) {
    long v = versions.current();
    return version != v && Versions.needed(versions.horizon(), pid, version, v);
  }

  /** Whether the record found before is still what a read finds; under busy. */
  private static boolean isStillNewest(
      LeafLookup lookup, long a, long t, byte[] key, int kOff, int kLen) {
    long slot = lookup.slot();
    return lookup.find(a, t, key, kOff, kLen, Long.MAX_VALUE) == LeafLookup.FOUND
        && lookup.isPlain()
        && lookup.slot() == slot; // it holds the record's offset, which is its own
  }

  private static boolean overwriteBusy(
      BwTree tree,
      Scratch s,
      long a,
      long t,
      boolean newest,
      long version,
      byte[] value,
      int vOff,
      int vLen) {
    Versions versions = tree.space().versions();
    boolean may =
        newest
            && !isNeeded(versions, s.at.pid, version) // after busy
            && (version == versions.current() || takeBack(tree, s.lookup, a));
    if (may) {
      Mem.copyIn(value, vOff, s.lookup.valueAddress(), vLen);
      if (s.lookup.inBase()) {
        BaseRecords.touch(a, s.lookup.index());
      }
    }
    Mem.putLongRelease(a + Leaf.TAIL, TailWord.release(t));
    return may;
  }

  /** Operands that are on disk stay there: written once more, they would count twice. */
  private static boolean takeBack(BwTree tree, LeafLookup lookup, long a) {
    boolean operands = MergeRule.operator(tree.rule()) != MergeRule.NONE;
    return (lookup.inBase() || !operands)
        && DirtyRecords.takeBack(a, lookup.inBase(), lookup.index());
  }
}
