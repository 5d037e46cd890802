// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.checkpoint;

import io.oxbow.StoreException;
import io.oxbow.StoreFailedException;
import io.oxbow.cache.Dependencies;
import io.oxbow.cache.PageFlusher;
import io.oxbow.cache.PageLoader;
import io.oxbow.cache.PageSpace;
import io.oxbow.cache.Versions;
import io.oxbow.io.FileIds;
import io.oxbow.io.StorageIo;
import io.oxbow.log.Location;
import io.oxbow.log.LogOptions;
import io.oxbow.log.LogStore;
import io.oxbow.memory.Epochs;
import io.oxbow.page.ValueSpace;
import io.oxbow.tree.BwTree;
import io.oxbow.tree.MergeQueue;
import io.oxbow.tree.Scratches;
import io.oxbow.tree.TreeValidator;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One open store: puts the rooms together, runs their maintenance, and owns the order of opening,
 * failing and closing.
 *
 * <p>Maintenance is a sequence of short steps, one at a time, each under the maintenance lock: a
 * batch of pages flushed, a publish, a batch of merges. Nobody waits for the lock under a pin.
 */
public final class Engine {
  private final EngineOptions options;
  private final StorageIo io;
  private final FileIds ids;
  private final PageSpace space;
  private final LogStore log;
  private final Epochs reads = new Epochs(ref -> {});
  private final PageLoader loader;
  private final Dependencies dependencies;
  private final MappingState mapping;
  private final TreeTable trees;
  private final CheckpointQueue checkpoints;
  private final MergeQueue merges;
  private final FileKeeper keeper;
  private final Publisher publisher;
  private final Maintenance maintenance;
  private final AtomicBoolean tidy = new AtomicBoolean();
  private volatile StoreFailedException failure;

  private Engine(StorageIo io, FileIds ids, EngineOptions options) {
    this.io = io;
    this.ids = ids;
    this.options = options;
    LogHolder holder = new LogHolder();
    Executor helpers = options.threads().helpers();
    space =
        new PageSpace(
            options.budget(), holder, helpers == LogOptions.IN_THE_CALLER ? null : helpers);
    int bufferBytes = (int) Math.max(16 << 10, Math.min(2 << 20, options.budget().limit() / 128));
    log =
        new LogStore(
            io,
            ids,
            LogOptions.defaults()
                .withSegmentBytes(options.segmentBytes())
                .withBufferBytes(Math.min(bufferBytes, options.segmentBytes()))
                .withMemory(this::charge)
                .withWrites(helpers)
                .withVersion(() -> space.versions().current()));
    holder.log = log;
    loader = new PageLoader(space, log, reads, this::charge, this::fail);
    dependencies = new Dependencies(log, () -> space.versions().current());
    mapping = new MappingState(io, ids, log, space.table().named());
    Scratches scratches = new Scratches();
    trees =
        new TreeTable(
            (id, rule) ->
                new BwTree(
                    space,
                    loader,
                    scratches,
                    new BwTree.Config(options.sizes(), id, rule, options.strictlyLatchFree())));
    keeper = new FileKeeper(io, log, space.versions(), reads);
    publisher = new Publisher(io, ids, log, mapping, keeper);
    merges = new MergeQueue(space, trees::byId, this::forget);
    PageFlusher flusher = new PageFlusher(space, log, loader, dependencies, trees::ruleOf);
    checkpoints =
        new CheckpointQueue(
            space, flusher, merges::flushed, mapping, trees, publisher, options.flushBatch());
    maintenance =
        new Maintenance(
            options.threads(), options.name(), this::step, this::fail, checkpoints::complete);
  }

  /** The log exists only after the space; leases go through here. */
  private static final class LogHolder implements ValueSpace.Leases {
    private LogStore log;

    @Override
    public void lease(int segmentIndex) {
      log.lease(Location.of(segmentIndex, 1));
    }

    @Override
    public void release(int segmentIndex) {
      log.release(Location.of(segmentIndex, 1));
    }
  }

  /**
   * Opens the newest checkpoint of a directory, or an empty store where there is none. Takes the
   * storage over: it is closed with the engine, or at once when this fails.
   */
  public static Engine open(StorageIo io, FileIds ids, EngineOptions options) {
    return start(io, ids, options, Engine::recover);
  }

  /** Opens a new store over the files of other checkpoints. */
  public static Engine adopt(
      StorageIo io, FileIds ids, EngineOptions options, List<AdoptedRange> sources) {
    return start(io, ids, options, engine -> engine.adoptAll(sources));
  }

  /** Throws when the directory holds no store but files that are not ours. */
  public static void refuseForeign(StorageIo io, String store) {
    FileKeeper.refuseForeign(io, store);
  }

  private interface Start {
    void run(Engine engine);
  }

  private static Engine start(StorageIo io, FileIds ids, EngineOptions options, Start start) {
    Engine engine = null;
    boolean done = false;
    try {
      FileKeeper.refuseForeign(io, options.name());
      engine = new Engine(io, ids, options);
      start.run(engine);
      done = true;
      return engine;
    } finally {
      if (!done) {
        if (engine != null) {
          engine.freeAll();
        } else {
          closeQuietly(io);
        }
      }
    }
  }

  private static void closeQuietly(StorageIo io) {
    try {
      io.close();
    } catch (IOException e) {
      // the failure that led here is the one to report
    }
  }

  private void recover() {
    Published opened = publisher.opened();
    if (opened != null) {
      keeper.published(opened);
      new Recovery(this).recover(opened);
    }
    keeper.deleteOrphans(
        opened); // last: an older checkpoint may be what is left of a damaged store
  }

  private void adoptAll(List<AdoptedRange> sources) {
    if (publisher.opened() != null) {
      throw new StoreException(
          "adopt needs an absent or empty directory, but this one holds a store: open it, or"
              + " choose another directory");
    }
    keeper.deleteOrphans(null);
    new Adoption(this).adopt(sources);
  }

  private void charge(long bytes) {
    if (bytes < 0) {
      options.budget().release(-bytes);
    } else if (!options.budget().tryCharge(bytes)) {
      throw loader.noRoom(bytes);
    }
  }

  StorageIo io() {
    return io;
  }

  public PageSpace space() {
    return space;
  }

  public LogStore log() {
    return log;
  }

  PageLoader loader() {
    return loader;
  }

  Dependencies dependencies() {
    return dependencies;
  }

  MappingState mapping() {
    return mapping;
  }

  public TreeTable trees() {
    return trees;
  }

  public EngineOptions options() {
    return options;
  }

  /** The newest durable checkpoint, or null. */
  public Published newest() {
    return keeper.newest();
  }

  /** Finds or makes a tree. */
  public TreeTable.Named tree(String name, int operator, int delimiter) {
    TreeTable.Named found = trees.find(name);
    if (found != null) {
      return found;
    }
    int read = loader.beginRead(); // pages are made outside a pin
    try {
      TreeTable.Named made = trees.prepare(name, operator, delimiter);
      if (!made.tree().createEmpty()) {
        loader.makeRoom(1024);
        if (!made.tree().createEmpty()) {
          throw loader.noRoom(1024);
        }
      }
      TreeTable.Named bound = trees.bind(made);
      return bound; // the loser's empty pages belong to a tree no manifest will list
    } finally {
      loader.endRead(read);
    }
  }

  /** Empties a tree and forgets its name. */
  public void dropTree(String name) {
    TreeTable.Named named = trees.unbind(name);
    if (named != null) {
      named.tree().deleteRange(new byte[0], null);
      wake();
    }
  }

  /** Cuts now and publishes later. */
  public CompletableFuture<Published> checkpoint(byte[] metadata, boolean retained) {
    space.epochs().unpin(space.epochs().pin()); // refused when closed or failed
    CompletableFuture<Published> future = checkpoints.request(metadata, retained);
    wake();
    return future;
  }

  /** Checkpoints made durable since open. */
  public long publishedCount() {
    return publisher.count();
  }

  /** The files of a retained checkpoint may go. */
  public void release(Published published) {
    keeper.release(published);
    wake();
  }

  /** Registers a snapshot of now; what it says is fixed when this returns. */
  public Versions.Hold openSnapshot() {
    int pin = space.epochs().pin();
    Versions.Hold hold;
    try {
      hold = space.versions().cut();
    } finally {
      space.epochs().unpin(pin);
    }
    space.epochs().drain();
    return hold;
  }

  public void closeSnapshot(Versions.Hold hold) {
    space.versions().release(hold);
    wake();
  }

  /** Sees to it that maintenance looks again soon. */
  public void wake() {
    tidy.set(true);
    maintenance.schedule();
  }

  private boolean step() {
    if (checkpoints.step()) {
      return true;
    }
    if (tidy.getAndSet(false)) {
      if (merges.run(options.flushBatch())) {
        tidy.set(true);
        return true;
      }
      keeper.dropUnneeded();
    }
    return false;
  }

  /** A merged page is gone: the next mapping says so. */
  private void forget(long pid) {
    mapping.removed(pid);
    dependencies.set(pid, new int[0]);
  }

  /** The first failure is final: everything that is waiting and every later call gets it. */
  private synchronized void fail(StoreFailedException cause) {
    if (failure != null) {
      return;
    }
    failure = cause;
    StoreFailedException reason =
        new StoreFailedException(
            "store "
                + options.name()
                + " has failed ("
                + cause.getMessage()
                + "); close it and open it again: it opens at its last published checkpoint",
            cause);
    space.epochs().refuse(() -> reason);
    reads.refuse(() -> reason);
    checkpoints.failAll(reason);
    maintenance.schedule(); // answers what was waiting
  }

  /** The failure that ended this engine, or null. */
  public StoreFailedException failure() {
    return failure;
  }

  /** Runs {@code work} with maintenance standing still; for verification. */
  public void quietly(Runnable work) {
    maintenance.between(work);
  }

  /** Checks the structure of a store that no call is using; see {@link TreeValidator}. */
  public void validate() {
    quietly(() -> new TreeValidator(space, trees.all(), merges::isQueued).check());
  }

  /**
   * Refuses new operations, publishes every checkpoint asked for, frees all memory.
   *
   * @throws StoreFailedException when the store had failed or a publish failed now
   */
  public void close() {
    StoreException closed = new StoreException("store " + options.name() + " is closed");
    if (failure == null) {
      space.epochs().refuse(() -> new StoreException(closed.getMessage(), null));
      reads.refuse(() -> new StoreException(closed.getMessage(), null));
    }
    space.epochs().drain();
    maintenance.schedule();
    options.threads().await(() -> failure != null || checkpoints.isIdle());
    maintenance.stop();
    maintenance.between(
        () -> {
          reads.drain();
          checkpoints.failAll(closed);
          freeAll();
        });
    checkpoints.complete();
    if (failure != null) {
      throw failure;
    }
  }

  private void freeAll() {
    maintenance.stop();
    loader.close();
    log.close();
    space.close();
    publisher.close();
    closeQuietly(io);
  }
}
