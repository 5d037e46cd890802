// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.checkpoint;

import io.oxbow.CorruptStoreException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Decodes the records of a mapping file's blocks and hands them on. See {@link MappingFormat}. */
final class MappingRecords {
  private static final int NUMBER_MAX_SHIFT = 56;
  private static final int FLAGS =
      MappingFormat.MULTI_PIECE | MappingFormat.FENCE | MappingFormat.DEPENDENCIES;

  private final String name;
  private final boolean base;
  private final MappingVisitor visitor;
  private final MappingEntry entry = new MappingEntry();
  private long[] files = new long[16];
  private int fileCount;
  private long removals;
  private long pages;
  private ByteBuffer block;
  private int number;

  MappingRecords(String name, boolean base, MappingVisitor visitor) {
    this.name = name;
    this.base = base;
    this.visitor = visitor;
  }

  long removals() {
    return removals;
  }

  long pages() {
    return pages;
  }

  int files() {
    return fileCount;
  }

  /** Delivers all records between position and limit. */
  void block(ByteBuffer content, int blockNumber) {
    block = content;
    number = blockNumber;
    int expected = content.getInt(8);
    int count = 0;
    for (; content.hasRemaining(); count++) {
      int head = content.get() & 0xFF;
      int flags = head & ~MappingFormat.KIND_MASK;
      switch (head & MappingFormat.KIND_MASK) {
        case MappingFormat.FILE -> file(flags);
        case MappingFormat.REMOVED -> removed(flags);
        case MappingFormat.PAGE -> page(flags);
        default -> throw damaged("record of kind " + (head & MappingFormat.KIND_MASK));
      }
    }
    if (count != expected) {
      throw damaged(count + " records where the block states " + expected);
    }
  }

  private void file(int flags) {
    need(Long.BYTES);
    long id = block.getLong();
    if (flags != 0 || id == 0) {
      throw damaged("file record with flags " + flags + " and id " + id);
    }
    if (fileCount == files.length) {
      files = Arrays.copyOf(files, 2 * fileCount);
    }
    files[fileCount++] = id;
  }

  private void removed(int flags) {
    long pid = number();
    if (flags != 0 || pages > 0) {
      throw damaged("removal of page " + pid + " out of place");
    }
    removals++;
    visitor.removed(pid);
  }

  private void page(int flags) {
    if ((flags & ~FLAGS) != 0 || base && (flags & MappingFormat.FENCE) == 0) {
      throw damaged("page record with flags " + flags);
    }
    entry.set(bounded("tree", Integer.MAX_VALUE), number());
    int file = bounded("file", fileCount);
    boolean more = (flags & MappingFormat.MULTI_PIECE) != 0;
    if (file == 0) {
      entry.setLocation(0, 0, 0, more);
    } else {
      int granule = bounded("granule", (1 << 20) - 1);
      int units = bounded("stored length", MappingEntry.MAX_STORED_UNITS);
      entry.setLocation(files[file - 1], granule, units, more);
    }
    if ((flags & MappingFormat.FENCE) != 0) {
      int length = bounded("fence length", MappingEntry.MAX_FENCE_BYTES);
      need(length);
      entry.setFence(block.array(), block.arrayOffset() + block.position(), length);
      block.position(block.position() + length);
    }
    if ((flags & MappingFormat.DEPENDENCIES) != 0) {
      int count = bounded("number of dependencies", MappingEntry.MAX_DEPENDENCIES);
      for (int i = 0; i < count; i++) {
        int dependency = bounded("file", fileCount);
        if (dependency == 0) {
          throw damaged("page " + entry.pid() + " depends on file 0");
        }
        entry.addDependency(files[dependency - 1]);
      }
    }
    pages++;
    visitor.page(entry);
  }

  private int bounded(String what, int max) {
    long value = number();
    if (value > max) {
      throw damaged(what + " " + value + " is above " + max);
    }
    return (int) value;
  }

  private long number() {
    long value = 0;
    for (int shift = 0; shift <= NUMBER_MAX_SHIFT; shift += 7) {
      need(1);
      int b = block.get();
      value |= (long) (b & 0x7F) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw damaged("a number does not end");
  }

  private void need(int bytes) {
    if (block.remaining() < bytes) {
      throw damaged("a record crosses the block's end");
    }
  }

  private CorruptStoreException damaged(String what) {
    return new CorruptStoreException(
        name + " block " + number + " at byte " + block.position() + ": " + what);
  }
}
