// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.examples.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A new folder under {@code java.io.tmpdir} and the JVMs working in it. Closing it, or the end of
 * this JVM, kills them and deletes the folder. Thread-safe.
 */
public final class Workplace implements AutoCloseable {
  private static final int DELETE_ATTEMPTS = 5;

  private final Path folder;
  private final List<ChildJvm> children = new ArrayList<>();
  private final Thread atExit = new Thread(this::clear, "oxbow-demo-clean-up");
  private boolean cleared;

  private Workplace(Path folder) {
    this.folder = folder;
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /** Makes a new folder. */
  public static Workplace create() throws IOException {
    return new Workplace(Files.createTempDirectory("oxbow-demo-"));
  }

  /** A path in the folder; nothing is created. */
  public Path path(String name) {
    return folder.resolve(name);
  }

  /**
   * Starts a JVM on this JVM's class path.
   *
   * @param name what it is called in messages; names its log
   * @param main the class to run
   * @param args its arguments
   */
  public synchronized ChildJvm start(String name, Class<?> main, List<String> args)
      throws IOException {
    if (cleared) {
      throw new IllegalStateException("the folder is gone: " + folder);
    }
    ChildJvm child = ChildJvm.start(name, folder, main, args);
    children.add(child);
    return child;
  }

  @Override
  public void close() {
    clear();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // this JVM is ending: the hook finds everything cleared
    }
  }

  private synchronized void clear() {
    cleared = true;
    children.forEach(ChildJvm::close);
    // Threads of a host in this JVM may be writing their last files.
    for (int attempt = 0; attempt < DELETE_ATTEMPTS && Files.exists(folder); attempt++) {
      delete();
    }
  }

  private void delete() {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (NoSuchFileException e) {
      // gone already
    } catch (IOException | UncheckedIOException e) {
      // a file came or went meanwhile; the caller tries again
    }
  }
}
