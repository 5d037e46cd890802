// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.checkpoint;

import io.oxbow.page.MergeRule;
import io.oxbow.tree.BwTree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** The named trees of a store. Names are bound and unbound under a lock, looked up without. */
public final class TreeTable {
  /** A tree and what the manifest says of it. */
  public record Named(BwTree tree, ManifestTree entry) {}

  /** Makes the tree of an id. */
  interface Factory {
    BwTree create(int id, int rule);
  }

  private static final int MAX_NAME_BYTES = 65_535;

  private final Factory factory;
  private final Map<String, Named> byName = new ConcurrentHashMap<>();
  private final Map<Integer, BwTree> byId = new ConcurrentHashMap<>();
  private int nextId = 1;

  TreeTable(Factory factory) {
    this.factory = factory;
  }

  /** The tree of this name, or null. */
  public Named find(String name) {
    return byName.get(name);
  }

  /** The tree with this id, dropped ones included while their pages are about; else null. */
  public BwTree byId(int id) {
    return byId.get(id);
  }

  /** Every tree that has or had pages, dropped ones included. */
  List<BwTree> all() {
    return new ArrayList<>(byId.values());
  }

  /** Rule of a tree that has or had pages. */
  int ruleOf(int id) {
    BwTree tree = byId.get(id);
    return tree == null ? MergeRule.of(MergeRule.NONE, -1) : tree.rule();
  }

  /** The names bound now, sorted. */
  public Set<String> names() {
    return new TreeMap<>(byName).navigableKeySet();
  }

  /** Binds a new tree without pages; its caller gives it pages before anyone can see it. */
  synchronized Named prepare(String name, int operator, int delimiter) {
    if (name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
      throw new IllegalArgumentException(
          "a tree's name is at most " + MAX_NAME_BYTES + " bytes of UTF-8");
    }
    int id = nextId++;
    return restored(new ManifestTree(id, name, operator, delimiter, new byte[0]));
  }

  /** A tree of the manifest, not bound yet. */
  synchronized Named restored(ManifestTree entry) {
    nextId = Math.max(nextId, entry.id() + 1);
    int rule = MergeRule.of(entry.mergeOperator(), entry.delimiter());
    BwTree tree = factory.create(entry.id(), rule);
    byId.put(entry.id(), tree);
    return new Named(tree, entry);
  }

  /** Makes a prepared tree visible; the one bound first wins. */
  Named bind(Named named) {
    Named first = byName.putIfAbsent(named.entry().name(), named);
    return first == null ? named : first;
  }

  /** Unbinds a name; null when it was not bound. */
  Named unbind(String name) {
    return byName.remove(name);
  }

  /** What a manifest lists, by id. */
  List<ManifestTree> entries() {
    Map<Integer, ManifestTree> sorted = new TreeMap<>();
    byName.values().forEach(n -> sorted.put(n.entry().id(), n.entry()));
    return new ArrayList<>(sorted.values());
  }
}
