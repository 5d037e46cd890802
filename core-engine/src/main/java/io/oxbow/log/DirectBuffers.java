// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.log;

import io.oxbow.StoreException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.LongConsumer;

/** Allocates accounted direct buffers. Stateless. */
final class DirectBuffers {
  private DirectBuffers() {}

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
