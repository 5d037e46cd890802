// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.io;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A directory of the real file system. Only regular files with names of ours are opened, symbolic
 * links never. Thread-safe.
 */
public final class FileStorageIo implements StorageIo {
  private static final boolean WINDOWS = File.separatorChar == '\\';

  private final Path directory;
  private final DirectoryLock lock;
  private final boolean directWrites;

  private FileStorageIo(Path directory, DirectoryLock lock, boolean directWrites) {
    this.directory = directory;
    this.lock = lock;
    this.directWrites = directWrites;
  }

  /** Whether there is such a directory. */
  public static boolean isPresent(Path directory) {
    return Files.isDirectory(directory);
  }

  /**
   * Claims a directory, creating it (for its owner only) where absent.
   *
   * @param directWrites whether large writes to segments go past the page cache, where they can
   * @throws io.oxbow.StoreException where another store has it open
   */
  public static FileStorageIo open(Path directory, boolean directWrites) throws IOException {
    createDirectory(directory);
    return new FileStorageIo(directory, DirectoryLock.take(directory), directWrites);
  }

  /** Reads a directory without claiming it: for the files of a checkpoint to be adopted. */
  public static FileStorageIo readOnly(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new NotDirectoryException(directory.toString());
    }
    return new FileStorageIo(directory, null, false);
  }

  private static void createDirectory(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    Path parent = directory.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    try {
      if (WINDOWS) {
        Files.createDirectory(directory);
      } else {
        Files.createDirectory(
            directory,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(directory)) {
        throw new NotDirectoryException(directory.toString());
      }
    }
  }

  @Override
  public StorageFile open(String name, OpenMode mode) throws IOException {
    Path path = resolve(directory, name);
    if (mode != OpenMode.READ) {
      checkWritable();
    }
    if (mode == OpenMode.CREATE) {
      FileChannel channel =
          FileChannel.open(
              path,
              StandardOpenOption.CREATE_NEW,
              StandardOpenOption.WRITE,
              LinkOption.NOFOLLOW_LINKS);
      return new ChannelFile(
          path, 0, channel, directWrites && FileNames.kindOf(name) == FileKind.SEGMENT);
    }
    long length = regularFileLength(path);
    FileChannel channel =
        mode == OpenMode.READ
            ? null
            : FileChannel.open(path, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    return new ChannelFile(path, length, channel, false);
  }

  private void checkWritable() {
    if (lock == null) {
      throw new IllegalStateException(directory + " was opened for reading only");
    }
  }

  private static long regularFileLength(Path path) throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!attributes.isRegularFile()) {
      throw new FileSystemException(path.toString(), null, "is not a regular file");
    }
    return attributes.size();
  }

  private static Path resolve(Path directory, String name) {
    if (FileNames.kindOf(name) == null) {
      throw new IllegalArgumentException("not the name of an Oxbow file: " + name);
    }
    return directory.resolve(name);
  }

  @Override
  public SortedMap<String, Long> list() throws IOException {
    SortedMap<String, Long> names = new TreeMap<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        if (!name.equals(FileNames.LOCK)) {
          addIfPresent(names, entry, name);
        }
      }
    } catch (java.nio.file.DirectoryIteratorException e) {
      throw e.getCause();
    }
    return names;
  }

  private static void addIfPresent(SortedMap<String, Long> names, Path entry, String name)
      throws IOException {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      names.put(name, attributes.isRegularFile() ? attributes.size() : -1L);
    } catch (NoSuchFileException e) {
      names.remove(name); // deleted while we listed
    }
  }

  @Override
  public void delete(String name) throws IOException {
    checkWritable();
    Files.deleteIfExists(resolve(directory, name));
  }

  @Override
  public void link(Path sourceDirectory, String name) throws IOException {
    checkWritable();
    Path source = resolve(sourceDirectory, name);
    Path target = resolve(directory, name);
    regularFileLength(source);
    try {
      Files.createLink(target, source);
    } catch (FileAlreadyExistsException | NoSuchFileException e) {
      throw e;
    } catch (UnsupportedOperationException | FileSystemException e) {
      copyWhole(source, target); // another file system, or one without links
    }
  }

  private static void copyWhole(Path source, Path target) throws IOException {
    boolean whole = false;
    try {
      copy(source, target);
      whole = true;
    } finally {
      if (!whole) {
        Files.deleteIfExists(target);
      }
    }
  }

  private static void copy(Path source, Path target) throws IOException {
    try (FileChannel from =
            FileChannel.open(source, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        FileChannel to =
            FileChannel.open(
                target,
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS)) {
      long size = from.size();
      for (long at = 0; at < size; ) {
        long copied = from.transferTo(at, size - at, to);
        if (copied <= 0) {
          throw new IOException(source + " shrank while it was copied");
        }
        at += copied;
      }
      to.force(true);
    }
  }

  @Override
  public void forceDirectory() throws IOException {
    if (WINDOWS) {
      return; // directories cannot be forced there; names are journalled
    }
    boolean interrupted = Thread.interrupted();
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() throws IOException {
    if (lock != null) {
      lock.close();
    }
  }
}
