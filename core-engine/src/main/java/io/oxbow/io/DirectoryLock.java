// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.io;

import io.oxbow.StoreException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The exclusive claim on a directory, against other processes and other handles of this one. It
 * ends with the process, so a crash leaves no stale lock. Thread-safe.
 */
final class DirectoryLock implements AutoCloseable {
  private static final Set<Path> HELD = new HashSet<>();

  /**
   * Closing any channel on a lock file gives up this process's lock on it, whoever took it. So a
   * channel that met a lock held through another class loader stays open for good.
   */
  private static final List<FileChannel> NEVER_CLOSED = new ArrayList<>();

  private final Path directory;
  private final FileChannel channel;
  private final FileLock lock;
  private boolean closed;

  private DirectoryLock(Path directory, FileChannel channel, FileLock lock) {
    this.directory = directory;
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Claims an existing directory.
   *
   * @throws StoreException where it is in use
   */
  static DirectoryLock take(Path directory) throws IOException {
    Path real = directory.toRealPath();
    synchronized (HELD) {
      if (HELD.contains(real)) {
        throw inUse(directory, "another store of this process");
      }
      FileChannel channel =
          FileChannel.open(
              real.resolve(FileNames.LOCK),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              LinkOption.NOFOLLOW_LINKS);
      FileLock lock;
      try {
        lock = channel.tryLock();
      } catch (OverlappingFileLockException e) {
        NEVER_CLOSED.add(channel);
        throw inUse(directory, "another store of this process");
      } catch (IOException e) {
        channel.close();
        throw e;
      }
      if (lock == null) {
        channel.close();
        throw inUse(directory, "another process");
      }
      HELD.add(real);
      return new DirectoryLock(real, channel, lock);
    }
  }

  private static StoreException inUse(Path directory, String by) {
    return new StoreException(
        "directory "
            + directory
            + " is in use by "
            + by
            + ": close that store first, or choose another directory");
  }

  @Override
  public void close() throws IOException {
    synchronized (HELD) {
      if (closed) {
        return;
      }
      closed = true;
      HELD.remove(directory);
      try (channel) {
        if (channel.isOpen()) {
          lock.release();
        }
      }
    }
  }
}
