// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.tree;

import io.oxbow.cache.PageSpace;
import io.oxbow.cache.VersionedPages;
import io.oxbow.memory.Epochs;
import io.oxbow.page.Leaf;
import io.oxbow.page.LeafLookup;
import io.oxbow.page.TailWord;
import io.oxbow.page.ValueNodes;
import java.lang.invoke.VarHandle;

/** Point reads (protocol 4.3, 4.10), newest or as of a version the horizon holds. */
final class LeafReader {
  private static final int LOAD = -2;
  private static final int TORN = -3;
  private static final int COLD_VALUE = -4;

  private LeafReader() {}

  /**
   * Copies the value of the key into {@code into}.
   *
   * @param version {@code Long.MAX_VALUE} for the newest
   * @param into null asks for presence only
   * @return whether there is one
   */
  static boolean get(
      BwTree tree, byte[] key, int offset, int length, long version, BwTree.Target into) {
    Epochs epochs = tree.space().epochs();
    while (true) {
      int outcome;
      ColdValue coldValue = null;
      PrivatePage image = null;
      int slot = epochs.pin();
      try {
        Scratch s = tree.scratch(slot);
        s.last.go(s.at, tree, key, offset, length);
        long a = s.at.block;
        if (a == 0) {
          outcome = LOAD;
        } else {
          a = VersionedPages.blockAt(tree.space().table(), a, version);
          Leaf.reference(a == 0 ? s.at.block : a);
          outcome =
              a == 0 ? LeafLookup.ABSENT : read(tree, s, a, key, offset, length, version, into);
          if (outcome == COLD_VALUE) {
            coldValue = new ColdValue(tree, s.lookup);
          } else if (outcome == LOAD && a != s.at.block) {
            image = PrivatePage.of(tree, a);
          }
        }
        if (s.at.missingPid != 0 && outcome >= 0) {
          SeparatorPoster.postMissing(tree, slot);
        }
      } finally {
        epochs.unpin(slot);
      }
      if (outcome >= 0) {
        return outcome == LeafLookup.FOUND;
      }
      if (coldValue != null) {
        coldValue.read(tree, into);
        return true;
      }
      if (image != null) {
        try (PrivatePage page = image) {
          return readPrivate(tree, page.open(), key, offset, length, version, into);
        }
      }
      if (outcome == LOAD) {
        ColdPages.load(tree, key, offset, length);
      }
    }
  }

  /**
   * Reads the value of a whole key, given its tag, in a leaf block that covers it: the newest, or
   * the newest when the guess was made. Negative when memory is not enough.
   *
   * @param guess from {@link io.oxbow.page.LeafGuess}
   */
  static int readFrom(
      BwTree tree, Scratch s, long a, int guess, int tag, byte[] key, BwTree.Target into) {
    Leaf.reference(a);
    while (true) {
      long t = Leaf.quietTailWord(a);
      int found = s.lookup.findFrom(a, guess, tag, key);
      int outcome = copy(tree, s, a, t, found, Long.MAX_VALUE, into);
      if (outcome != TORN) {
        return outcome;
      }
    }
  }

  private static int read(
      BwTree tree,
      Scratch s,
      long a,
      byte[] key,
      int offset,
      int length,
      long version,
      BwTree.Target into) {
    while (true) {
      int outcome = readOnce(tree, s, a, key, offset, length, version, into);
      if (outcome != TORN) {
        return outcome;
      }
    }
  }

  private static int readOnce(
      BwTree tree,
      Scratch s,
      long a,
      byte[] key,
      int offset,
      int length,
      long version,
      BwTree.Target into) {
    long t = Leaf.quietTailWord(a);
    int found = s.lookup.find(a, t, key, offset, length, version);
    return copy(tree, s, a, t, found, version, into);
  }

  /** Copies what was found under the tail word; torn when it was overwritten meanwhile. */
  private static int copy(
      BwTree tree, Scratch s, long a, long t, int found, long version, BwTree.Target into) {
    if (found == LeafLookup.NEED_BASE) {
      return LOAD;
    }
    if (found == LeafLookup.ABSENT || into == null) {
      return found;
    }
    long n = s.lookup.valueLength(tree.rule());
    if (n > Integer.MAX_VALUE - 16) {
      throw new IllegalStateException("value of " + n + " bytes does not fit into an array");
    }
    long cold = s.lookup.copyValue(tree.rule(), into.resize((int) n));
    VarHandle.loadLoadFence();
    if (version == Long.MAX_VALUE && TailWord.changed(t, Leaf.tailWord(a))) {
      return TORN;
    }
    return cold == 0 ? found : COLD_VALUE;
  }

  private static boolean readPrivate(
      BwTree tree, long a, byte[] key, int offset, int length, long version, BwTree.Target into) {
    Scratch s = new Scratch();
    int outcome = readOnce(tree, s, a, key, offset, length, version, into);
    if (outcome == COLD_VALUE) {
      new ColdValue(tree, s.lookup).read(tree, into);
    }
    return outcome == LeafLookup.FOUND || outcome == COLD_VALUE;
  }

  /** A value whose older part is on disk: held, then read outside the pin. */
  private static final class ColdValue {
    private final byte[] tail;
    private final long node;
    private final int total;
    private final int read;

    ColdValue(BwTree tree, LeafLookup lookup) {
      int rule = tree.rule();
      int n = (int) lookup.valueLength(rule);
      byte[] all = new byte[n];
      node = lookup.copyValue(rule, all);
      total = (int) ValueNodes.total(node);
      tail = java.util.Arrays.copyOfRange(all, total, n);
      ValueNodes.retain(node);
      read = tree.cold().beginRead();
    }

    void read(BwTree tree, BwTree.Target into) {
      PageSpace space = tree.space();
      try {
        byte[] to = into.resize(total + tail.length);
        tree.cold().readValue(ValueNodes.location(node), total, to, 0);
        System.arraycopy(tail, 0, to, total, tail.length);
      } finally {
        ValueNodes.release(space.values(), node);
        tree.cold().endRead(read);
      }
    }
  }
}
