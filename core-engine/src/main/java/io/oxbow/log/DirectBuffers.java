// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.log;

import io.oxbow.StoreException;
import io.oxbow.io.StorageFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.LongConsumer;

/** Allocates accounted direct buffers. Stateless. */
final class DirectBuffers {
  /** What a buffer of whole blocks takes besides its capacity. */
  private static final int SLACK = StorageFile.BLOCK - 1;

  private DirectBuffers() {}

  /** A buffer as {@link #allocate}'s, at a multiple of a block as its capacity {@code bytes} is. */
  static ByteBuffer allocateBlocks(int bytes, LongConsumer memory) {
    return allocate(bytes + SLACK, memory)
        .alignedSlice(StorageFile.BLOCK)
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Tells the hook that a buffer of {@link #allocateBlocks} is no longer in use. */
  static void giveBackBlocks(ByteBuffer buffer, LongConsumer memory) {
    memory.accept(-buffer.capacity() - SLACK);
  }

  /** A little-endian buffer; the hook is told first and told back on failure. */
  static ByteBuffer allocate(int bytes, LongConsumer memory) {
    memory.accept(bytes);
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
