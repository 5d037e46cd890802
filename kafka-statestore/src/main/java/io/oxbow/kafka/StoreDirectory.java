// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.kafka;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.streams.errors.ProcessorStateException;

/**
 * Where a store lives: {@code <task directory>/oxbow/<store name>}. Nothing is ever created in the
 * task directory itself, whose emptiness means something to Streams.
 */
final class StoreDirectory {
  private static final Pattern ROCKSDB =
      Pattern.compile("MANIFEST-\\d+|OPTIONS-\\d+|IDENTITY|.*\\.sst|LOG|LOG\\.old.*");

  private StoreDirectory() {}

  /**
   * The directory of a store, with its parents created and itself not necessarily.
   *
   * @throws ProcessorStateException if it belongs to somebody else, or cannot be made
   */
  static Path prepare(File taskDirectory, String storeName) {
    Path directory = new File(new File(taskDirectory, "oxbow"), storeName).toPath();
    try {
      Files.createDirectories(directory.getParent());
      if (Files.exists(directory)) {
        refuseForeign(directory, storeName);
      }
    } catch (IOException e) {
      throw new ProcessorStateException(
          "Directory "
              + directory
              + " of store "
              + storeName
              + " cannot be used: "
              + e
              + ". Check "
              + "state.dir, its permissions and the disk.",
          e);
    }
    return directory;
  }

  private static void refuseForeign(Path directory, String storeName) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new ProcessorStateException(
          "Store "
              + storeName
              + " needs the directory "
              + directory
              + ", but a file is there. Move it away.");
    }
    try (Stream<Path> files = Files.list(directory)) {
      Optional<String> alien =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> ROCKSDB.matcher(name).matches())
              .sorted()
              .findFirst();
      if (alien.isPresent()) {
        throw new ProcessorStateException(
            "Directory "
                + directory
                + " of store "
                + storeName
                + " holds files of RocksDB ("
                + alien.get()
                + "), which Oxbow does not read. Delete or move the directory; Streams then"
                + " restores the store from its changelog.");
      }
    }
  }
}
