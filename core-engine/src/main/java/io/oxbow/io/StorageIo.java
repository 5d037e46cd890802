// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.SortedMap;

/**
 * One directory of files. With {@link StorageFile} this is everything the engine asks of an
 * operating system: open, list, delete, link, force the directory; read, write, force a file.
 *
 * <p>What is atomic and what is durable:
 *
 * <ul>
 *   <li>A byte is written whole or not at all; nothing larger is atomic. Writing a range changes no
 *       byte outside it.
 *   <li>Written bytes are visible to readers at once, and durable after {@link StorageFile#force()}
 *       returned. Before that a crash leaves any mixture of old, new and zero bytes, and any length
 *       between the old and the new one.
 *   <li>A name created, linked or deleted is visible at once, and durable after {@link
 *       #forceDirectory()} returned. Before that a crash keeps or undoes each name on its own.
 *       Forcing a file does not make its name durable.
 *   <li>After a failed write or force the content of that file is undefined: nothing is retried.
 * </ul>
 *
 * <p>Thread-safe. Every operation throws {@link IOException} where the operating system fails.
 */
public interface StorageIo extends AutoCloseable {
  /** How {@link #open} treats the name. */
  enum OpenMode {
    /** The name must be free; the file is empty, readable and writable. */
    CREATE,
    /** The file exists and is only read. */
    READ,
    /** The file exists and is read and overwritten in place. */
    WRITE
  }

  /**
   * Opens one file.
   *
   * @param name a name that {@link FileNames} accepts
   * @throws java.nio.file.NoSuchFileException where the file is absent
   * @throws java.nio.file.FileAlreadyExistsException where {@code CREATE} finds the name taken
   * @throws IllegalArgumentException for any other name
   */
  StorageFile open(String name, OpenMode mode) throws IOException;

  /**
   * Every entry of the directory but the lock file, foreign ones included, with its length in
   * bytes; -1 for what is not a regular file.
   */
  SortedMap<String, Long> list() throws IOException;

  /** Removes a name; no effect where it is absent. */
  void delete(String name) throws IOException;

  /**
   * Makes the file {@code name} of another directory available here under the same name: a hard
   * link, or a forced copy where a link is not possible.
   */
  void link(Path sourceDirectory, String name) throws IOException;

  /** Makes every name created, linked or deleted so far durable. */
  void forceDirectory() throws IOException;

  /** Gives the directory back. Files are closed by their users before. */
  @Override
  void close() throws IOException;
}
