// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.io;

/** What becomes, in a simulated crash, of bytes and names that were not forced. */
public enum CrashPolicy {
  /** All lost. */
  OLD,
  /** All kept. */
  NEW,
  /** Names and lengths kept, bytes zero. */
  ZERO,
  /** Each name and each sector of 512 bytes on its own: old, new, zero or torn. */
  MIXED
}
