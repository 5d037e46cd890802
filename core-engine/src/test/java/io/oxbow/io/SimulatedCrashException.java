// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.io;

import java.io.IOException;

/** The simulated machine is down: this operation and all later ones fail. */
public final class SimulatedCrashException extends IOException {
  private static final long serialVersionUID = 1L;

  SimulatedCrashException(String operation) {
    super("simulated crash at " + operation);
  }
}
