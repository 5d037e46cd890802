// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow;

import io.oxbow.cache.Versions;
import io.oxbow.checkpoint.Engine;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One moment of all trees of a store. Reads take no locks and hold up no writer; an open snapshot
 * costs memory for what is overwritten meanwhile, so close it. Any number of threads.
 */
public final class Snapshot implements AutoCloseable {
  private final Engine engine;
  private final Versions.Hold hold;
  private final AtomicBoolean closed = new AtomicBoolean();

  Snapshot(Engine engine, Versions.Hold hold) {
    this.engine = engine;
    this.hold = hold;
  }

  private long version() {
    if (closed.get()) {
      throw new StoreException("the snapshot is closed; open another one");
    }
    return hold.version();
  }

  /** The value the key had, or null. */
  public byte[] get(Tree tree, byte[] key) {
    Objects.requireNonNull(key, "key is null");
    RecordBuffer into = new RecordBuffer();
    return get(tree, key, 0, key.length, into) ? into.toBytes() : null;
  }

  /** Copies the value the key had; false when it had none. */
  public boolean get(Tree tree, byte[] key, int offset, int length, RecordBuffer into) {
    Objects.requireNonNull(tree, "tree is null");
    return tree.getAt(version(), key, offset, length, into);
  }

  /** The records the range held. */
  public Cursor cursor(Tree tree, KeyRange range) {
    Objects.requireNonNull(tree, "tree is null");
    return tree.cursorAt(version(), range);
  }

  /** Whether it can still be read. */
  public boolean isOpen() {
    return !closed.get();
  }

  /** Idempotent. Cursors opened on it must not be used any more. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      engine.closeSnapshot(hold);
    }
  }
}
