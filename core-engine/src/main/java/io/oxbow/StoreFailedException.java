// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow;

/**
 * An I/O error or full disk met by the store. It is final for this handle: nothing is retried and
 * every later call fails with the first cause. The last published checkpoint stays openable.
 */
public class StoreFailedException extends StoreException {
  private static final long serialVersionUID = 1L;

  public StoreFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
