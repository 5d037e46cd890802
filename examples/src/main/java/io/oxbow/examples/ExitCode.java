// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.examples;

/** The demo's exit codes. */
public final class ExitCode {
  /** The results are identical. */
  public static final int IDENTICAL = 0;

  /** The results differ. */
  public static final int DIFFERENT = 1;

  /** The arguments or the input cannot be used. */
  public static final int BAD_INPUT = 2;

  /** The demo could not be run to its end. */
  public static final int FAILED = 3;

  private ExitCode() {}
}
