// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.kafka;

import io.oxbow.CorruptStoreException;
import io.oxbow.Cursor;
import io.oxbow.KeyRange;
import io.oxbow.Snapshot;
import io.oxbow.Store;
import io.oxbow.StoreException;
import io.oxbow.StoreMetrics;
import io.oxbow.StoreOptions;
import io.oxbow.Tree;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.query.Position;

/**
 * One life of a store between {@code init} and {@code close}: the engine, what was committed, and
 * the iterators. Reads take no lock and may come from any thread, also while the store closes;
 * writes and commits come from one thread at a time, as Streams guarantees.
 */
final class OpenStore {
  private static final String TREE = "kv";

  /** Up to this many keys the engine's estimate, made for pages full of them, says little. */
  private static final long TINY = 100;

  /** From so many writes on, a batch may fill pages of its own. */
  private static final int MANY = 64;

  private final String name;
  private final ProcessMemory.Share memory;
  private final Store engine;
  private final Tree tree;
  private final StoreCommits commits;
  private final OpenIterators iterators;
  private volatile boolean closed;

  private OpenStore(
      String name, StoreFormat format, OxbowConfig config, ProcessMemory.Share memory, Path dir) {
    this.name = name;
    this.memory = memory;
    iterators = new OpenIterators(name);
    engine =
        Store.open(
            dir,
            StoreOptions.builder()
                .memory(memory.budget())
                .durability(config.durability())
                .name(name)
                .build());
    try {
      commits = new StoreCommits(name, format, config.durability(), engine);
      tree = engine.tree(TREE);
    } catch (RuntimeException e) {
      engine.close();
      throw e;
    }
  }

  /**
   * Opens the store of a directory at its last published commit, or an empty one.
   *
   * @throws ProcessorStateException if the directory holds something else, is damaged, or the disk
   *     or the memory budget fails
   */
  static OpenStore open(String name, StoreFormat format, OxbowConfig config, Path directory) {
    ProcessMemory.Share memory = ProcessMemory.share(config.memoryBytes());
    try {
      return new OpenStore(name, format, config, memory, directory);
    } catch (CorruptStoreException e) {
      memory.close();
      throw new ProcessorStateException(
          "Store "
              + name
              + " at "
              + directory
              + " is damaged: "
              + e.getMessage()
              + ". Delete the directory; Streams then restores the store from its changelog.",
          e);
    } catch (StoreException e) {
      memory.close();
      throw new ProcessorStateException(
          "Store " + name + " at " + directory + " cannot be opened: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      memory.close();
      throw e;
    }
  }

  /** The live position, advanced by the writer. */
  Position position() {
    return commits.position();
  }

  byte[] get(byte[] key) {
    try {
      return tree.get(key);
    } catch (StoreException e) {
      throw failure("read from", e);
    }
  }

  /** Writes, or deletes for a {@code null} value. */
  void put(byte[] key, byte[] value) {
    commits.wrote();
    try {
      if (value == null) {
        tree.delete(key);
      } else {
        tree.put(key, value);
      }
    } catch (StoreException e) {
      throw failure("write to", e);
    }
  }

  /** Begins a batch of so many writes; until it is closed, nothing else may be written. */
  WriteBatch batch(int writes) {
    return new WriteBatch(this, commits, writes < MANY ? null : tree.bulkLoad());
  }

  /** An iterator over the store as it is now, whatever happens to the store later. */
  SnapshotIterator iterate(KeyRange range) {
    try {
      Snapshot snapshot = engine.snapshot();
      SnapshotIterator iterator;
      try {
        iterator = new SnapshotIterator(this, iterators, snapshot, snapshot.cursor(tree, range));
      } catch (RuntimeException e) {
        snapshot.close();
        throw e;
      }
      return iterators.add(iterator);
    } catch (StoreException e) {
      throw failure("iterate over", e);
    }
  }

  /** An estimate, but exact for a store that is tiny and not being written. */
  long approximateEntries() {
    try {
      long estimate = tree.approximateEntries();
      return estimate > TINY ? estimate : countUpTo(10 * TINY);
    } catch (StoreException e) {
      throw failure("count", e);
    }
  }

  private long countUpTo(long limit) {
    long count = 0;
    try (Cursor cursor = tree.cursor(KeyRange.all())) {
      while (count < limit && cursor.next()) {
        count++;
      }
    }
    return count;
  }

  Long committedOffset(TopicPartition partition) {
    return commits.offset(partition);
  }

  /** See {@link StoreCommits#commit}. */
  void commit(Map<TopicPartition, Long> changes) {
    try {
      commits.commit(changes);
    } catch (StoreException e) {
      throw failure("commit", e);
    }
  }

  int openIterators() {
    return iterators.size();
  }

  StoreMetrics metrics() {
    return engine.metrics();
  }

  boolean isClosed() {
    return closed;
  }

  /**
   * Publishes every commit asked for, and nothing written after the last one; then frees all.
   *
   * @throws ProcessorStateException if a commit could not be published; all is freed nevertheless
   */
  void close() {
    closed = true;
    iterators.closeAll();
    try {
      try {
        commits.beforeClose();
      } finally {
        engine.close();
      }
    } catch (StoreException e) {
      throw new ProcessorStateException(
          "Store "
              + name
              + " could not publish its last commit while closing: "
              + e.getMessage()
              + ". The commit before it stays valid.",
          e);
    } finally {
      memory.close();
    }
  }

  /** What a failure of the engine means to Streams: a closed store is not an I/O problem. */
  RuntimeException failure(String action, StoreException e) {
    if (closed) {
      return new InvalidStateStoreException("Store " + name + " is currently closed", e);
    }
    return new ProcessorStateException(
        "Could not " + action + " store " + name + ": " + e.getMessage(), e);
  }
}
