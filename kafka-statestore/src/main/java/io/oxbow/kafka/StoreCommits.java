// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.kafka;

import io.oxbow.Checkpoint;
import io.oxbow.Durability;
import io.oxbow.Store;
import io.oxbow.StoreException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.query.Position;

/**
 * What of an open store is committed: offsets, position, and whether there is anything new to
 * publish. Used by the one writer, but for {@link #offset} and {@link #position}, which are for
 * all.
 */
final class StoreCommits {
  private final String name;
  private final StoreFormat format;
  private final Store engine;
  private final CommitSchedule schedule;
  private final Map<TopicPartition, Long> offsets = new ConcurrentHashMap<>();
  private final Position position;

  private long writes;
  private long writesAtPublished;
  private byte[] published;
  private long writesAtDeferred;
  private byte[] deferred;
  private CompletableFuture<Checkpoint> inFlight;

  /**
   * Takes over what the engine recovered.
   *
   * @throws ProcessorStateException if that was written for another format, or by somebody else
   */
  StoreCommits(String name, StoreFormat format, Durability durability, Store engine) {
    this.name = name;
    this.format = format;
    this.engine = engine;
    schedule = new CommitSchedule(durability);
    published = engine.metadata();
    if (published == null) {
      position = Position.emptyPosition();
    } else {
      CommitMetadata recovered = recovered();
      offsets.putAll(recovered.offsets());
      position = recovered.position();
    }
  }

  private CommitMetadata recovered() {
    String who = "Store " + name + " at " + engine.directory() + " ";
    CommitMetadata metadata;
    try {
      metadata = CommitMetadata.decode(published);
    } catch (IllegalArgumentException e) {
      throw new ProcessorStateException(
          who + e.getMessage() + ". Move the directory away, or use the Oxbow that wrote it.", e);
    }
    if (metadata.format() != format) {
      throw new ProcessorStateException(
          who
              + "holds "
              + metadata.format().label()
              + " values and was opened for "
              + format.label()
              + " ones. Use "
              + metadata.format().supplier()
              + " again, or delete the directory: Streams then restores the store from its"
              + " changelog in the new format.");
    }
    return metadata;
  }

  /** The live position, advanced by the writer. */
  Position position() {
    return position;
  }

  /** The changelog offset last committed for a partition, or {@code null}. */
  Long offset(TopicPartition partition) {
    return offsets.get(partition);
  }

  /** To be called with each write. */
  void wrote() {
    writes++;
  }

  /**
   * Makes the present content the one that a crash goes back to, together with the offsets and the
   * position. Publication goes on in the background.
   *
   * @param changes offsets to set; a {@code null} value erases its partition, an empty map all
   * @throws ProcessorStateException if the commit before this one could not be published
   * @throws StoreException if the engine refuses this one
   */
  void commit(Map<TopicPartition, Long> changes) {
    failIfLastFailed();
    boolean erases = apply(changes);
    byte[] metadata = new CommitMetadata(format, offsets, position).encode();
    if (writes == writesAtPublished && Arrays.equals(metadata, published)) {
      deferred = null;
      return; // nothing has changed since: an idle task costs no I/O
    }
    if (erases || schedule.isDue(writes - writesAtPublished, System.nanoTime())) {
      publish(metadata);
    } else {
      deferred = metadata;
      writesAtDeferred = writes;
    }
  }

  /** Publishes a commit that was put off, unless a write has overtaken it. */
  void beforeClose() {
    if (deferred != null && writes == writesAtDeferred) {
      publish(deferred);
    }
  }

  /** Takes over offsets; true if any was erased, which must not be put off. */
  private boolean apply(Map<TopicPartition, Long> changes) {
    boolean erases = false;
    if (changes.isEmpty()) {
      erases = !offsets.isEmpty();
      offsets.clear();
    }
    for (Map.Entry<TopicPartition, Long> change : changes.entrySet()) {
      if (change.getValue() != null) {
        offsets.put(change.getKey(), change.getValue());
      } else {
        erases |= offsets.remove(change.getKey()) != null;
      }
    }
    return erases;
  }

  private void publish(byte[] metadata) {
    inFlight = engine.commit(metadata);
    published = metadata;
    writesAtPublished = writes;
    deferred = null;
    schedule.published(System.nanoTime());
  }

  private void failIfLastFailed() {
    if (inFlight == null || !inFlight.isCompletedExceptionally()) {
      return;
    }
    Throwable cause = inFlight.handle((checkpoint, e) -> e).join();
    throw new ProcessorStateException(
        "The last commit of store "
            + name
            + " was not published: "
            + cause.getMessage()
            + ". The commit before it stays valid; check the disk and restart.",
        cause);
  }
}
