// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A store of one column in a directory of its own, filled in random order, gone after close. */
final class LoadedStore implements AutoCloseable {
  /** A prime above every number of keys: multiples of it, modulo that number, meet each id once. */
  private static final long STEP = 2_654_435_761L;

  private static LoadedStore shared;

  final Contender contender;
  final Ledger ledger;
  final int keys;
  final long loadNanosPerKey;
  private final Path directory;
  private long rows;

  /** Opens the column's store below {@code parent} and puts ids 0 to keys - 1. */
  LoadedStore(Column column, int keys, long memoryBytes, long checkpointMillis, Path parent) {
    if (keys <= 0 || keys % Records.PER_PREFIX != 0) {
      throw new IllegalArgumentException("keys must be a multiple of 10 above 0, not " + keys);
    }
    try {
      Files.createDirectories(parent);
      directory = Files.createTempDirectory(parent, column.option + "-");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a directory in " + parent, e);
    }
    this.keys = keys;
    ledger = new Ledger(keys);
    contender = column.open(directory, memoryBytes, checkpointMillis);
    long start = System.nanoTime();
    fill();
    loadNanosPerKey = (System.nanoTime() - start) / keys;
  }

  private void fill() {
    byte[] key = new byte[Records.KEY_BYTES];
    byte[] value = new byte[Records.VALUE_BYTES];
    for (long i = 0; i < keys; i++) {
      long id = i * STEP % keys;
      Records.key(id, key);
      Records.value(id, 0, value);
      contender.put(key, value);
    }
  }

  /** Makes this store the one that benchmarks of this JVM run on. */
  void share() {
    shared = this;
  }

  /** The store to run on, or null when each benchmark is to load its own. */
  static LoadedStore shared() {
    return shared;
  }

  /** Operations of the next row. */
  Operations nextRow() {
    contender.beforeRow();
    return new Operations(contender, keys, ++rows);
  }

  /**
   * Reads everything back.
   *
   * @throws WrongAnswerException unless it is what was written
   */
  void verify() {
    ledger.verify(contender);
  }

  @Override
  public void close() {
    try {
      contender.close();
    } finally {
      delete();
    }
  }

  private void delete() {
    try (Stream<Path> files = Files.walk(directory)) {
      List<Path> deepestFirst =
          files.sorted(Comparator.reverseOrder()).collect(Collectors.toList());
      for (Path file : deepestFirst) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + directory, e);
    }
  }
}
