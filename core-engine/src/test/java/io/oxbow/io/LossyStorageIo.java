// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.SortedMap;

/** A disk whose user forgets to force files, or names: a planted bug. */
public final class LossyStorageIo implements StorageIo {
  private final StorageIo io;
  private final boolean files;
  private final boolean names;

  private LossyStorageIo(StorageIo io, boolean files, boolean names) {
    this.io = io;
    this.files = files;
    this.names = names;
  }

  /** Forces of files do nothing. */
  public static StorageIo withoutFileForces(StorageIo io) {
    return new LossyStorageIo(io, false, true);
  }

  /** Forces of the directory do nothing. */
  public static StorageIo withoutDirectoryForces(StorageIo io) {
    return new LossyStorageIo(io, true, false);
  }

  @Override
  public StorageFile open(String name, OpenMode mode) throws IOException {
    StorageFile file = io.open(name, mode);
    return files ? file : new LossyFile(file);
  }

  @Override
  public SortedMap<String, Long> list() throws IOException {
    return io.list();
  }

  @Override
  public void delete(String name) throws IOException {
    io.delete(name);
  }

  @Override
  public void link(Path sourceDirectory, String name) throws IOException {
    io.link(sourceDirectory, name);
  }

  @Override
  public void forceDirectory() throws IOException {
    if (names) {
      io.forceDirectory();
    }
  }

  @Override
  public void close() throws IOException {
    io.close();
  }

  private record LossyFile(StorageFile file) implements StorageFile {
    @Override
    public String name() {
      return file.name();
    }

    @Override
    public long lengthAtOpen() {
      return file.lengthAtOpen();
    }

    @Override
    public int read(long position, ByteBuffer into) throws IOException {
      return file.read(position, into);
    }

    @Override
    public void write(long position, ByteBuffer from) throws IOException {
      file.write(position, from);
    }

    @Override
    public void force() {
      // forgotten
    }

    @Override
    public void endWrites() {
      file.endWrites();
    }

    @Override
    public void close() {
      file.close();
    }
  }
}
