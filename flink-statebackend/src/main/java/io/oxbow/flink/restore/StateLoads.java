// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink.restore;

import io.oxbow.BulkLoad;
import io.oxbow.Tree;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The bulk loads of the states being restored. A savepoint has the records of a state in many
 * stretches, one per key group, which together ascend: so a load stays open between them, as long
 * as there are not so many states that their buffers would burden the heap.
 */
final class StateLoads {
  private static final int MOST_OPEN = 16;

  private final Map<Tree, BulkLoad> open = new LinkedHashMap<>(16, 0.75f, true);

  /** Adds a record to a state. */
  void put(Tree tree, byte[] key, byte[] value) {
    BulkLoad load = open.get(tree);
    if (load == null) {
      if (open.size() == MOST_OPEN) {
        finishEldest();
      }
      load = tree.bulkLoad();
      open.put(tree, load);
    }
    load.put(key, value);
  }

  /** Writes what is still in buffers. */
  void finish() {
    while (!open.isEmpty()) {
      finishEldest();
    }
  }

  private void finishEldest() {
    Map.Entry<Tree, BulkLoad> eldest = open.entrySet().iterator().next();
    open.remove(eldest.getKey());
    eldest.getValue().close();
  }
}
