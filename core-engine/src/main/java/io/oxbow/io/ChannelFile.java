// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file of the real file system. Reads and writes have a channel each: an interrupt closes the
 * channel its thread was reading, for every thread. That read channel is opened again and the read
 * repeated; the channel that writes, and must force what it wrote, is out of reach of readers.
 */
final class ChannelFile implements StorageFile {
  private final Path path;
  private final long lengthAtOpen;
  private final DirectWrites direct; // null: none
  private FileChannel writes;
  private volatile FileChannel reads;
  private volatile boolean closed;

  /** A file that is open for writing by this channel, null: for reading only. */
  ChannelFile(Path path, long lengthAtOpen, FileChannel writes, boolean directWrites) {
    this.path = path;
    this.lengthAtOpen = lengthAtOpen;
    this.writes = writes;
    direct = directWrites ? new DirectWrites(path) : null;
  }

  @Override
  public String name() {
    return path.getFileName().toString();
  }

  @Override
  public long lengthAtOpen() {
    return lengthAtOpen;
  }

  @Override
  public int read(long position, ByteBuffer into) throws IOException {
    int start = into.position();
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        FileChannel channel = reads;
        try {
          channel = channel == null ? openReads(null) : channel;
          return readFully(channel, position, into);
        } catch (ClosedChannelException e) {
          if (closed) {
            throw e;
          }
          interrupted |= Thread.interrupted();
          openReads(channel);
          into.position(start);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static int readFully(FileChannel channel, long position, ByteBuffer into)
      throws IOException {
    int total = 0;
    while (into.hasRemaining()) {
      int count = channel.read(into, position + total);
      if (count < 0) {
        break;
      }
      total += count;
    }
    return total;
  }

  private synchronized FileChannel openReads(FileChannel broken) throws IOException {
    if (closed) {
      throw new ClosedChannelException();
    }
    if (reads == broken) {
      reads = FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    }
    return reads;
  }

  @Override
  public void write(long position, ByteBuffer from) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      long at = position + (direct == null ? 0 : direct.write(position, from));
      while (from.hasRemaining()) {
        at += writes.write(from, at);
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void force() throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      FileChannel channel = writes;
      if (channel == null) {
        channel = reads == null ? openReads(null) : reads;
      }
      channel.force(false); // lengths count as data here; times do not matter
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public synchronized void endWrites() {
    closeWrites();
    writes = null;
  }

  @Override
  public synchronized void close() {
    closed = true;
    closeWrites();
    closeQuietly(reads);
  }

  private void closeWrites() {
    closeQuietly(writes);
    if (direct != null) {
      direct.close();
    }
  }

  /** What must be durable was forced before; a failing close loses nothing. */
  static void closeQuietly(FileChannel channel) {
    if (channel == null) {
      return;
    }
    try {
      channel.close();
    } catch (IOException e) {
      return; // nothing to do: see above
    }
  }
}
