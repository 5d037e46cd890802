// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.log;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.LongConsumer;

/**
 * Reusable memory for one piece: header, then the whole piece as stored, in a direct little-endian
 * buffer that grows. Not thread-safe.
 */
public final class PieceFrame implements AutoCloseable {
  private static final int MIN_BYTES = 4096;

  private final PieceHeader header = new PieceHeader();
  private final LongConsumer memory;
  private ByteBuffer buffer;

  /** A frame whose memory is not accounted. */
  public PieceFrame() {
    this(bytes -> {});
  }

  /**
   * An empty frame.
   *
   * @param memory told of the buffer: +bytes before it is allocated (it may throw to refuse),
   *     -bytes after it was given back
   */
  public PieceFrame(LongConsumer memory) {
    this.memory = memory;
  }

  /** Head of the piece read last. */
  public PieceHeader header() {
    return header;
  }

  /** The piece as stored: body at {@code [bodyOffset(), bodyOffset() + bodyBytes)}. */
  public ByteBuffer buffer() {
    return buffer;
  }

  /** Where the body begins in {@link #buffer()}. */
  public int bodyOffset() {
    return PieceHeader.BYTES;
  }

  /** A view of the body; allocates. */
  public ByteBuffer body() {
    return buffer.slice(PieceHeader.BYTES, header.bodyBytes()).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Makes room for {@code bytes}, keeping the first {@code keep}. */
  ByteBuffer ensure(int bytes, int keep) {
    if (buffer == null || buffer.capacity() < bytes) {
      int size = Math.max(MIN_BYTES, Integer.highestOneBit(Math.max(1, bytes - 1)) << 1);
      ByteBuffer larger = DirectBuffers.allocate(size, memory);
      if (buffer != null) {
        larger.put(0, buffer, 0, keep);
        memory.accept(-buffer.capacity());
      }
      buffer = larger;
    }
    return buffer;
  }

  /** Gives the memory back; the frame may be used again. */
  @Override
  public void close() {
    if (buffer != null) {
      memory.accept(-buffer.capacity());
      buffer = null;
    }
  }
}
