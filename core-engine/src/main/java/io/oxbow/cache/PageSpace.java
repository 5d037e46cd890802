// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.cache;

import io.oxbow.memory.Arena;
import io.oxbow.memory.Budget;
import io.oxbow.memory.Epochs;
import io.oxbow.page.HeadSearches;
import io.oxbow.page.Leaf;
import io.oxbow.page.LeafBuilder;
import io.oxbow.page.ValueSpace;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/** What the trees of one store share: blocks, epochs, the mapping table, versions, counters. */
public final class PageSpace {
  private final Budget budget;
  private final Arena arena;
  private final ValueSpace values;
  private final Epochs epochs;
  private final MappingTable table;
  private final Versions versions = new Versions(1);
  private final PageStats stats = new PageStats();
  private final AtomicLong births = new AtomicLong();

  /** A space whose memory nobody reserves ahead. */
  public PageSpace(Budget budget, ValueSpace.Leases leases) {
    this(budget, leases, null);
  }

  /**
   * An empty space.
   *
   * @param helpers threads that reserve memory before it is needed, or null
   */
  public PageSpace(Budget budget, ValueSpace.Leases leases, Executor helpers) {
    this.budget = budget;
    HeadSearches.near(); // a name that is none ends the opening of a store, not a descent
    arena = new Arena(budget, helpers);
    values = new ValueSpace(arena, leases);
    epochs = new Epochs(this::free);
    table = new MappingTable(budget);
  }

  public Budget budget() {
    return budget;
  }

  public Arena arena() {
    return arena;
  }

  public ValueSpace values() {
    return values;
  }

  public Epochs epochs() {
    return epochs;
  }

  public MappingTable table() {
    return table;
  }

  public Versions versions() {
    return versions;
  }

  public PageStats stats() {
    return stats;
  }

  /** A number no other block of this process has had. */
  public long nextBirth() {
    return births.incrementAndGet();
  }

  /** Frees a block nobody can reach, with its hold on separated values. */
  public void free(long ref) {
    long a = Arena.address(ref);
    if (Leaf.isLeaf(a)) {
      LeafBuilder.releaseNodes(values, a);
    }
    arena.free(ref);
  }

  /** Remembers a page that keeps a pre-image, for the sweep once nobody needs it. */
  public void noteChained(long pid) {
    table.chained().mark(pid); // behind the install: who clears it before he looks sees the block
    stats.preImages.increment();
  }

  /** Frees every block at close: no operation runs and none will. */
  public void close() {
    arena.close();
    table.close();
  }
}
