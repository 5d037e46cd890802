// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.log;

import io.oxbow.StoreException;
import io.oxbow.io.StorageFile;
import java.lang.ref.SoftReference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.function.LongConsumer;

/** Allocates accounted direct buffers; for any thread. */
final class DirectBuffers {
  /** What a buffer of whole blocks takes besides its capacity. */
  private static final int SLACK = StorageFile.BLOCK - 1;

  /** Buffers kept for the next checkpoint: the JVM frees direct memory late, at a collection. */
  private static final int MOST_KEPT = 4;

  private static final int MOST_KEPT_BYTES = 2 << 20;

  private static final ArrayDeque<SoftReference<ByteBuffer>> KEPT = new ArrayDeque<>();

  private DirectBuffers() {}

  /**
   * A buffer as {@link #allocate}'s, at a multiple of a block as its capacity {@code bytes} is; it
   * may hold what it held before.
   */
  static ByteBuffer allocateBlocks(int bytes, LongConsumer memory) {
    memory.accept(bytes + SLACK);
    ByteBuffer kept = takeKept(bytes);
    return kept != null
        ? kept
        : direct(bytes + SLACK, memory)
            .alignedSlice(StorageFile.BLOCK)
            .order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Tells the hook that a buffer of {@link #allocateBlocks} is no longer in use. */
  static void giveBackBlocks(ByteBuffer buffer, LongConsumer memory) {
    memory.accept(-buffer.capacity() - SLACK);
    keep(buffer);
  }

  private static ByteBuffer takeKept(int bytes) {
    synchronized (KEPT) {
      for (Iterator<SoftReference<ByteBuffer>> i = KEPT.iterator(); i.hasNext(); ) {
        ByteBuffer buffer = i.next().get();
        if (buffer == null) {
          i.remove();
        } else if (buffer.capacity() == bytes) {
          i.remove();
          return buffer;
        }
      }
    }
    return null;
  }

  private static void keep(ByteBuffer buffer) {
    synchronized (KEPT) {
      if (buffer.capacity() <= MOST_KEPT_BYTES) {
        KEPT.addFirst(new SoftReference<>(buffer));
      }
      if (KEPT.size() > MOST_KEPT) {
        KEPT.removeLast();
      }
    }
  }

  /** A little-endian buffer; the hook is told first and told back on failure. */
  static ByteBuffer allocate(int bytes, LongConsumer memory) {
    memory.accept(bytes);
    return direct(bytes, memory);
  }

  private static ByteBuffer direct(int bytes, LongConsumer memory) {
    try {
      return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
    } catch (OutOfMemoryError e) {
      memory.accept(-bytes);
      throw new StoreException(
          "the JVM has no "
              + bytes
              + " bytes of direct memory left for a log buffer:"
              + " raise -XX:MaxDirectMemorySize",
          e);
    }
  }
}
