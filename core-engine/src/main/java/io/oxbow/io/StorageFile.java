// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.io;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * An open file, read and written at positions. Any number of threads may read; writes and forces
 * come from one thread at a time. See {@link StorageIo} for what is atomic and durable.
 */
public interface StorageFile extends AutoCloseable {
  /**
   * Large writes that begin and end at multiples of this, from direct memory at such an address,
   * may go to the disk without a copy.
   */
  int BLOCK = 4096;

  /** The file's name, without directory. */
  String name();

  /** Length in bytes when the file was opened. */
  long lengthAtOpen();

  /**
   * Reads until {@code into} has no room left or the file ends. An interrupted thread reads as any
   * other and stays interrupted.
   *
   * @return bytes read: less than asked only at the end of the file, then perhaps 0
   */
  int read(long position, ByteBuffer into) throws IOException;

  /** Writes all remaining bytes of {@code from}, or throws. */
  void write(long position, ByteBuffer from) throws IOException;

  /** Makes all bytes written so far, and the length, durable. A failure is final. */
  void force() throws IOException;

  /** No write or force follows: what only they need is given back. Reads go on. */
  void endWrites();

  /** Idempotent. The caller makes sure that nobody reads any more. */
  @Override
  void close();
}
