// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow;

import io.oxbow.io.CrashPolicy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;

/** One random operation of a {@link StoreRun}, done to the store and to its model. */
final class RunOperation {
  private static final int PHASE = 150;

  private final StoreRun run;
  private final Random r;
  private final int index;

  RunOperation(StoreRun run, Random r, int index) {
    this.run = run;
    this.r = r;
    this.index = index;
  }

  void run() {
    int kind = r.nextInt(1000);
    if (run.model.names().isEmpty() || kind >= 994) {
      trees();
    } else if (kind < 600) {
      write(kind);
    } else if (kind < 800) {
      get();
    } else if (kind < 811) {
      deleteRange();
    } else if (kind < 816) {
      bulkLoad();
    } else if (kind < 850) {
      scan();
    } else if (kind < 920) {
      longReads(kind);
    } else if (kind < 960) {
      checkpoints(kind);
    } else {
      lives(kind);
    }
  }

  private String anyTree() {
    List<String> names = List.copyOf(run.model.names());
    return names.get(r.nextInt(names.size()));
  }

  private void trees() {
    if (run.model.names().size() > 1 && r.nextBoolean()) {
      run.dropTree(anyTree());
      run.counters.add("trees dropped", 1);
      return;
    }
    String name = "t" + r.nextInt(6);
    if (run.model.tree(name) == null) {
      List<TreeOptions> all = run.workload.trees;
      run.createTree(name, all.get(r.nextInt(all.size())));
    }
  }

  private void write(int kind) {
    String name = anyTree();
    Tree tree = run.tree(name);
    StoreModel.ModelTree model = run.model.tree(name);
    byte[] key = run.workload.key(r, index);
    run.reads.touched(name, key);
    boolean shrinking = index / PHASE % 3 == 2;
    boolean appends = tree.options().mergeOperator() != MergeOperator.NONE;
    if (kind < (shrinking ? 350 : 130)) {
      tree.delete(key);
      model.records().remove(key);
    } else if (appends && kind < (shrinking ? 400 : 260)) {
      byte[] operand = run.workload.operand(r, tree.options());
      tree.append(key, operand);
      model.append(key, operand);
    } else {
      put(tree, model, key, run.workload.value(r, tree.options()));
    }
  }

  private void put(Tree tree, StoreModel.ModelTree model, byte[] key, byte[] value) {
    if (r.nextInt(6) == 0) {
      byte[] both = Arrays.copyOf(key, key.length + value.length + 3);
      System.arraycopy(value, 0, both, key.length + 3, value.length);
      tree.put(both, 0, key.length, both, key.length + 3, value.length);
    } else {
      tree.put(key, value);
    }
    model.records().put(key, value);
  }

  /** Records between or behind those of the tree, sorted or not, some of them twice. */
  private void bulkLoad() {
    String name = anyTree();
    Tree tree = run.tree(name);
    NavigableMap<byte[], byte[]> model = run.model.tree(name).records();
    List<byte[]> keys = new ArrayList<>();
    boolean behind = r.nextBoolean() && run.workload.keys != Workload.Keys.LONG;
    for (int n = r.nextInt(r.nextInt(4) == 0 ? 1000 : 60); n > 0; n--) {
      byte[] key = run.workload.key(r, index);
      if (behind) {
        key = ByteBuffer.allocate(key.length + 6).putInt(0xFFFFFFF0).putShort((short) n).array();
      }
      keys.add(key);
    }
    if (r.nextInt(3) > 0) {
      keys.sort(Arrays::compareUnsigned);
    }
    keys.forEach(key -> run.reads.touched(name, key));
    try (BulkLoad load = tree.bulkLoad()) {
      for (byte[] key : keys) {
        if (r.nextInt(50) == 0) {
          load.delete(key);
          model.remove(key);
        } else {
          byte[] value = run.workload.value(r, tree.options());
          load.put(key, value);
          model.put(key, value);
        }
      }
    }
    run.counters.add("bulk loads", 1);
  }

  private void getAll() {
    String name = anyTree();
    byte[][] keys = new byte[r.nextInt(40)][];
    RecordBuffer[] into = new RecordBuffer[keys.length];
    boolean[] found = new boolean[keys.length];
    Arrays.setAll(keys, i -> run.workload.key(r, index));
    Arrays.setAll(into, i -> new RecordBuffer(i));
    run.tree(name).getAll(keys, into, found);
    for (int i = 0; i < keys.length; i++) {
      StoreModel.requireValue(
          found[i] ? into[i].toBytes() : null,
          run.model.tree(name).records().get(keys[i]),
          "get of many from " + name + ", key " + StoreModel.text(keys[i]));
    }
    run.counters.add("batch gets", 1);
  }

  private void get() {
    if (r.nextInt(12) == 0) {
      getAll();
      return;
    }
    String name = anyTree();
    Tree tree = run.tree(name);
    byte[] key = run.workload.key(r, index);
    byte[] expected = run.model.tree(name).records().get(key);
    if (r.nextInt(8) == 0) {
      if (tree.contains(key) != (expected != null)) {
        throw new AssertionError("contains " + StoreModel.text(key) + ": " + (expected == null));
      }
    } else {
      StoreModel.requireValue(
          tree.get(key), expected, "get from " + name + ", key " + StoreModel.text(key));
    }
  }

  private void deleteRange() {
    String name = anyTree();
    byte[] from = r.nextInt(8) == 0 ? null : run.workload.key(r, index);
    byte[] to = r.nextInt(8) == 0 ? null : run.workload.key(r, index);
    NavigableMap<byte[], byte[]> records = run.model.tree(name).records();
    if (r.nextInt(3) > 0 && from != null && !records.isEmpty()) {
      to = from; // a few records from there on
      for (int n = r.nextInt(40); n > 0 && to != null; n--) {
        to = records.higherKey(to);
      }
    }
    run.reads.touched(name, from, to);
    run.tree(name).deleteRange(from, to);
    run.model.tree(name).deleteRange(from, to);
    run.counters.add("range deletes", 1);
  }

  private void scan() {
    String name = anyTree();
    KeyRange range = run.workload.range(r, index);
    try (Cursor cursor = run.tree(name).cursor(range)) {
      StoreModel.requireEqual(cursor, run.model.tree(name).range(range), "scan of " + name);
    }
  }

  private void longReads(int kind) {
    if (kind < 862) {
      run.reads.openSnapshot();
    } else if (kind < 874) {
      run.reads.closeSnapshot(r);
    } else if (kind < 894) {
      run.reads.read(r, index);
    } else if (kind < 902) {
      run.reads.openCursor(r, index);
    } else {
      run.reads.advance(r);
    }
  }

  private void checkpoints(int kind) {
    if (kind < 937) {
      run.request(kind < 928, r.nextInt(4) == 0 ? r.nextInt(3000) : 0);
    } else if (kind < 940) {
      run.counters.add("checkpoints abandoned", run.published.cancel(r.nextInt(9)) ? 1 : 0);
    } else if (kind < 948) {
      run.counters.add("checkpoints released", run.published.release(r.nextInt(9)) ? 1 : 0);
    } else if (kind < 954) {
      run.publishAll();
    } else {
      run.pump(r.nextInt(60));
    }
  }

  private void lives(int kind) {
    if (kind < 966) {
      run.reopen();
    } else if (kind < 970 && run.crashes && !run.disk.isReal()) {
      run.crash(CrashPolicy.values()[r.nextInt(4)]);
    } else if (kind < 973 && run.disk.isReal()) {
      new Rescaling(run, r, index).splitAndJoin();
    } else if (kind < 976) {
      run.reads.closeCursors();
      run.validate();
    } else {
      get();
    }
  }
}
