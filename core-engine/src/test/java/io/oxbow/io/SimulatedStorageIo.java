// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * A disk in memory that fails as told. Every operation is counted from 1; it can crash the machine,
 * or fail once or from then on. Same seed, same operations, same faults: same outcome. Thread-safe,
 * though only single-threaded runs replay.
 */
public final class SimulatedStorageIo implements StorageIo {
  private final Random random;
  private final FaultPlan plan = new FaultPlan();
  private final Map<Path, SimulatedStorageIo> mounts = new HashMap<>();
  private SortedMap<String, SimulatedFile> names = new TreeMap<>();
  private SortedMap<String, SimulatedFile> durableNames = new TreeMap<>();
  private Consumer<String> observer = operation -> {};
  private int openFiles;

  /** An empty directory. */
  public SimulatedStorageIo(long seed) {
    random = new Random(mix(seed));
  }

  /** Neighbouring seeds would give {@link Random} the same first booleans. */
  private static long mix(long seed) {
    long mixed = (seed + 0x9E3779B97F4A7C15L) * 0xBF58476D1CE4E5B9L;
    return mixed ^ mixed >>> 29;
  }

  // ---- faults

  /** The operation with this number, and all after it, find the machine down. */
  public synchronized SimulatedStorageIo crashAt(long operation) {
    plan.crashAt(operation);
    return this;
  }

  /** The operation with this number fails with an I/O error; with {@code forGood} all after too. */
  public synchronized SimulatedStorageIo failAt(long operation, boolean forGood) {
    plan.failAt(operation, forGood, "Input/output error (simulated)", false);
    return this;
  }

  /** From this operation on the disk is full, once or for good: what takes space fails. */
  public synchronized SimulatedStorageIo fullAt(long operation, boolean forGood) {
    plan.failAt(operation, forGood, "No space left on device (simulated)", true);
    return this;
  }

  /** Ends the effect of {@link #failAt} and {@link #fullAt}. */
  public synchronized SimulatedStorageIo failNoMore() {
    plan.failNoMore();
    return this;
  }

  /** Called before each operation, outside the lock, with what it is and the file's name. */
  public synchronized SimulatedStorageIo observe(Consumer<String> operations) {
    observer = operations;
    return this;
  }

  /** What a machine finds when it comes up again after losing power now. */
  public synchronized SimulatedStorageIo crash(CrashPolicy policy) {
    SortedMap<String, SimulatedFile> kept = new TreeMap<>();
    SortedSet<String> all = new TreeSet<>(names.keySet());
    all.addAll(durableNames.keySet());
    for (String name : all) {
      SimulatedFile before = durableNames.get(name);
      SimulatedFile after = names.get(name);
      boolean undo =
          policy == CrashPolicy.OLD || policy == CrashPolicy.MIXED && random.nextBoolean();
      SimulatedFile file = before != after && undo ? before : after;
      if (file != null) {
        kept.put(name, file.survivor(policy, random));
      }
    }
    return holding(kept);
  }

  /** Each sector and name on its own. */
  public SimulatedStorageIo crash() {
    return crash(CrashPolicy.MIXED);
  }

  /** What another process finds when this one was killed now: everything written. */
  public synchronized SimulatedStorageIo kill() {
    SimulatedStorageIo next = new SimulatedStorageIo(random.nextLong());
    Map<SimulatedFile, SimulatedFile> copies = new HashMap<>();
    names.forEach((n, f) -> next.names.put(n, copies.computeIfAbsent(f, SimulatedFile::copy)));
    durableNames.forEach(
        (n, f) -> next.durableNames.put(n, copies.computeIfAbsent(f, SimulatedFile::copy)));
    next.mounts.putAll(mounts);
    return next;
  }

  private SimulatedStorageIo holding(SortedMap<String, SimulatedFile> files) {
    SimulatedStorageIo next = new SimulatedStorageIo(random.nextLong());
    next.names = files;
    next.durableNames = new TreeMap<>(files);
    next.mounts.putAll(mounts);
    return next;
  }

  // ---- what tests look at and tamper with; not counted

  /** Operations so far. */
  public synchronized long operations() {
    return plan.operations();
  }

  /** Whether the crash asked for has happened. */
  public synchronized boolean isCrashed() {
    return plan.crashed();
  }

  /** Files opened and not closed. */
  public synchronized int openFiles() {
    return openFiles;
  }

  /** All names and lengths. */
  public synchronized SortedMap<String, Long> names() {
    SortedMap<String, Long> sizes = new TreeMap<>();
    names.forEach((name, file) -> sizes.put(name, (long) file.size()));
    return sizes;
  }

  /** A copy of a file's bytes. */
  public synchronized byte[] content(String name) {
    return names.get(name).content();
  }

  /** Puts a file there, durable, in place of any other of that name. */
  public synchronized void put(String name, byte[] content) {
    SimulatedFile file = SimulatedFile.holding(content);
    names.put(name, file);
    durableNames.put(name, file);
  }

  /** Takes a file away, durably. */
  public synchronized void remove(String name) {
    names.remove(name);
    durableNames.remove(name);
  }

  /** Damages one byte of a file at rest. */
  public synchronized void flip(String name, int offset, int mask) {
    names.get(name).flip(offset, mask);
  }

  /** Lets {@link #link} find another simulated directory under a path. */
  public synchronized void mount(Path path, SimulatedStorageIo other) {
    mounts.put(path, other);
  }

  // ---- StorageIo

  private synchronized Consumer<String> observer() {
    return observer;
  }

  private void announce(String operation) {
    observer().accept(operation);
  }

  /** Counts an operation, then fails if it is this one's turn. */
  private void step(String operation, boolean takesSpace) throws IOException {
    IOException failure = plan.next(operation, takesSpace);
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public StorageFile open(String name, OpenMode mode) throws IOException {
    if (FileNames.kindOf(name) == null) {
      throw new IllegalArgumentException("not the name of an Oxbow file: " + name);
    }
    announce("open " + name + " " + mode);
    synchronized (this) {
      SimulatedFile file = names.get(name);
      boolean create = mode == OpenMode.CREATE;
      IOException failure = plan.next("open " + name, create);
      boolean reached = failure == null || !plan.crashed() || plan.crashesNow();
      if (create && file == null && reached && (failure == null || random.nextBoolean())) {
        file = new SimulatedFile();
        names.put(name, file);
      } else if (create && failure == null) {
        throw new FileAlreadyExistsException(name);
      }
      if (failure != null) {
        throw failure;
      }
      if (file == null) {
        throw new NoSuchFileException(name);
      }
      openFiles++;
      return new Handle(name, file, mode != OpenMode.READ);
    }
  }

  @Override
  public SortedMap<String, Long> list() throws IOException {
    announce("list");
    synchronized (this) {
      step("list", false);
      return names();
    }
  }

  @Override
  public void delete(String name) throws IOException {
    announce("delete " + name);
    synchronized (this) {
      step("delete " + name, false);
      names.remove(name);
    }
  }

  @Override
  public void link(Path sourceDirectory, String name) throws IOException {
    announce("link " + name);
    SimulatedStorageIo source;
    synchronized (this) {
      step("link " + name, true);
      source = mounts.get(sourceDirectory);
    }
    SimulatedFile file = source == null ? null : source.copyOf(name);
    if (file == null) {
      throw new NoSuchFileException(sourceDirectory.resolve(name).toString());
    }
    synchronized (this) {
      if (names.putIfAbsent(name, file) != null) {
        throw new FileAlreadyExistsException(name);
      }
    }
  }

  private synchronized SimulatedFile copyOf(String name) {
    SimulatedFile file = names.get(name);
    return file == null ? null : file.copy();
  }

  @Override
  public void forceDirectory() throws IOException {
    announce("force directory");
    synchronized (this) {
      step("force directory", true);
      durableNames = new TreeMap<>(names);
    }
  }

  @Override
  public void close() {
    // nothing is held
  }

  /** An open file. */
  private final class Handle implements StorageFile {
    private final String name;
    private final SimulatedFile file;
    private final long lengthAtOpen;
    private boolean writable;
    private boolean closed;

    Handle(String name, SimulatedFile file, boolean writable) {
      this.name = name;
      this.file = file;
      this.lengthAtOpen = file.size();
      this.writable = writable;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public long lengthAtOpen() {
      return lengthAtOpen;
    }

    @Override
    public int read(long position, ByteBuffer into) throws IOException {
      announce("read " + name);
      synchronized (SimulatedStorageIo.this) {
        checkOpen();
        step("read " + name, false);
        return file.read(position, into);
      }
    }

    @Override
    public void write(long position, ByteBuffer from) throws IOException {
      announce("write " + name);
      synchronized (SimulatedStorageIo.this) {
        checkOpen();
        if (!writable) {
          throw new IllegalStateException(name + " is not open for writing");
        }
        IOException failure = plan.next("write " + name, true);
        if (failure == null || plan.crashesNow()) {
          file.write(position, from, from.remaining());
        } else if (!plan.crashed()) {
          file.write(position, from, random.nextInt(from.remaining() + 1));
        }
        if (failure != null) {
          throw failure;
        }
      }
    }

    @Override
    public void force() throws IOException {
      announce("force " + name);
      synchronized (SimulatedStorageIo.this) {
        checkOpen();
        IOException failure = plan.next("force " + name, true);
        if (failure == null) {
          file.force();
          return;
        }
        if (!plan.crashed()) {
          file.forceFailing(random);
        }
        throw failure;
      }
    }

    @Override
    public void endWrites() {
      synchronized (SimulatedStorageIo.this) {
        writable = false;
      }
    }

    @Override
    public void close() {
      synchronized (SimulatedStorageIo.this) {
        if (!closed) {
          closed = true;
          openFiles--;
        }
      }
    }

    private void checkOpen() throws IOException {
      if (closed) {
        throw new ClosedChannelException();
      }
    }
  }
}
