// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow;

import io.oxbow.cache.PageStats;
import io.oxbow.checkpoint.AdoptedRange;
import io.oxbow.checkpoint.Engine;
import io.oxbow.checkpoint.EngineOptions;
import io.oxbow.checkpoint.Published;
import io.oxbow.checkpoint.TreeTable;
import io.oxbow.io.FileIds;
import io.oxbow.io.FileStorageIo;
import io.oxbow.io.FileVerifier;
import io.oxbow.io.StorageFailure;
import io.oxbow.io.StorageIo;
import io.oxbow.log.Segment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A directory of named {@link Tree trees}: opened by one process at a time, used by any number of
 * threads. Writes are in memory at once and on disk with the next {@link #checkpoint()} or {@link
 * #commit}, which are all or nothing: after a crash the store opens exactly at the last one that
 * was published.
 */
public final class Store implements AutoCloseable {
  private final Engine engine;
  private final Path directory;
  private final StoreOptions options;
  private final ConcurrentHashMap<String, Tree> trees = new ConcurrentHashMap<>();
  private final AtomicBoolean open = new AtomicBoolean(true);

  private Store(Engine engine, Path directory, StoreOptions options) {
    this.engine = engine;
    this.directory = directory;
    this.options = options;
  }

  /**
   * Opens the store of a directory at its last published checkpoint, or a new one where the
   * directory is absent or empty.
   *
   * @throws StoreException when another process has it open, or it holds files that are not Oxbow's
   * @throws CorruptStoreException when what is there is damaged or of a newer format
   */
  public static Store open(Path directory, StoreOptions options) {
    Objects.requireNonNull(directory, "directory is null");
    Objects.requireNonNull(options, "options are null; use StoreOptions.builder()");
    StorageIo io = storage(directory, options);
    return new Store(
        Engine.open(io, FileIds.random(), engineOptions(directory, options)), directory, options);
  }

  /**
   * Opens a new store in an absent or empty directory over the files of other checkpoints, each
   * restricted to a key range: files are hard-linked (copied where that is impossible) under their
   * own names after their checksums were verified, no record is rewritten, trees are joined by
   * name. Nothing of it is durable before the first checkpoint or commit is published.
   *
   * @throws StoreException when the directory holds a store, or trees do not fit together
   * @throws CorruptStoreException when a file is missing, damaged or of a newer format
   * @throws IllegalArgumentException when key ranges overlap
   */
  public static Store adopt(Path directory, List<AdoptionSource> sources, StoreOptions options) {
    Objects.requireNonNull(directory, "directory is null");
    Objects.requireNonNull(options, "options are null; use StoreOptions.builder()");
    Objects.requireNonNull(sources, "sources are null");
    List<AdoptedRange> ranges = new ArrayList<>();
    for (AdoptionSource s : sources) {
      ranges.add(new AdoptedRange(s.directory(), s.manifest(), s.fromInclusive(), s.toExclusive()));
    }
    StorageIo io = storage(directory, options);
    return new Store(
        Engine.adopt(io, FileIds.random(), engineOptions(directory, options), ranges),
        directory,
        options);
  }

  /** A store over an engine that was opened in another way: for tests on a simulated disk. */
  static Store over(Engine engine, Path directory, StoreOptions options) {
    return new Store(engine, directory, options);
  }

  private static StorageIo storage(Path directory, StoreOptions options) {
    try {
      if (FileStorageIo.isPresent(directory)) {
        try (StorageIo before = FileStorageIo.readOnly(directory)) {
          Engine.refuseForeign(before, directory.toString()); // before a lock file is left in it
        }
      }
      return FileStorageIo.open(directory, options.directWrites());
    } catch (IOException e) {
      throw new StoreException(
          "cannot use "
              + directory
              + " as a store's directory: "
              + e
              + "; check that it is a directory this process may write to",
          e);
    }
  }

  private static EngineOptions engineOptions(Path directory, StoreOptions o) {
    String name = o.name().isEmpty() ? directory.toString() : o.name();
    return EngineOptions.of(name, o.memory().budget(), o.segmentBytes(), o.strictlyLatchFree());
  }

  /** The tree of this name; made, without a merge operator, where there is none. */
  public Tree tree(String name) {
    return tree(name, TreeOptions.plain(), false);
  }

  /**
   * The tree of this name; made with these options where there is none.
   *
   * @throws StoreException when it exists with other options
   */
  public Tree tree(String name, TreeOptions treeOptions) {
    Objects.requireNonNull(treeOptions, "options are null; use TreeOptions.plain()");
    return tree(name, treeOptions, true);
  }

  private Tree tree(String name, TreeOptions wanted, boolean check) {
    Objects.requireNonNull(name, "a tree's name is null");
    requireUsable();
    Tree known = trees.get(name);
    if (known == null) {
      TreeTable.Named named =
          engine.tree(name, wanted.mergeOperator().ordinal(), wanted.delimiter());
      known = trees.computeIfAbsent(name, n -> new Tree(engine, named));
    }
    if (check && !known.options().equals(wanted)) {
      throw new StoreException(
          "tree '"
              + name
              + "' exists with "
              + known.options()
              + ", not "
              + wanted
              + "; use its own options or another name");
    }
    return known;
  }

  private void requireUsable() {
    if (engine.failure() != null) {
      throw engine.failure();
    }
    if (!open.get()) {
      throw new StoreException("store " + engine.options().name() + " is closed");
    }
  }

  /** Whether there is a tree of this name. */
  public boolean hasTree(String name) {
    requireUsable();
    return engine.trees().find(name) != null;
  }

  /** The trees' names, sorted; a copy. */
  public Set<String> treeNames() {
    requireUsable();
    return engine.trees().names();
  }

  /** Empties and forgets a tree; no effect where there is none. Handles to it must not be used. */
  public void dropTree(String name) {
    requireUsable();
    trees.remove(name);
    engine.dropTree(name);
  }

  /** One moment of all trees, to be closed. Waits only for operations under way to end. */
  public Snapshot snapshot() {
    return new Snapshot(engine, engine.openSnapshot());
  }

  /** Like {@link #checkpoint(byte[])}, without metadata. */
  public CompletableFuture<Checkpoint> checkpoint() {
    return checkpoint(null);
  }

  /**
   * Cuts all trees now, in constant time, and publishes the cut in the background: every write that
   * returned before this call is in it, none that begins after it returns. Cancelling the future
   * abandons it.
   *
   * @param metadata kept in the same atom as the data; may be null
   * @return the checkpoint once it is durable; release it when its files are no longer needed
   */
  public CompletableFuture<Checkpoint> checkpoint(byte[] metadata) {
    return request(metadata, true);
  }

  /**
   * Like {@link #checkpoint(byte[])}, but what is published is not retained: its files live until a
   * later one supersedes them. Commits that wait behind a running one are published as one, with
   * the newest metadata.
   */
  public CompletableFuture<Checkpoint> commit(byte[] metadata) {
    return request(metadata, false);
  }

  private CompletableFuture<Checkpoint> request(byte[] metadata, boolean retained) {
    requireUsable();
    CompletableFuture<Published> future =
        engine.checkpoint(metadata == null ? null : metadata.clone(), retained);
    CompletableFuture<Checkpoint> result =
        future.thenApply(p -> new Checkpoint(engine, p, directory));
    result.whenComplete(
        (c, e) -> {
          if (result.isCancelled() && !future.cancel(false) && retained) {
            future.thenAccept(engine::release); // too late to abandon, but nobody will release it
          }
        });
    return result;
  }

  /** A copy of the newest published metadata (after open: that of the recovered one), or null. */
  public byte[] metadata() {
    Published newest = engine.newest();
    byte[] metadata = newest == null ? null : newest.manifest().metadata();
    return metadata == null ? null : metadata.clone();
  }

  /** Counters as of now. */
  public StoreMetrics metrics() {
    PageStats s = engine.space().stats();
    List<Segment> segments = engine.log().segments();
    return new StoreMetrics(
        options.memory().usedBytes(),
        options.memory().limitBytes(),
        engine.space().arena().reservedBytes(),
        s.recordsWritten.sum(),
        engine.log().bytesWritten(),
        segments.size(),
        engine.log().segmentBytes(),
        s.loads.sum(),
        s.consolidations.sum(),
        s.splits.sum(),
        s.merges.sum(),
        s.preImages.sum(),
        s.overwrites.sum(),
        s.blindWrites.sum(),
        s.bulkLoaded.sum(),
        engine.publishedCount(),
        engine.space().versions().horizon().length);
  }

  /**
   * Reads the files of the newest published checkpoint and compares them with their checksums.
   *
   * @throws CorruptStoreException naming the first damaged file
   */
  public void verify() {
    requireUsable();
    engine.quietly(
        () -> {
          Published newest = engine.newest();
          if (newest == null) {
            return;
          }
          try (StorageIo io = FileStorageIo.readOnly(directory)) {
            newest.manifest().files().forEach(f -> FileVerifier.verify(io, f));
            FileVerifier.verify(io, newest.entry());
          } catch (IOException e) {
            throw StorageFailure.during("verify " + directory, e);
          }
        });
  }

  /** Whether operations are accepted. */
  public boolean isOpen() {
    return open.get() && engine.failure() == null;
  }

  /** Where the store's files are. */
  public Path directory() {
    return directory;
  }

  /**
   * Publishes every checkpoint and commit asked for so far, drops later writes, frees all memory.
   * Idempotent.
   *
   * @throws StoreFailedException when the store had failed or one of them could not be published
   */
  @Override
  public void close() {
    if (open.compareAndSet(true, false)) {
      engine.close();
    }
  }
}
