// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;

/** Snapshots and cursors that stay open while the run goes on, and what they must say. */
final class OpenReads {
  private static final int MOST = 3;

  private final StoreRun run;
  private final List<Shot> shots = new ArrayList<>();
  private final List<Walk> walks = new ArrayList<>();

  OpenReads(StoreRun run) {
    this.run = run;
  }

  private static final class Shot {
    private Snapshot snapshot;
    private StoreModel content;
    private final Map<String, Tree> trees = new TreeMap<>();
  }

  /** A cursor over a moving tree: what was not touched since it began must come as it was. */
  private static final class Walk {
    private String tree;
    private Cursor cursor;
    private KeyRange range;
    private NavigableMap<byte[], byte[]> untouched;
    private boolean frozen; // of a snapshot: nothing is ever touched
    private Shot shot;
    private byte[] last;
  }

  int openSnapshots() {
    return shots.size();
  }

  boolean hasCursors() {
    return !walks.isEmpty();
  }

  void openSnapshot() {
    if (shots.size() < MOST) {
      Shot shot = new Shot();
      shot.content = run.model.copy();
      run.model.names().forEach(name -> shot.trees.put(name, run.tree(name)));
      shot.snapshot = run.store.snapshot();
      shots.add(shot);
      run.counters.add("snapshots", 1);
    }
  }

  void closeSnapshot(Random r) {
    if (!shots.isEmpty()) {
      Shot shot = shots.remove(r.nextInt(shots.size()));
      walks.removeIf(walk -> endsWith(walk, shot));
      shot.snapshot.close();
    }
  }

  private static boolean endsWith(Walk walk, Shot shot) {
    if (walk.shot == shot) {
      walk.cursor.close();
    }
    return walk.shot == shot;
  }

  /** Reads one key, or a range, of a snapshot. */
  void read(Random r, int index) {
    if (shots.isEmpty()) {
      return;
    }
    Shot shot = shots.get(r.nextInt(shots.size()));
    List<String> names = List.copyOf(run.model.names());
    if (names.isEmpty()) {
      return;
    }
    String name = names.get(r.nextInt(names.size()));
    Tree tree = run.tree(name);
    StoreModel.ModelTree then = shot.trees.get(name) == tree ? shot.content.tree(name) : null;
    if (r.nextInt(5) > 0) {
      byte[] key = run.workload.key(r, index);
      byte[] expected = then == null ? null : then.records().get(key);
      StoreModel.requireValue(
          shot.snapshot.get(tree, key), expected, "snapshot, key " + StoreModel.text(key));
    } else {
      KeyRange range = run.workload.range(r, index);
      try (Cursor cursor = shot.snapshot.cursor(tree, range)) {
        Map<byte[], byte[]> expected = then == null ? Map.of() : then.range(range);
        StoreModel.requireEqual(cursor, expected, "snapshot of " + name);
      }
    }
    run.counters.add("snapshot reads", 1);
  }

  /** Begins a walk over the newest records, or over a snapshot's. */
  void openCursor(Random r, int index) {
    List<String> names = List.copyOf(run.model.names());
    if (walks.size() >= MOST || names.isEmpty()) {
      return;
    }
    Walk walk = new Walk();
    walk.tree = names.get(r.nextInt(names.size()));
    walk.range = run.workload.range(r, index);
    Tree tree = run.tree(walk.tree);
    StoreModel.ModelTree source = run.model.tree(walk.tree);
    walk.shot = shots.isEmpty() || r.nextBoolean() ? null : shots.get(r.nextInt(shots.size()));
    if (walk.shot != null && walk.shot.trees.get(walk.tree) == tree) {
      source = walk.shot.content.tree(walk.tree);
      walk.frozen = true;
      walk.cursor = walk.shot.snapshot.cursor(tree, walk.range);
    } else {
      walk.shot = null;
      walk.cursor = tree.cursor(walk.range);
    }
    walk.untouched = new TreeMap<>(source.range(walk.range));
    if (walk.range.isDescending()) {
      NavigableMap<byte[], byte[]> backwards = new TreeMap<>((a, b) -> compare(b, a));
      backwards.putAll(walk.untouched);
      walk.untouched = backwards;
    }
    walks.add(walk);
  }

  private static int compare(byte[] a, byte[] b) {
    return Arrays.compareUnsigned(a, b);
  }

  /** Goes on with one walk. */
  void advance(Random r) {
    if (walks.isEmpty()) {
      return;
    }
    Walk walk = walks.get(r.nextInt(walks.size()));
    for (int steps = 1 + r.nextInt(40); steps > 0; steps--) {
      if (!walk.cursor.next()) {
        if (!walk.untouched.isEmpty()) {
          throw new AssertionError(
              "a cursor ended before " + StoreModel.text(walk.untouched.firstKey()));
        }
        end(walk);
        return;
      }
      accept(walk);
    }
  }

  private void accept(Walk walk) {
    byte[] key = walk.cursor.key();
    boolean back = walk.range.isDescending();
    if (walk.last != null && (back ? compare(key, walk.last) >= 0 : compare(key, walk.last) <= 0)) {
      throw new AssertionError("a cursor came to " + StoreModel.text(key) + " out of order");
    }
    walk.last = key;
    Map.Entry<byte[], byte[]> due = walk.untouched.firstEntry();
    int c = due == null ? 1 : back ? compare(due.getKey(), key) : compare(key, due.getKey());
    if (c == 0) {
      StoreModel.requireValue(walk.cursor.value(), due.getValue(), StoreModel.text(key));
      walk.untouched.pollFirstEntry();
    } else if (c > 0 && due != null) {
      throw new AssertionError("a cursor left out " + StoreModel.text(due.getKey()));
    } else if (walk.frozen) {
      throw new AssertionError("a snapshot's cursor made up " + StoreModel.text(key));
    }
  }

  private void end(Walk walk) {
    walk.cursor.close();
    walks.remove(walk);
    run.counters.add("cursors walked to the end", 1);
  }

  /** The key has been written: walks over the newest records may see it as before or after. */
  void touched(String tree, byte[] key) {
    for (Walk walk : walks) {
      if (!walk.frozen && walk.tree.equals(tree)) {
        walk.untouched.remove(key);
      }
    }
  }

  /** Every key of {@code [from, to)} has been written. */
  void touched(String tree, byte[] from, byte[] to) {
    for (Walk walk : walks) {
      if (!walk.frozen && walk.tree.equals(tree)) {
        walk.untouched
            .keySet()
            .removeIf(
                k -> (from == null || compare(k, from) >= 0) && (to == null || compare(k, to) < 0));
      }
    }
  }

  /** Handles to the tree must not be used any more. */
  void treeDropped(String name) {
    for (Iterator<Walk> i = walks.iterator(); i.hasNext(); ) {
      Walk walk = i.next();
      if (walk.tree.equals(name)) {
        walk.cursor.close();
        i.remove();
      }
    }
    shots.forEach(shot -> shot.trees.remove(name));
  }

  void closeCursors() {
    walks.forEach(walk -> walk.cursor.close());
    walks.clear();
  }

  void closeAll() {
    closeCursors();
    shots.forEach(shot -> shot.snapshot.close());
    shots.clear();
  }
}
