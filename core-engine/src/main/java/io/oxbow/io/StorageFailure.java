// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.io;

import io.oxbow.CorruptStoreException;
import io.oxbow.StoreException;
import io.oxbow.StoreFailedException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;

/** Turns an {@link IOException} into what the store reports. Stateless. */
public final class StorageFailure {
  private StorageFailure() {}

  /** An operation that changes files has failed; final for the store. */
  public static StoreFailedException during(String action, IOException cause) {
    return new StoreFailedException(
        "cannot "
            + action
            + ": "
            + reason(cause)
            + "; the store has failed, its last checkpoint is intact: see to the disk and reopen",
        cause);
  }

  /** A read has failed: a missing file is damage, anything else an I/O error. */
  public static StoreException reading(String name, IOException cause) {
    if (cause instanceof NoSuchFileException) {
      return new CorruptStoreException("file " + name + " is missing", cause);
    }
    return during("read " + name, cause);
  }

  private static String reason(IOException cause) {
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }
}
