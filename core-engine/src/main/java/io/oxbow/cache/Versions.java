// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.cache;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * The store version V and the horizon: the versions somebody still needs (open snapshots,
 * unfinished cuts). A version is registered before V passes it, and builders read the horizon after
 * they have sealed: so no builder misses a reader (protocol, rule 6).
 */
public final class Versions {
  /** One needed version. A cut needs only the pages it has not flushed yet. */
  public static final class Hold {
    private final long version;
    private volatile long cursor;

    private Hold(long version) {
      this.version = version;
    }

    public long version() {
      return version;
    }

    /** PIDs below are no longer needed by this cut; only forward. */
    public void advance(long pid) {
      cursor = pid;
    }

    boolean needs(long pid) {
      return pid >= cursor;
    }
  }

  private static final VarHandle V;
  private static final VarHandle HORIZON;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      V = lookup.findVarHandle(Versions.class, "version", long.class);
      HORIZON = lookup.findVarHandle(Versions.class, "horizon", Hold[].class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  @SuppressWarnings("FieldMayBeFinal") // by V
  private volatile long version;

  @SuppressWarnings("FieldMayBeFinal") // by HORIZON
  private volatile Hold[] horizon = new Hold[0];

  public Versions(long first) {
    version = first;
  }

  /** V, volatile: read it after the tail word. */
  public long current() {
    return (long) V.getVolatile(this);
  }

  /** Only before the store is open. */
  public void startAt(long first) {
    V.setVolatile(this, first);
  }

  /** Registers the current version s and moves V to s + 1. Lock-free, O(open holds). */
  public Hold cut() {
    while (true) {
      long s = current();
      Hold hold = new Hold(s);
      add(hold);
      if (V.compareAndSet(this, s, s + 1)) {
        return hold;
      }
      release(hold);
    }
  }

  private void add(Hold hold) {
    Hold[] old;
    Hold[] longer;
    do {
      old = (Hold[]) HORIZON.getVolatile(this);
      int at = old.length;
      while (at > 0 && old[at - 1].version > hold.version) {
        at--;
      }
      longer = new Hold[old.length + 1];
      System.arraycopy(old, 0, longer, 0, at);
      longer[at] = hold;
      System.arraycopy(old, at, longer, at + 1, old.length - at);
    } while (!HORIZON.compareAndSet(this, old, longer));
  }

  /** The version is no longer needed. */
  public void release(Hold hold) {
    Hold[] old;
    Hold[] shorter;
    do {
      old = (Hold[]) HORIZON.getVolatile(this);
      int at = Arrays.asList(old).indexOf(hold);
      if (at < 0) {
        return;
      }
      shorter = new Hold[old.length - 1];
      System.arraycopy(old, 0, shorter, 0, at);
      System.arraycopy(old, at + 1, shorter, at, shorter.length - at);
    } while (!HORIZON.compareAndSet(this, old, shorter));
  }

  /** The needed versions, ascending; do not change the array. Volatile: read it after the seal. */
  public Hold[] horizon() {
    return (Hold[]) HORIZON.getVolatile(this);
  }

  /** Whether any of the holds needs page {@code pid} at a version in {@code [from, below)}. */
  public static boolean needed(Hold[] holds, long pid, long from, long below) {
    for (Hold h : holds) {
      if (h.version >= from && h.version < below && h.needs(pid)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The smallest needed version, else V: content on disk is good for it and all later ones. V is
   * read first: a version needed from now on is not below it.
   */
  public long floor() {
    long v = current();
    Hold[] holds = horizon();
    return holds.length == 0 ? v : Math.min(v, holds[0].version);
  }
}
