// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.io;

import com.sun.nio.file.ExtendedOpenOption;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Large writes to one file past the page cache ({@code O_DIRECT}): no copy of each byte by the
 * kernel, no memory for it. What file system or platform do not take that way, and whatever is
 * short or not aligned, is left to the ordinary channel. One thread.
 */
final class DirectWrites {
  /** Positions, lengths and memory addresses must be multiples of it. */
  private static final int BLOCK = StorageFile.BLOCK;

  /** Shorter writes gain nothing. */
  private static final int WORTH = 64 << 10;

  private final Path path;
  private FileChannel channel;
  private boolean refused;
  private boolean taken;

  DirectWrites(Path path) {
    this.path = path;
  }

  /**
   * Writes as much of the front of {@code from} as it can.
   *
   * @return bytes written, perhaps 0; the buffer's position is behind them
   */
  int write(long position, ByteBuffer from) throws IOException {
    if (!isFit(position, from) || !isOpen()) {
      return 0;
    }
    int start = from.position();
    int limit = from.limit();
    from.limit(start + (from.remaining() & -BLOCK));
    try {
      int n;
      do {
        n = channel.write(from, position + from.position() - start);
        taken = true;
      } while (n > 0 && n % BLOCK == 0 && from.hasRemaining());
    } catch (IOException e) {
      if (taken) {
        throw e;
      }
      refused = true; // larger blocks than ours, or a file system that opens such files only
    } finally {
      from.limit(limit);
    }
    return from.position() - start;
  }

  private static boolean isFit(long position, ByteBuffer from) {
    return from.remaining() >= WORTH
        && position % BLOCK == 0
        && from.isDirect()
        && from.alignmentOffset(from.position(), BLOCK) == 0;
  }

  private boolean isOpen() {
    if (channel == null && !refused) {
      try {
        channel =
            FileChannel.open(
                path,
                StandardOpenOption.WRITE,
                ExtendedOpenOption.DIRECT,
                LinkOption.NOFOLLOW_LINKS);
      } catch (IOException | UnsupportedOperationException e) {
        refused = true;
      }
    }
    return channel != null && !refused;
  }

  /** Whether something was written this way. */
  boolean hasWritten() {
    return taken;
  }

  /** No write follows; idempotent. */
  void close() {
    ChannelFile.closeQuietly(channel);
  }
}
