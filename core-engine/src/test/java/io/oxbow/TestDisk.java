// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow;

import io.oxbow.checkpoint.AdoptedRange;
import io.oxbow.checkpoint.Engine;
import io.oxbow.checkpoint.EngineOptions;
import io.oxbow.io.FileIds;
import io.oxbow.io.FileStorageIo;
import io.oxbow.io.SimulatedStorageIo;
import io.oxbow.io.StorageIo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/** Where the stores of a test live: a simulated disk, or directories of the real one. */
final class TestDisk {
  private final Path base;
  private SimulatedStorageIo simulated;
  private UnaryOperator<StorageIo> wrapper = io -> io;
  private long lives;
  private int directories;

  private TestDisk(Path base, SimulatedStorageIo simulated) {
    this.base = base;
    this.simulated = simulated;
  }

  static TestDisk simulated(SimulatedStorageIo io) {
    return new TestDisk(Path.of("simulated"), io);
  }

  /** A new directory below {@code base} now and after each {@link #nextDirectory}. */
  static TestDisk real(Path base) {
    return new TestDisk(base, null);
  }

  boolean isReal() {
    return simulated == null;
  }

  SimulatedStorageIo simulation() {
    return simulated;
  }

  /** From the next open on, the machine that came up again. */
  void replace(SimulatedStorageIo io) {
    simulated = io;
  }

  /** Another disk, whose stores draw other file ids than those so far. */
  TestDisk fork(SimulatedStorageIo io) {
    TestDisk fork = new TestDisk(base, io);
    fork.wrapper = wrapper;
    fork.lives = lives;
    return fork;
  }

  /** Puts something between engine and disk. */
  TestDisk through(UnaryOperator<StorageIo> between) {
    wrapper = between;
    return this;
  }

  Path directory() {
    return isReal() ? base.resolve("store-" + directories) : base;
  }

  Path nextDirectory() {
    directories++;
    return directory();
  }

  private StorageIo storage() {
    try {
      return wrapper.apply(isReal() ? FileStorageIo.open(directory(), true) : simulated);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private FileIds ids() {
    return isReal() ? FileIds.random() : new FileIds(++lives);
  }

  Engine open(EngineOptions options) {
    return Engine.open(storage(), ids(), options);
  }

  Engine adopt(EngineOptions options, List<AdoptedRange> sources) {
    return Engine.adopt(storage(), ids(), options, sources);
  }
}
