// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.examples.process;

/** The demo could not be run to its end; the message says what happened. */
public final class DemoFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  public DemoFailedException(String message) {
    super(message);
  }
}
