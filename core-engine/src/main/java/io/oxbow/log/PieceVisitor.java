// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.log;

/** Meets the pieces of a sealed segment in the order of their places. */
@FunctionalInterface
public interface PieceVisitor {
  /**
   * One piece.
   *
   * @param location where it is
   * @param kind FULL_IMAGE, DELTA or VALUE_CHUNK
   * @param pid as its writer gave it
   * @param storedBytes bytes it takes
   */
  void piece(long location, int kind, long pid, int storedBytes);
}
