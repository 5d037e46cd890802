// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.TreeMap;

/**
 * One page whose records are overwritten and deleted where they are behind a checkpoint, that is
 * rebuilt, and that is read back from disk: with records in its base, and with records in its tail.
 */
final class OverwriteBehindFlush {
  private static final int KEYS = 30;
  private static final StoreOptions OPTIONS =
      StoreOptions.builder().memory(MemoryBudget.ofBytes(64 << 20)).build();

  private final Path directory;
  private final TreeMap<String, Byte> model = new TreeMap<>();
  private Store store;
  private Tree tree;

  OverwriteBehindFlush(Path directory) {
    this.directory = directory;
  }

  /** What is wrong in the end, or null. */
  String run() {
    open();
    for (int i = 0; i < KEYS; i++) {
      put("key " + i, 100, 1);
    }
    rebuild("a");
    store.commit(null).join(); // the base is on disk
    put("in tail 1", 20, 1);
    put("in tail 2", 20, 1);
    store.commit(null).join(); // and this tail
    long before = store.metrics().overwrites();
    put("key 7", 100, 2);
    put("in tail 1", 20, 2);
    if (store.metrics().overwrites() != before + 2) {
      return "failed at the overwrites: not in place";
    }
    delete("in tail 2"); // its entry counts as not on disk from here on, and is there
    if (store.metrics().overwrites() != before + 3) {
      return "failed at a delete in the tail: not in place";
    }
    rebuild("b");
    String wrong = restored("a rebuild");
    if (wrong == null) {
      put("key 9", 100, 3);
      wrong = restored("an overwrite of what was loaded");
    }
    if (wrong == null) {
      delete("key 9");
      delete("in tail 1");
      wrong = restored("deletes");
    }
    wrong = wrong == null ? holes() : wrong;
    wrong = wrong == null ? holesInTail() : wrong;
    store.close();
    return wrong;
  }

  /** Deletes where the records are: of one that is on disk, one that never was, one put back. */
  private String holes() {
    put("never on disk", 100, 1);
    rebuild("c");
    long before = store.metrics().overwrites();
    delete("key 8");
    delete("never on disk");
    delete("key 10");
    put("key 10", 100, 4);
    if (store.metrics().overwrites() != before + 4) {
      return "failed at the deletes: not in place";
    }
    String wrong = restored("holes");
    if (wrong != null) {
      return wrong;
    }
    before = store.metrics().overwrites();
    delete("key 11");
    delete("key 12");
    store.commit(null).join(); // two tombstones on disk
    put("key 11", 100, 5);
    delete("key 13");
    if (store.metrics().overwrites() != before + 4) {
      return "failed at the holes behind a flush: not in place";
    }
    rebuild("d");
    return restored("a rebuild with holes");
  }

  /** The same in a tail: entries that are on disk, and one that never was. */
  private String holesInTail() {
    rebuild("e");
    put("in tail 3", 20, 1);
    put("in tail 4", 20, 1);
    store.commit(null).join();
    put("in tail 5", 20, 1);
    long before = store.metrics().overwrites();
    delete("in tail 3");
    delete("in tail 4");
    put("in tail 4", 20, 2);
    delete("in tail 5");
    delete("in tail 5"); // it is not there: nothing is to do
    if (store.metrics().overwrites() != before + 4) {
      return "failed at the deletes in a tail: not in place";
    }
    String wrong = restored("holes in a tail");
    if (wrong != null) {
      return wrong;
    }
    rebuild("f");
    put("in tail 6", 20, 1);
    delete("in tail 6");
    store.commit(null).join();
    put("in tail 6", 20, 2); // of its length, back where it was
    rebuild("g");
    return restored("a rebuild with holes in its tail");
  }

  private void open() {
    store = Store.open(directory, OPTIONS);
    tree = store.tree("t");
  }

  private static byte[] key(String name) {
    return name.getBytes(StandardCharsets.US_ASCII);
  }

  private void put(String name, int length, int content) {
    byte[] value = new byte[length];
    Arrays.fill(value, (byte) content);
    tree.put(key(name), value);
    model.put(name, (byte) content);
  }

  private void delete(String name) {
    tree.delete(key(name));
    model.remove(name);
  }

  /** Fills the tail until the page has been rebuilt; small, so that pieces stay deltas. */
  private void rebuild(String names) {
    long before = store.metrics().consolidations();
    for (int i = 0; store.metrics().consolidations() == before; i++) {
      put(names + i, 1, 1);
    }
  }

  private String restored(String what) {
    store.commit(null).join();
    store.close();
    open();
    for (String name : model.keySet()) {
      if (tree.get(key(name)) == null) {
        return "failed at " + what + ": '" + name + "' is lost";
      }
    }
    try (Cursor cursor = tree.cursor(KeyRange.all())) {
      while (cursor.next()) {
        String name = new String(cursor.key(), StandardCharsets.US_ASCII);
        Byte content = cursor.value()[0];
        if (!Objects.equals(content, model.get(name))) {
          return "failed at " + what + ": '" + name + "' has " + content;
        }
      }
    }
    return null;
  }
}
