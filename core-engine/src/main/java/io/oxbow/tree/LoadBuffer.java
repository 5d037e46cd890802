// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.tree;

import io.oxbow.page.KeyOrder;
import io.oxbow.page.LeafBuilder;
import io.oxbow.page.RecordList;
import io.oxbow.page.SlotWord;
import io.oxbow.page.UniformRun;
import io.oxbow.page.ValueNodes;
import java.util.Arrays;

/**
 * Makes ascending runs of records that come in any order, for a {@link LeafLoader}. Records that
 * ascend are a run as they are, and go the shortest way while their lengths stay the same. Others
 * are sorted if they lie between two neighbours of a leaf, since pages can be made of them then; if
 * not, they are put one by one at once, until keys appear above those of before, or many puts
 * later. One thread at a time.
 */
public final class LoadBuffer {
  private static final int RUN = 64; // records that are worth a run
  private static final int DIRECT = 1024; // puts until runs are looked for again

  private final BwTree tree;
  private final LeafLoader loader;
  private final long batchBytes;
  private final UniformRun run = new UniformRun();
  private boolean uniform = true; // what comes goes into the run, and the list is empty
  private final RecordList pending = new RecordList();
  private boolean ascending = true;
  private boolean deleted; // a record of those that wait
  private long bytes;
  private int direct; // records still to be put at once
  private byte[] highest; // key known when these puts began

  public LoadBuffer(BwTree tree) {
    this.tree = tree;
    loader = new LeafLoader(tree);
    batchBytes = loader.batchBytes();
  }

  /** Adds a record, over what was added with the key before. */
  public void put(byte[] key, int kOff, int kLen, byte[] value, int vOff, int vLen) {
    if (uniform && putInRun(key, kOff, kLen, value, vOff, vLen)) {
      return;
    }
    if (vLen >= ValueNodes.THRESHOLD || !isRoomFor(key, kOff, kLen)) {
      flush();
      tree.put(key, kOff, kLen, value, vOff, vLen);
      return;
    }
    if (!uniform || !putInRun(key, kOff, kLen, value, vOff, vLen)) { // it may be empty by now
      putInList(key, kOff, kLen, value, vOff, vLen);
    }
  }

  private boolean putInRun(byte[] key, int kOff, int kLen, byte[] value, int vOff, int vLen) {
    if (run.size() == 0) {
      uniform = run.begin(kLen, vLen, batchBytes);
    }
    if (!uniform || !run.add(key, kOff, kLen, value, vOff, vLen)) {
      endRun();
      return false;
    }
    if (run.isFull()) {
      flush();
    }
    return true;
  }

  private void putInList(byte[] key, int kOff, int kLen, byte[] value, int vOff, int vLen) {
    int flags = SlotWord.DIRTY | SlotWord.BORN;
    pending.add(SlotWord.PUT, flags, key, kOff, kLen, value, vOff, vLen);
    bytes += LeafBuilder.recordBytes(kLen, vLen);
    if (bytes > batchBytes) {
      flush();
    }
  }

  /** What comes is not of the run's kind; what it has is the beginning of a list. */
  private void endRun() {
    uniform = false;
    for (int i = 0; i < run.size(); i++) {
      pending.add(run, i);
      bytes += run.blockBytes(i);
    }
    run.clear();
  }

  /** Deletes the key at once, and what was added with it. */
  public void delete(byte[] key, int kOff, int kLen) {
    endRun();
    if (!ascending) {
      flush();
    }
    tree.delete(key, kOff, kLen);
    int i = pending.lowerBound(key, kOff, kLen);
    if (i < pending.size() && pending.compareKey(i, key, kOff, kLen) == 0) {
      pending.setDeleted(i, true);
      deleted = true;
    }
  }

  /** Writes what was added, or fails and forgets it. */
  public void flush() {
    try {
      write();
    } finally {
      run.clear();
      uniform = direct == 0;
      pending.clear();
      bytes = 0;
      ascending = true;
      deleted = false;
    }
  }

  private void write() {
    if (run.size() > 0) {
      loader.load(run);
      return;
    }
    if (!ascending) {
      pending.sort();
    }
    if (deleted) {
      pending.dropVanished();
    }
    loader.load(pending);
  }

  /** Whether a record of this key is to wait in the buffer. */
  private boolean isRoomFor(byte[] key, int kOff, int kLen) {
    if (direct > 0) {
      direct = KeyOrder.compare(highest, 0, highest.length, key, kOff, kLen) < 0 ? 0 : direct - 1;
      return direct == 0;
    }
    int newest = pending.size() - 1;
    if (newest < 0 || !ascending) {
      return true;
    }
    int order = pending.compareKey(newest, key, kOff, kLen);
    if (order == 0) {
      pending.truncate(newest);
    }
    return order <= 0 || isRoomOutOfOrder(key, kOff, kLen);
  }

  /** The key is below the one before. */
  private boolean isRoomOutOfOrder(byte[] key, int kOff, int kLen) {
    if (pending.size() >= RUN) {
      flush();
      return true;
    }
    byte[] newest = pending.key(pending.size() - 1);
    if (loader.isGap(Arrays.copyOfRange(key, kOff, kOff + kLen), newest)) {
      ascending = false;
      return true;
    }
    highest = newest;
    direct = DIRECT;
    return false;
  }
}
