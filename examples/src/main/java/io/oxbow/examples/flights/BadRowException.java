// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.examples.flights;

/** A row is no flight; the message says why. */
public final class BadRowException extends Exception {
  private static final long serialVersionUID = 1L;

  BadRowException(String message) {
    super(message, null, false, false); // rows may be bad by the million: no stack trace
  }
}
