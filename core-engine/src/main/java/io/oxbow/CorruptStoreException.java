// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow;

/**
 * Bytes on disk are not what Oxbow wrote: a checksum, magic, length or structure check failed.
 * Names the file and, where known, the offset. A wrong value is never returned in its place.
 */
public class CorruptStoreException extends StoreException {
  private static final long serialVersionUID = 1L;

  public CorruptStoreException(String message) {
    super(message);
  }

  public CorruptStoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
