// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.checkpoint;

import io.oxbow.CorruptStoreException;
import io.oxbow.io.FileEntry;
import io.oxbow.io.FileKind;
import io.oxbow.io.FileNames;
import io.oxbow.io.StorageFailure;
import io.oxbow.io.StorageFile;
import io.oxbow.io.StorageIo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;

/**
 * The file {@code oxbow.super}: two slots of 4 KiB, each with eight copies of one {@link
 * Superblock}. The valid copy with the highest sequence counts. A publish overwrites the slot of
 * the older sequence and forces it, so the newest published state is never overwritten; eight
 * copies because a damaged byte or sector must not look like a publish that never was.
 *
 * <p>The file is created, empty of checkpoints and durable, before the first manifest is written.
 * So a file without a valid copy is an interrupted creation where no manifest lies beside it, else
 * damage. One thread at a time.
 */
public final class SuperblockFile implements AutoCloseable {
  private static final int COPIES = 8;
  private static final int SLOT_BYTES = COPIES * Superblock.COPY_BYTES;

  private final StorageFile file;
  private Superblock current;
  private boolean currentIsForced;

  private SuperblockFile(StorageFile file, Superblock current, boolean forced) {
    this.file = file;
    this.current = current;
    this.currentIsForced = forced;
  }

  /**
   * Opens the superblock of a directory, creating it where the directory has none yet. Changes
   * nothing where it exists and is valid.
   *
   * @throws CorruptStoreException where it is damaged, or missing beside manifests
   * @throws io.oxbow.StoreException where a newer Oxbow wrote it
   * @throws io.oxbow.StoreFailedException where the disk fails
   */
  public static SuperblockFile open(StorageIo io) {
    StorageFile file = null;
    boolean good = false;
    try {
      Map<String, Long> names = io.list();
      boolean exists = names.containsKey(FileNames.SUPERBLOCK);
      if (!exists) {
        refuseIfPublished(names, false);
      }
      file = io.open(FileNames.SUPERBLOCK, mode(exists));
      Superblock found = exists ? readNewest(file) : null;
      SuperblockFile opened;
      if (found != null) {
        opened = new SuperblockFile(file, found, false);
      } else {
        refuseIfPublished(names, exists);
        opened = create(io, file);
      }
      good = true;
      return opened;
    } catch (IOException e) {
      throw StorageFailure.during("open " + FileNames.SUPERBLOCK, e);
    } finally {
      if (!good && file != null) {
        file.close();
      }
    }
  }

  private static StorageIo.OpenMode mode(boolean exists) {
    return exists ? StorageIo.OpenMode.WRITE : StorageIo.OpenMode.CREATE;
  }

  /**
   * The newest valid state of a directory, without creating or changing anything; {@code null}
   * where there is none.
   */
  public static Superblock peek(StorageIo io) {
    try (StorageFile file = io.open(FileNames.SUPERBLOCK, StorageIo.OpenMode.READ)) {
      return readNewest(file);
    } catch (java.nio.file.NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      throw StorageFailure.reading(FileNames.SUPERBLOCK, e);
    }
  }

  private static void refuseIfPublished(Map<String, Long> names, boolean exists) {
    for (String name : names.keySet()) {
      if (FileNames.kindOf(name) == FileKind.MANIFEST) {
        throw new CorruptStoreException(
            FileNames.SUPERBLOCK
                + (exists ? " is damaged" : " is missing")
                + ", but manifest "
                + name
                + " is there: restore the file, or adopt the checkpoint it names into a new"
                + " directory");
      }
    }
  }

  private static Superblock readNewest(StorageFile file) throws IOException {
    if (file.lengthAtOpen() < 2L * SLOT_BYTES) {
      return null; // creation was interrupted, or it was truncated since
    }
    ByteBuffer bytes = ByteBuffer.allocate(2 * SLOT_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    file.read(0, bytes);
    bytes.flip();
    Superblock newest = null;
    for (int copy = 0; copy < 2 * COPIES; copy++) {
      int at = copy * Superblock.COPY_BYTES;
      Superblock found = Superblock.read(bytes, at, copy);
      if (found != null && (newest == null || found.sequence() > newest.sequence())) {
        newest = found;
      }
    }
    return newest;
  }

  private static SuperblockFile create(StorageIo io, StorageFile file) throws IOException {
    Superblock empty = new Superblock(1, 0, null);
    writeSlot(file, 0, empty);
    writeSlot(file, 1, empty);
    file.force();
    io.forceDirectory();
    return new SuperblockFile(file, empty, true);
  }

  private static void writeSlot(StorageFile file, int slot, Superblock state) throws IOException {
    writeCopies(file, slot, 0, COPIES, state);
  }

  private static void writeCopies(StorageFile file, int slot, int from, int to, Superblock state)
      throws IOException {
    int bytes = (to - from) * Superblock.COPY_BYTES;
    ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int copy = from; copy < to; copy++) {
      state.writeTo(buffer, (copy - from) * Superblock.COPY_BYTES, slot * COPIES + copy);
    }
    file.write((long) slot * SLOT_BYTES + (long) from * Superblock.COPY_BYTES, buffer);
  }

  private static int slotOf(long sequence) {
    return (int) (sequence & 1);
  }

  /** The newest published state. */
  public Superblock current() {
    return current;
  }

  /**
   * Makes a manifest the newest: the commit point. All files it names, itself and their names are
   * durable before. On failure it is open which of the two states a later open will find.
   *
   * @throws io.oxbow.StoreFailedException where the disk fails; no further publish may be tried
   */
  public void publish(FileEntry manifest, long version) {
    Superblock next = new Superblock(current.sequence() + 1, version, manifest);
    try {
      if (!currentIsForced) {
        // What we read at open may never have been durable: a crash or failed force came between.
        // It must be, before the slot of the state before it is overwritten. In two halves: a
        // crash may zero what is being written, even over equal bytes.
        writeCopies(file, slotOf(current.sequence()), 0, COPIES / 2, current);
        file.force();
        writeCopies(file, slotOf(current.sequence()), COPIES / 2, COPIES, current);
        file.force();
        currentIsForced = true;
      }
      writeSlot(file, slotOf(next.sequence()), next);
      file.force();
    } catch (IOException e) {
      throw StorageFailure.during("write " + FileNames.SUPERBLOCK, e);
    }
    current = next;
  }

  @Override
  public void close() {
    file.close();
  }
}
