// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow;

/**
 * The common parent of every failure a store reports. The message says what was wrong and what to
 * do about it; a {@code StoreException} that is none of its subclasses means the call was refused
 * (closed handle, full budget, bad directory) and the store is unharmed.
 */
public class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreException(String message) {
    super(message);
  }

  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
