// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.checkpoint;

import io.oxbow.StoreException;
import io.oxbow.StoreFailedException;
import io.oxbow.cache.MappingTable;
import io.oxbow.cache.PageFlusher;
import io.oxbow.cache.PageSpace;
import io.oxbow.cache.Versions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongConsumer;

/**
 * Cuts that were asked for, flushed strictly in version order, one at a time: drain, flush page by
 * page in PID order, publish. Asking is constant time; the rest is maintenance, in small steps.
 */
final class CheckpointQueue {
  /** Makes a flushed cut durable. */
  interface Publisher {
    Published publish(
        long version, byte[] metadata, List<ManifestTree> trees, long nextPid, boolean retained);
  }

  private static final class Request {
    private Versions.Hold cut;
    private byte[] metadata;
    private List<ManifestTree> trees;
    private boolean retained;
    private final List<CompletableFuture<Published>> futures = new ArrayList<>();
    private boolean drained;
    private long cursor = 1;
    private long limit;
    private long nextPid;

    boolean isAbandoned() {
      return futures.stream().allMatch(CompletableFuture::isCancelled);
    }
  }

  private final PageSpace space;
  private final PageFlusher flusher;
  private final LongConsumer afterFlush;
  private final MappingState mapping;
  private final TreeTable trees;
  private final Publisher publisher;
  private final int batch;
  private final ConcurrentLinkedQueue<Runnable> completions = new ConcurrentLinkedQueue<>();
  private final ArrayDeque<Request> waiting = new ArrayDeque<>();
  private volatile Request active;
  private Throwable ended;

  /**
   * @param afterFlush told each page that a cut has flushed and needs no more
   */
  CheckpointQueue(
      PageSpace space,
      PageFlusher flusher,
      LongConsumer afterFlush,
      MappingState mapping,
      TreeTable trees,
      Publisher publisher,
      int batch) {
    this.space = space;
    this.flusher = flusher;
    this.afterFlush = afterFlush;
    this.mapping = mapping;
    this.trees = trees;
    this.publisher = publisher;
    this.batch = batch;
  }

  /**
   * Cuts now. A request that is not to be retained takes over those like it that still wait: their
   * futures complete with it.
   */
  synchronized CompletableFuture<Published> request(byte[] metadata, boolean retained) {
    if (ended != null) {
      return CompletableFuture.failedFuture(ended);
    }
    Request request = new Request();
    request.cut = space.versions().cut();
    request.trees = trees.entries();
    request.metadata = metadata;
    request.retained = retained;
    CompletableFuture<Published> future = new CompletableFuture<>();
    request.futures.add(future);
    Request last = waiting.peekLast();
    if (!retained && last != null && !last.retained) {
      waiting.removeLast();
      request.futures.addAll(last.futures);
      space.versions().release(last.cut);
    }
    waiting.add(request);
    return future;
  }

  /** Whether nothing is asked for or under way. */
  synchronized boolean isIdle() {
    return active == null && waiting.isEmpty();
  }

  /** Does one step of the oldest request; false when there was nothing to do. */
  boolean step() {
    Request request;
    Throwable reason;
    synchronized (this) {
      active = active == null ? waiting.poll() : active;
      request = active;
      reason = ended;
    }
    if (request == null) {
      return false;
    }
    if (reason != null) {
      fail(request, reason); // a reader met a failing disk
      return false;
    }
    try {
      if (request.isAbandoned()) {
        finish(request);
      } else if (!request.drained) {
        drain(request);
      } else if (request.cursor < request.limit) {
        flush(request);
      } else {
        publish(request);
      }
    } catch (StoreFailedException e) {
      fail(request, e);
      throw e;
    } catch (StoreException e) {
      fail(request, e); // this checkpoint's failure, not the store's
    } catch (RuntimeException | Error e) {
      StoreFailedException failure =
          new StoreFailedException("checkpoint " + request.cut.version() + " failed: " + e, e);
      fail(request, failure);
      throw failure;
    }
    return true;
  }

  private void drain(Request request) {
    space.epochs().drain();
    MappingTable table = space.table();
    request.limit = table.limit(); // pages born up to the cut are below
    request.nextPid = request.limit;
    request.drained = true;
  }

  private void flush(Request request) {
    for (int n = 0; n < batch && request.cursor < request.limit; n++) {
      long pid = space.table().dirty().next(request.cursor, request.limit);
      if (pid < 0) {
        request.cursor = request.limit;
        request.cut.advance(request.limit);
        return;
      }
      flusher.flush(pid, request.cut.version(), mapping);
      request.cursor = pid + 1;
      request.cut.advance(pid + 1);
      afterFlush.accept(pid);
    }
  }

  private void publish(Request request) {
    Published published =
        publisher.publish(
            request.cut.version(),
            request.metadata,
            request.trees,
            request.nextPid,
            request.retained);
    finish(request);
    for (CompletableFuture<Published> future : request.futures) {
      completions.add(() -> future.complete(published));
    }
  }

  private void finish(Request request) {
    space.versions().release(request.cut);
    synchronized (this) {
      active = null;
    }
  }

  private void fail(Request request, Throwable cause) {
    finish(request);
    request.futures.forEach(f -> completions.add(() -> f.completeExceptionally(cause)));
  }

  /** The store has failed or is given up: nothing more is published. */
  synchronized void failAll(Throwable cause) {
    ended = cause;
    for (Request r; (r = waiting.poll()) != null; ) {
      space.versions().release(r.cut);
      Request request = r;
      request.futures.forEach(f -> completions.add(() -> f.completeExceptionally(cause)));
    }
  }

  /** Completes what the steps so far have decided: runs the callers' code, so without a lock. */
  void complete() {
    for (Runnable r; (r = completions.poll()) != null; ) {
      r.run();
    }
  }
}
